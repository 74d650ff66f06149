//! Lowers the expressions of one year: from trees with names to typed nodes that name each other by
//! index. It reports a mistake, makes no node for it, and goes on with the rest of the year.
//!
//! Lowering is recursive, so its methods are spread over the files of this folder, by subject.
//! Those files use this one, and this one names none of them.

mod calls;
mod citations;
mod lookup;
mod operators;
mod tables;
mod unused;

use super::source_map::SourceMap;
use super::usage::Usage;
use crate::diagnostic::{Diagnostics, Place};
use crate::index::{ExprIndex, FactIndex, ProgrammeInYear, ReadingIndex, SourceIndex};
use crate::rulebook::{Constant, Expr, Fact};
use crate::source::{self, ExprKind, SharedRules, Year};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::{TiSlice, TiVec};

/// The type of an expression. Yen, numbers, days, truths and choices never mix.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Truth,
    Number,
    Yen,
    Day,
    Choice(Vec<String>),
}

impl Type {
    fn name(&self) -> &'static str {
        match self {
            Type::Truth => "yes or no",
            Type::Number => "a number",
            Type::Yen => "yen",
            Type::Day => "a date",
            Type::Choice(_) => "a choice",
        }
    }
}

/// A node and its type.
#[derive(Clone, Debug)]
pub(super) struct TypedExpr {
    pub(super) id: ExprIndex,
    pub(super) kind: Type,
}

/// How far the lowering of a definition is.
#[derive(Clone, Debug)]
enum Progress {
    Begun,
    Done(Option<TypedExpr>),
}

/// Whether equal expressions of a year become one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sharing {
    /// They do.
    Shared,
    /// Each place has nodes of its own, so that the mutation tester can change each on its own.
    /// Only facts, fields and the application date are shared.
    Unshared,
}

/// Lowers the expressions of one year.
pub(super) struct Lowering<'a> {
    rules: &'a SharedRules,
    pub(super) year: &'a Year,
    facts: &'a TiSlice<FactIndex, Fact>,
    pub(super) problems: &'a mut Diagnostics,
    exprs: TiVec<ExprIndex, Expr>,
    /// Definitions by name, and by list where they are about its members.
    definitions: BTreeMap<(Option<FactIndex>, String), Progress>,
    usage: Usage,
    used_readings: BTreeSet<ReadingIndex>,
    used_sources: BTreeSet<SourceIndex>,
    source_map: SourceMap,
    sharing: Sharing,
    /// The programme whose amount is being lowered.
    pub(super) programme: Option<ProgrammeInYear>,
    /// Whether the expression being lowered may be an unknown figure.
    pub(super) unknown_allowed: bool,
    /// The node of the amount paid, once an obligation has one.
    award: Option<ExprIndex>,
    /// Whether the expression being lowered may name the amount paid.
    pub(super) award_allowed: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        rules: &'a SharedRules,
        year: &'a Year,
        facts: &'a TiSlice<FactIndex, Fact>,
        sharing: Sharing,
        problems: &'a mut Diagnostics,
    ) -> Lowering<'a> {
        Lowering {
            rules,
            year,
            facts,
            problems,
            exprs: TiVec::new(),
            definitions: BTreeMap::new(),
            usage: Usage::default(),
            used_readings: BTreeSet::new(),
            used_sources: BTreeSet::new(),
            source_map: SourceMap::default(),
            sharing,
            programme: None,
            unknown_allowed: false,
            award: None,
            award_allowed: false,
        }
    }

    /// The node of the amount paid: an unstated number. An evaluation limits it to the amount, so no other unstated
    /// number may be the same node.
    pub(super) fn award(&mut self) -> ExprIndex {
        let node = Expr::Unstated { min: None, max: None };
        *self.award.get_or_insert_with(|| self.exprs.push_and_get_key(node))
    }

    /// The year's expressions and their places. The facts that they read are added to `usage`.
    pub(super) fn finish(self, usage: &mut Usage) -> (TiVec<ExprIndex, Expr>, SourceMap) {
        usage.add(&self.usage);
        (self.exprs, self.source_map)
    }

    /// Adds a node. Where nodes are shared, an equal one is found instead, so that the check of a
    /// table sees that two conditions ask about the same expression.
    pub(super) fn push(&mut self, expr: Expr) -> ExprIndex {
        let is_shared = self.sharing == Sharing::Shared
            || matches!(expr, Expr::Fact(_) | Expr::Field { .. } | Expr::On);
        let mut nodes = self.exprs.iter_enumerated();
        let known = nodes
            .find(|(at, known)| is_shared && **known == expr && self.award != Some(*at))
            .map(|(at, _)| at);
        known.unwrap_or_else(|| self.exprs.push_and_get_key(expr))
    }

    /// Adds a node for a shorthand, or another form that the author wrote at a place.
    pub(super) fn push_at(&mut self, expr: Expr, place: Place) -> ExprIndex {
        let id = self.push(expr);
        self.source_map.exprs.entry(id).or_insert(place);
        id
    }

    /// A node made before.
    pub(super) fn node(&self, id: ExprIndex) -> Option<&Expr> {
        self.exprs.get(id)
    }

    /// Adds a node and gives it with its type.
    fn push_typed(&mut self, expr: Expr, kind: Type) -> Option<TypedExpr> {
        Some(TypedExpr { id: self.push(expr), kind })
    }

    /// Reports a mistake, which gives no node.
    fn refuse<T>(&mut self, place: Place, code: &'static str, message: String) -> Option<T> {
        self.problems.add(place, code, message);
        None
    }

    /// The node of an expression that must have a type.
    pub(super) fn typed(
        &mut self,
        expr: &source::Expr,
        scope: Option<FactIndex>,
        wanted: &Type,
    ) -> Option<ExprIndex> {
        let found = self.lower(expr, scope)?;
        if found.kind == *wanted {
            return Some(found.id);
        }
        let message = format!("expected {}, found {}", wanted.name(), found.kind.name());
        let help = match (wanted, &found.kind) {
            (Type::Yen, Type::Number) => Some("write the unit: `600_000 yen`".to_owned()),
            (Type::Truth, Type::Choice(_)) => {
                Some("compare it with an option: `x == option`".to_owned())
            }
            _ => None,
        };
        self.problems.add_with_help(expr.place, "type", message, help);
        None
    }

    /// The node of an expression, about a member of a list where `scope` names one.
    pub(super) fn lower(
        &mut self,
        expr: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        let found = self.lower_anew(expr, scope)?;
        self.source_map.exprs.entry(found.id).or_insert(expr.place);
        Some(found)
    }

    fn lower_anew(&mut self, expr: &source::Expr, scope: Option<FactIndex>) -> Option<TypedExpr> {
        match &expr.kind {
            ExprKind::Number(numer, denom) => {
                let constant = Constant { numer: *numer, denom: *denom };
                self.push_typed(Expr::Number(constant), Type::Number)
            }
            ExprKind::Yen(yen) => {
                self.push_typed(Expr::Number(Constant { numer: *yen, denom: 1 }), Type::Yen)
            }
            ExprKind::Day(day) => {
                self.source_map.moving.insert((expr.place, *day));
                let day = Expr::Day { number: day.number(), stays: false };
                self.push_typed(day, Type::Day)
            }
            ExprKind::Truth(value) => self.push_typed(Expr::Truth(*value), Type::Truth),
            ExprKind::Name(name) => self.name(name, expr.place, scope),
            ExprKind::Not(part) => {
                let part = self.typed(part, scope, &Type::Truth)?;
                self.push_typed(Expr::Not(part), Type::Truth)
            }
            ExprKind::Negate(part) => {
                let part = self.lower(part, scope)?;
                self.numeric(&part, expr.place)?;
                self.push_typed(Expr::Negate(part.id), part.kind)
            }
            ExprKind::Binary(operator, a, b) => self.binary(*operator, a, b, scope),
            ExprKind::In(part, options) => {
                let part = self.lower(part, scope)?;
                self.among(&part, options, expr.place)
            }
            ExprKind::Call(name, arguments) => self.call(name, arguments, scope),
            ExprKind::Cases(cases) => self.cases(cases, expr.place, scope),
            ExprKind::Reading(id, choices) => self.reading(id, choices, scope),
            ExprKind::Unknown(min, max) => self.unknown(*min, *max, expr.place),
        }
    }

    fn unknown(&mut self, min: Option<i64>, max: Option<i64>, place: Place) -> Option<TypedExpr> {
        if !self.unknown_allowed {
            let message = "a figure may be unknown only in an amount".to_owned();
            return self.refuse(place, "unknown-figure", message);
        }
        let constant = |yen: i64| Constant { numer: yen, denom: 1 };
        let node = Expr::Unstated { min: min.map(constant), max: max.map(constant) };
        self.push_typed(node, Type::Yen)
    }

    /// Reports a mistake if a node is neither a number nor yen.
    pub(super) fn numeric(&mut self, part: &TypedExpr, place: Place) -> Option<()> {
        match part.kind {
            Type::Number | Type::Yen => Some(()),
            Type::Truth | Type::Day | Type::Choice(_) => {
                let message = format!("expected a number or yen, found {}", part.kind.name());
                let help = "compare dates with each other, such as `moved_on <= on`, or count the \
                            months between them, such as `months(from: moved_on, to: on)`";
                let help = (part.kind == Type::Day).then(|| help.to_owned());
                self.problems.add_with_help(place, "type", message, help);
                None
            }
        }
    }
}
