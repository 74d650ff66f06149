//! Lowers the operators of expressions and checks the types of their operands. Functions are
//! lowered in `calls`.

use super::{Lowering, Type, TypedExpr};
use crate::diagnostic::{Place, suggestion};
use crate::index::{FactIndex, OptionIndex};
use crate::possible::Options;
use crate::rulebook::Expr;
use crate::source::{self, Arithmetic, Comparison, ExprKind, Logic, Operator, Word};

impl Lowering<'_> {
    pub(super) fn binary(
        &mut self,
        operator: Operator,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        match operator {
            Operator::Logic(operator) => self.logic(operator, a, b, scope),
            Operator::Compute(operator) => self.arithmetic(operator, a, b, scope),
            Operator::Compare(operator) => self.comparison(operator, a, b, scope),
        }
    }

    fn logic(
        &mut self,
        operator: Logic,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        // Both operands are lowered even if the first is wrong, so that every mistake is reported.
        let (a, b) = (self.typed(a, scope, &Type::Truth), self.typed(b, scope, &Type::Truth));
        let parts = vec![a?, b?];
        let node = match operator {
            Logic::And => Expr::All(parts),
            Logic::Or => Expr::Any(parts),
        };
        self.push_typed(node, Type::Truth)
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        let (left, right) = (self.lower(a, scope), self.lower(b, scope));
        let (left, right) = (left?, right?);
        self.numeric(&left, a.place)?;
        self.numeric(&right, b.place)?;
        let has_yen = [&left, &right].into_iter().any(|one| one.kind == Type::Yen);
        let kind = match operator {
            Arithmetic::Multiply if left.kind == Type::Yen && right.kind == Type::Yen => {
                let help = Some("multiply yen by a number, such as `2/3` or a count".to_owned());
                self.problems.add_with_help(b.place, "unit", "yen times yen is no amount", help);
                return None;
            }
            Arithmetic::Multiply if has_yen => Type::Yen,
            Arithmetic::Multiply => Type::Number,
            Arithmetic::Add | Arithmetic::Subtract if left.kind == right.kind => left.kind,
            Arithmetic::Add | Arithmetic::Subtract => {
                let (a, b_kind) = (left.kind.name(), right.kind.name());
                let message = format!("{a} and {b_kind} do not add up");
                let help = unit_help(&left.kind, &right.kind);
                self.problems.add_with_help(b.place, "unit", message, help);
                return None;
            }
        };
        let node = match operator {
            Arithmetic::Multiply => Expr::Multiply(left.id, right.id),
            Arithmetic::Subtract => {
                let right = self.push(Expr::Negate(right.id));
                Expr::Add(left.id, right)
            }
            Arithmetic::Add => Expr::Add(left.id, right.id),
        };
        self.push_typed(node, kind)
    }

    fn comparison(
        &mut self,
        operator: Comparison,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        let left = self.lower(a, scope)?;
        if let (Type::Choice(_), ExprKind::Name(option)) = (&left.kind, &b.kind) {
            return self.choice(operator, &left, option, b.place);
        }
        let right = self.lower(b, scope)?;
        let comparable = matches!(left.kind, Type::Number | Type::Yen | Type::Day);
        if left.kind != right.kind || !comparable {
            let message = format!("{} and {} do not compare", left.kind.name(), right.kind.name());
            let help = unit_help(&left.kind, &right.kind);
            self.problems.add_with_help(b.place, "unit", message, help);
            return None;
        }
        let (a, b) = (left.id, right.id);
        let node = match operator {
            Comparison::Less => Expr::Less(a, b),
            Comparison::AtMost => Expr::AtMost(a, b),
            Comparison::Greater => Expr::Less(b, a),
            Comparison::AtLeast => Expr::AtMost(b, a),
            Comparison::Equal => Expr::Equal(a, b),
            Comparison::NotEqual => {
                let equal = self.push(Expr::Equal(a, b));
                Expr::Not(equal)
            }
        };
        self.push_typed(node, Type::Truth)
    }

    fn choice(
        &mut self,
        operator: Comparison,
        part: &TypedExpr,
        option: &str,
        place: Place,
    ) -> Option<TypedExpr> {
        if !matches!(operator, Comparison::Equal | Comparison::NotEqual) {
            let message = "options have no order: compare with `==`, `!=` or `in`".to_owned();
            return self.refuse(place, "type", message);
        }
        let option = Word { text: option.to_owned(), place };
        let found = self.among(part, &[option], place)?;
        if operator == Comparison::Equal {
            return Some(found);
        }
        self.push_typed(Expr::Not(found.id), Type::Truth)
    }

    pub(super) fn among(
        &mut self,
        part: &TypedExpr,
        options: &[Word],
        place: Place,
    ) -> Option<TypedExpr> {
        let Type::Choice(known) = &part.kind else {
            let message = format!("expected a choice, found {}", part.kind.name());
            return self.refuse(place, "type", message);
        };
        let mut wanted = Options::NONE;
        for option in options {
            let Some(at) = known.iter().position(|known| *known == option.text) else {
                let message = format!("unknown option `{}`", option.text);
                let help = suggestion(&option.text, known.iter().map(String::as_str))
                    .or_else(|| Some(format!("options: {}", known.join(", "))));
                self.problems.add_with_help(option.place, "unknown-option", message, help);
                return None;
            };
            wanted = wanted.union(Options::only(OptionIndex::from(at)));
        }
        self.push_typed(Expr::Among(part.id, wanted), Type::Truth)
    }
}

/// What to do about two operands whose types do not go together.
fn unit_help(left: &Type, right: &Type) -> Option<String> {
    let help = match (left, right) {
        (Type::Truth, Type::Truth) => "write `x` or `not x`",
        (Type::Yen, Type::Number) => "write the unit: `5_000_000 yen`",
        (Type::Number, Type::Yen) => "leave `yen` out, or name a sum of money on the left",
        (Type::Day, Type::Number) | (Type::Number, Type::Day) => {
            "days are counted by `days(from: …, to: …)`, and a period ends on `last_day(…)`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}
