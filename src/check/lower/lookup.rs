//! Looks up the names of an expression: the application date, fields, facts, definitions. An
//! unknown name is reported with a suggestion; nothing is guessed.

use super::{Lowering, Progress, Type, TypedExpr};
use crate::diagnostic::{Place, suggestion};
use crate::index::{ExprIndex, FactIndex, FieldIndex};
use crate::rulebook::{Expr, Fact, Kind};
use crate::source::{self, AWARD, ExprKind, Word};
use typed_index_collections::TiSlice;

impl Lowering<'_> {
    /// The node of a name.
    pub(super) fn name(
        &mut self,
        name: &str,
        place: Place,
        scope: Option<FactIndex>,
    ) -> Option<TypedExpr> {
        if name == "on" {
            let id = self.named(name, Expr::On);
            return Some(TypedExpr { id, kind: Type::Day });
        }
        if name == AWARD && self.award_allowed {
            return Some(TypedExpr { id: self.award(), kind: Type::Yen });
        }
        if let Some(list) = scope {
            if let Some(found) = self.field(list, name) {
                return Some(found);
            }
            if let Some(found) = self.definition(Some(list), name, place) {
                return found;
            }
        }
        if let Some(at) = self.facts.position(|fact| fact.id == name) {
            return self.fact(at, place);
        }
        if let Some(found) = self.definition(None, name, place) {
            return found;
        }
        let known = self.known_names(scope);
        let help = suggestion(name, known.iter().map(String::as_str));
        let message = format!("unknown name `{name}`");
        self.problems.add_with_help(place, "unknown-name", message, help);
        None
    }

    fn known_names(&self, scope: Option<FactIndex>) -> Vec<String> {
        let mut known: Vec<String> = self.facts.iter().map(|fact| fact.id.clone()).collect();
        known.extend(self.year.definitions.iter().map(|(id, _)| id.text.clone()));
        known.extend(self.award_allowed.then(|| AWARD.to_owned()));
        let list = scope.and_then(|list| self.facts.get(list));
        if let Some(Fact { kind: Kind::List { fields, .. }, id, .. }) = list {
            known.extend(fields.iter().map(|field| field.id.clone()));
            let of_members =
                self.year.member_definitions.iter().filter(|(list, _)| list.text == *id);
            known.extend(of_members.flat_map(|(_, all)| all.iter().map(|(id, _)| id.text.clone())));
        }
        known
    }

    fn fact(&mut self, at: FactIndex, place: Place) -> Option<TypedExpr> {
        let fact = self.facts.get(at)?;
        let Some(kind) = self.type_of(at, None) else {
            let message = format!("`{}` is a list: count it, or ask about its members", fact.id);
            return self.refuse(place, "type", message);
        };
        self.usage.fact(at);
        Some(TypedExpr { id: self.named(&fact.id, Expr::Fact(at)), kind })
    }

    fn field(&mut self, list: FactIndex, name: &str) -> Option<TypedExpr> {
        let Kind::List { fields, .. } = &self.facts.get(list)?.kind else {
            return None;
        };
        let field = fields.position(|field| field.id == name)?;
        let kind = self.type_of(list, Some(field))?;
        self.usage.field(list, field);
        Some(TypedExpr { id: self.named(name, Expr::Field { list, field }), kind })
    }

    /// Adds a node and keeps its name for messages.
    fn named(&mut self, name: &str, node: Expr) -> ExprIndex {
        let id = self.push(node);
        self.source_map.names.entry(id).or_insert_with(|| name.to_owned());
        id
    }

    fn type_of(&self, fact: FactIndex, field: Option<FieldIndex>) -> Option<Type> {
        let declared = TiSlice::from_ref(&self.rules.facts).get(fact)?;
        let declared = match field {
            Some(field) => declared.field(field)?,
            None => declared,
        };
        match &declared.kind {
            source::FactKind::YesNo => Some(Type::Truth),
            source::FactKind::Choice(options) => {
                Some(Type::Choice(options.iter().map(|(id, _)| id.text.clone()).collect()))
            }
            source::FactKind::Number { is_yen: true, .. } => Some(Type::Yen),
            source::FactKind::Number { is_yen: false, .. } => Some(Type::Number),
            source::FactKind::Date { .. } => Some(Type::Day),
            source::FactKind::List { .. } => None,
        }
    }

    /// A definition's node; `None` if there is none of this name.
    fn definition(
        &mut self,
        list: Option<FactIndex>,
        name: &str,
        place: Place,
    ) -> Option<Option<TypedExpr>> {
        let year = self.year;
        let expr = match list {
            None => year.definitions.iter().find(|(id, _)| id.text == name),
            Some(list) => {
                let list = &self.facts.get(list)?.id;
                let of_list = year.member_definitions.iter().filter(|(id, _)| id.text == *list);
                of_list.flat_map(|(_, all)| all).find(|(id, _)| id.text == name)
            }
        };
        let (_, expr) = expr?;
        let key = (list, name.to_owned());
        match self.definitions.get(&key) {
            Some(Progress::Done(found)) => return Some(found.clone()),
            Some(Progress::Begun) => {
                let message = format!("the definition of `{name}` uses itself");
                let help = Some("write out what it means, without its own name".to_owned());
                self.problems.add_with_help(place, "cycle", message, help);
                return Some(None);
            }
            None => {}
        }
        self.definitions.insert(key.clone(), Progress::Begun);
        let (programme, unknown_allowed) = (self.programme.take(), self.unknown_allowed);
        let award_allowed = self.award_allowed;
        (self.unknown_allowed, self.award_allowed) = (false, false);
        let found = self.lower(expr, list);
        (self.programme, self.unknown_allowed) = (programme, unknown_allowed);
        self.award_allowed = award_allowed;
        if let Some(found) = &found {
            self.source_map.names.entry(found.id).or_insert_with(|| name.to_owned());
        }
        self.definitions.insert(key, Progress::Done(found.clone()));
        Some(found)
    }

    /// The index of a date fact.
    pub(in crate::check) fn date_fact(&mut self, name: &Word) -> Option<FactIndex> {
        let is_wanted =
            |fact: &Fact| fact.id == name.text && matches!(fact.kind, Kind::Date { .. });
        let Some(found) = self.facts.position(is_wanted) else {
            let message = format!("`{}` is no fact that is a date", name.text);
            return self.refuse(name.place, "unknown-name", message);
        };
        self.usage.fact(found);
        Some(found)
    }

    /// Looks up the lists whose members have definitions.
    pub(in crate::check) fn check_lists(&mut self) {
        let year = self.year;
        for (list, _) in &year.member_definitions {
            self.list_named(&list.text, list.place);
        }
    }

    /// The index of a list fact.
    pub(super) fn list(&mut self, expr: &source::Expr) -> Option<FactIndex> {
        let ExprKind::Name(name) = &expr.kind else {
            return self.refuse(expr.place, "type", "expected the name of a list".to_owned());
        };
        let found = self.list_named(name, expr.place)?;
        self.usage.fact(found);
        Some(found)
    }

    fn list_named(&mut self, name: &str, place: Place) -> Option<FactIndex> {
        let is_wanted = |fact: &Fact| fact.id == name && matches!(fact.kind, Kind::List { .. });
        let found = self.facts.position(is_wanted);
        if found.is_none() {
            let lists = self.facts.iter().filter(|fact| matches!(fact.kind, Kind::List { .. }));
            let help = suggestion(name, lists.map(|fact| fact.id.as_str()));
            let message = format!("`{name}` is no list");
            self.problems.add_with_help(place, "unknown-name", message, help);
        }
        found
    }

    /// The field of a list that an expression names, if it is a date.
    pub(super) fn birth_field(
        &mut self,
        list: FactIndex,
        expr: &source::Expr,
    ) -> Option<FieldIndex> {
        if let ExprKind::Name(name) = &expr.kind
            && let Some(found) = self.field(list, name)
            && found.kind == Type::Day
            && let Some(Expr::Field { field, .. }) = self.exprs.get(found.id)
        {
            return Some(*field);
        }
        self.refuse(expr.place, "type", "expected a date field of the list".to_owned())
    }
}
