//! Lowers tables and open readings. Whether a table covers every household is checked in
//! `coverage`.

use super::{Lowering, Sharing, Type, TypedExpr};
use crate::check::source_map::TablePlace;
use crate::diagnostic::{Place, suggestion};
use crate::index::{ExprIndex, FactIndex, ReadingIndex};
use crate::rulebook::Expr;
use crate::source::{self, Case, Word};
use typed_index_collections::TiSlice;

impl Lowering<'_> {
    pub(super) fn cases(
        &mut self,
        cases: &[Case],
        place: Place,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        if cases.is_empty() {
            return self.refuse(place, "empty-table", "a table needs at least one case".to_owned());
        }
        let mut made = Vec::new();
        let mut kind: Option<Type> = None;
        let mut complete = true;
        for case in cases {
            let when = self.typed(&case.when, scope, &Type::Truth);
            let value = match &kind {
                None => self.lower(&case.value, scope),
                Some(kind) => {
                    let id = self.typed(&case.value, scope, kind);
                    id.map(|id| TypedExpr { id, kind: kind.clone() })
                }
            };
            match when.zip(value) {
                Some((when, value)) => {
                    kind = Some(value.kind);
                    made.push((when, value.id));
                }
                None => complete = false,
            }
        }
        let kind = kind.filter(|_| complete)?;
        if matches!(kind, Type::Choice(_)) {
            return self.refuse(place, "type", "a table cannot give a choice".to_owned());
        }
        if self.sharing == Sharing::Unshared {
            made.iter().for_each(|(when, _)| {
                self.push(Expr::Not(*when));
            });
        }
        let id = self.push(Expr::Table(made));
        let conditions = cases.iter().map(|case| case.when.place).collect();
        self.source_map.tables.push(TablePlace {
            id,
            place,
            conditions,
            programme: self.programme,
        });
        Some(TypedExpr { id, kind })
    }

    /// One value where a condition holds, and another one where it does not.
    pub(in crate::check) fn either(
        &mut self,
        when: ExprIndex,
        then: ExprIndex,
        otherwise: ExprIndex,
    ) -> ExprIndex {
        let not = self.push(Expr::Not(when));
        self.push(Expr::Table(vec![(when, then), (not, otherwise)]))
    }

    /// The reading with an id, which is then used.
    pub(in crate::check) fn reading_named(
        &mut self,
        id: &str,
        place: Place,
    ) -> Option<ReadingIndex> {
        let known = TiSlice::<ReadingIndex, _>::from_ref(&self.year.readings);
        let Some(reading) = known.position(|one| one.id.text == id) else {
            let help = suggestion(id, known.iter().map(|one| one.id.text.as_str()));
            let message = format!("unknown reading `{id}`");
            self.problems.add_with_help(place, "unknown-name", message, help);
            return None;
        };
        self.used_readings.insert(reading);
        Some(reading)
    }

    pub(super) fn reading(
        &mut self,
        id: &Word,
        choices: &[(Word, source::Expr)],
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        let reading = self.reading_named(&id.text, id.place)?;
        let declared = TiSlice::from_ref(&self.year.readings).get(reading)?;
        for (choice, _) in choices {
            if !declared.choices.iter().any(|(known, _)| known.text == choice.text) {
                let known = declared.choices.iter().map(|(known, _)| known.text.as_str());
                let help = suggestion(&choice.text, known);
                let message =
                    format!("`{}` is no choice of the reading `{}`", choice.text, id.text);
                self.problems.add_with_help(choice.place, "unknown-option", message, help);
            }
        }
        let mut made = Vec::new();
        let mut kind: Option<Type> = None;
        for (known, _) in &declared.choices {
            let Some((_, expr)) = choices.iter().find(|(choice, _)| choice.text == known.text)
            else {
                let message =
                    format!("the choice `{}` of the reading `{}` is missing", known.text, id.text);
                return self.refuse(id.place, "missing-key", message);
            };
            let value = match &kind {
                None => self.lower(expr, scope)?,
                Some(kind) => TypedExpr { id: self.typed(expr, scope, kind)?, kind: kind.clone() },
            };
            kind = Some(value.kind);
            made.push(value.id);
        }
        self.push_typed(Expr::Reading { reading, choices: made }, kind?)
    }
}
