//! What an expression means: names to facts and definitions, types and units, one node each.
//! A problem gives no node; the rest of the pass goes on.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about a few of the many expressions"
)]

mod calls;
mod names;

use super::usage::Used;
use crate::diagnostic::{Diagnostics, Place, suggestion};
use crate::index::{ExprIndex, FactIndex, OptionIndex, ProgrammeInYear, ReadingIndex, SourceIndex};
use crate::possible::Options;
use crate::rulebook::{Constant, Expr, Fact, Kind};
use crate::source::{self, Case, ExprKind, Operator, Rules, Word, Year};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::{TiSlice, TiVec};

/// What an expression gives. Money, numbers, days and truths never mix.
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

/// A node and what it gives.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) id: ExprIndex,
    pub(super) kind: Type,
}

/// A definition that is done, or being done.
#[derive(Clone, Debug)]
enum Progress {
    Begun,
    Done(Option<Typed>),
}

/// Lowers the expressions of one year.
pub(super) struct Lowering<'a> {
    rules: &'a Rules,
    pub(super) year: &'a Year,
    facts: &'a TiSlice<FactIndex, Fact>,
    pub(super) problems: &'a mut Diagnostics,
    exprs: TiVec<ExprIndex, Expr>,
    /// Definitions by name, and by list where they are about its members.
    definitions: BTreeMap<(Option<FactIndex>, String), Progress>,
    used_facts: Used,
    used_readings: BTreeSet<ReadingIndex>,
    used_sources: BTreeSet<SourceIndex>,
    tables: Vec<Table>,
    names: BTreeMap<ExprIndex, String>,
    places: BTreeMap<ExprIndex, Place>,
    /// Whether each place has nodes of its own.
    apart: bool,
    /// The programme whose amount is being made.
    pub(super) programme: Option<ProgrammeInYear>,
    /// Whether a figure may be unknown here.
    pub(super) unknown_allowed: bool,
}

/// Where a table stands.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) id: ExprIndex,
    pub(super) place: Place,
    /// The condition of each case.
    pub(super) conditions: Vec<Place>,
    /// The programme whose amount it is in, if it is.
    pub(super) programme: Option<ProgrammeInYear>,
}

/// What became of a year's expressions.
pub(super) struct Lowered {
    pub(super) exprs: TiVec<ExprIndex, Expr>,
    pub(super) tables: Vec<Table>,
    pub(super) names: BTreeMap<ExprIndex, String>,
    pub(super) places: BTreeMap<ExprIndex, Place>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        rules: &'a Rules,
        year: &'a Year,
        facts: &'a TiSlice<FactIndex, Fact>,
        apart: bool,
        problems: &'a mut Diagnostics,
    ) -> Lowering<'a> {
        Lowering {
            rules,
            year,
            facts,
            problems,
            exprs: TiVec::new(),
            definitions: BTreeMap::new(),
            used_facts: Used::default(),
            used_readings: BTreeSet::new(),
            used_sources: BTreeSet::new(),
            tables: Vec::new(),
            names: BTreeMap::new(),
            places: BTreeMap::new(),
            apart,
            programme: None,
            unknown_allowed: false,
        }
    }

    pub(super) fn finish(self, used: &mut Used) -> Lowered {
        used.add(&self.used_facts);
        let Lowering { exprs, tables, names, places, .. } = self;
        Lowered { exprs, tables, names, places }
    }

    pub(super) fn note_source(&mut self, at: SourceIndex) {
        self.used_sources.insert(at);
    }

    /// Looks up what readings cite, and the lists whose members have definitions.
    pub(super) fn check_readings(&mut self) {
        let year = self.year;
        for (_, choice) in year.readings.iter().flat_map(|reading| &reading.choices) {
            let mut sources = Vec::new();
            super::names::check_cites(self, &choice.cites, &mut sources);
        }
        for (list, _) in &year.member_definitions {
            self.list_named(&list.text, list.place);
        }
    }

    /// Notes definitions, readings and sources that nothing uses.
    pub(super) fn note_unused(&mut self) {
        let year = self.year;
        let mut unused: Vec<(&Word, &str)> = Vec::new();
        let is_used = |key: &(Option<FactIndex>, String)| self.definitions.contains_key(key);
        unused.extend(
            year.definitions
                .iter()
                .map(|(id, _)| id)
                .filter(|id| !is_used(&(None, id.text.clone())))
                .map(|id| (id, "definition")),
        );
        for (list, definitions) in &year.member_definitions {
            let list = self.facts.position(|fact| fact.id == list.text);
            let ids = definitions.iter().map(|(id, _)| id);
            unused.extend(
                ids.filter(|id| !is_used(&(list, id.text.clone()))).map(|id| (id, "definition")),
            );
        }
        let readings = TiSlice::from_ref(&year.readings).iter_enumerated();
        unused.extend(
            readings
                .filter(|(at, _)| !self.used_readings.contains(at))
                .map(|(_, one)| (&one.id, "reading")),
        );
        for (id, what) in unused {
            self.problems.add(
                id.place,
                "unused",
                format!("the {what} `{}` is used nowhere", id.text),
            );
        }
        let cited = std::mem::take(&mut self.used_sources);
        let sources = TiSlice::from_ref(&year.sources).iter_enumerated();
        for (_, source) in sources.filter(|(at, _)| !cited.contains(at)) {
            let message = format!("the source `{}` is cited nowhere", source.id.text);
            self.problems.add(source.id.place, "unused", message);
        }
    }

    /// Adds a node, or finds the one that says the same: a table can then tell that two conditions
    /// are about one thing.
    pub(super) fn push(&mut self, expr: Expr) -> ExprIndex {
        let is_shared =
            !self.apart || matches!(expr, Expr::Fact(_) | Expr::Field { .. } | Expr::On);
        let known = self.exprs.position(|known| is_shared && *known == expr);
        known.unwrap_or_else(|| self.exprs.push_and_get_key(expr))
    }

    fn give(&mut self, expr: Expr, kind: Type) -> Option<Typed> {
        Some(Typed { id: self.push(expr), kind })
    }

    fn refuse<T>(&mut self, place: Place, code: &'static str, message: String) -> Option<T> {
        self.problems.add(place, code, message);
        None
    }

    /// The index of a date fact.
    pub(super) fn date_fact(&mut self, name: &Word) -> Option<FactIndex> {
        let is_wanted =
            |fact: &Fact| fact.id == name.text && matches!(fact.kind, Kind::Date { .. });
        let Some(found) = self.facts.position(is_wanted) else {
            let message = format!("`{}` is no fact that is a date", name.text);
            return self.refuse(name.place, "unknown-name", message);
        };
        self.used_facts.fact(found);
        Some(found)
    }

    /// A node of the wanted type.
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
    pub(super) fn lower(&mut self, expr: &source::Expr, scope: Option<FactIndex>) -> Option<Typed> {
        let found = self.lower_anew(expr, scope)?;
        self.places.entry(found.id).or_insert(expr.place);
        Some(found)
    }

    fn lower_anew(&mut self, expr: &source::Expr, scope: Option<FactIndex>) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Number(numer, denom) => {
                let constant = Constant { numer: *numer, denom: *denom };
                self.give(Expr::Number(constant), Type::Number)
            }
            ExprKind::Yen(yen) => {
                self.give(Expr::Number(Constant { numer: *yen, denom: 1 }), Type::Yen)
            }
            ExprKind::Day(day) => self.give(Expr::Day(day.number()), Type::Day),
            ExprKind::Truth(value) => self.give(Expr::Truth(*value), Type::Truth),
            ExprKind::Name(name) => self.name(name, expr.place, scope),
            ExprKind::Not(part) => {
                let part = self.typed(part, scope, &Type::Truth)?;
                self.give(Expr::Not(part), Type::Truth)
            }
            ExprKind::Negate(part) => {
                let part = self.lower(part, scope)?;
                self.numeric(&part, expr.place)?;
                self.give(Expr::Negate(part.id), part.kind)
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

    fn unknown(&mut self, min: Option<i64>, max: Option<i64>, place: Place) -> Option<Typed> {
        if !self.unknown_allowed {
            let message = "a figure may be unknown only in an amount".to_owned();
            return self.refuse(place, "unknown-figure", message);
        }
        let constant = |yen: i64| Constant { numer: yen, denom: 1 };
        let node = Expr::Unstated { min: min.map(constant), max: max.map(constant) };
        self.give(node, Type::Yen)
    }

    pub(super) fn numeric(&mut self, part: &Typed, place: Place) -> Option<()> {
        match part.kind {
            Type::Number | Type::Yen => Some(()),
            Type::Truth | Type::Day | Type::Choice(_) => {
                let message = format!("expected a number or yen, found {}", part.kind.name());
                self.refuse(place, "type", message)
            }
        }
    }

    fn binary(
        &mut self,
        operator: Operator,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<Typed> {
        match operator {
            Operator::And | Operator::Or => {
                let (a, b) =
                    (self.typed(a, scope, &Type::Truth), self.typed(b, scope, &Type::Truth));
                let parts = vec![a?, b?];
                let node =
                    if operator == Operator::And { Expr::All(parts) } else { Expr::Any(parts) };
                self.give(node, Type::Truth)
            }
            Operator::Add | Operator::Subtract | Operator::Multiply => {
                self.arithmetic(operator, a, b, scope)
            }
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::AtMost
            | Operator::Greater
            | Operator::AtLeast => self.comparison(operator, a, b, scope),
        }
    }

    fn arithmetic(
        &mut self,
        operator: Operator,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<Typed> {
        let (left, right) = (self.lower(a, scope), self.lower(b, scope));
        let (left, right) = (left?, right?);
        self.numeric(&left, a.place)?;
        self.numeric(&right, b.place)?;
        let kind = match (operator, &left.kind, &right.kind) {
            (Operator::Multiply, Type::Yen, Type::Yen) => {
                return self.refuse(b.place, "unit", "yen times yen is no amount".to_owned());
            }
            (Operator::Multiply, Type::Yen, _) | (Operator::Multiply, _, Type::Yen) => Type::Yen,
            (_, a_kind, b_kind) if a_kind == b_kind => left.kind.clone(),
            (_, a_kind, b_kind) => {
                let message = format!("{} and {} do not add up", a_kind.name(), b_kind.name());
                return self.refuse(b.place, "unit", message);
            }
        };
        let node = match operator {
            Operator::Multiply => Expr::Multiply(left.id, right.id),
            Operator::Subtract => {
                let right = self.push(Expr::Negate(right.id));
                Expr::Add(left.id, right)
            }
            _ => Expr::Add(left.id, right.id),
        };
        self.give(node, kind)
    }

    fn comparison(
        &mut self,
        operator: Operator,
        a: &source::Expr,
        b: &source::Expr,
        scope: Option<FactIndex>,
    ) -> Option<Typed> {
        let left = self.lower(a, scope)?;
        if let (Type::Choice(_), ExprKind::Name(option)) = (&left.kind, &b.kind) {
            return self.choice(operator, &left, option, b.place);
        }
        let right = self.lower(b, scope)?;
        let comparable = matches!(left.kind, Type::Number | Type::Yen | Type::Day);
        if left.kind != right.kind || !comparable {
            let message = format!("{} and {} do not compare", left.kind.name(), right.kind.name());
            let help = match (&left.kind, &right.kind) {
                (Type::Truth, Type::Truth) => Some("write `x` or `not x`".to_owned()),
                (Type::Yen, Type::Number) => Some("write the unit: `5_000_000 yen`".to_owned()),
                _ => None,
            };
            self.problems.add_with_help(b.place, "unit", message, help);
            return None;
        }
        let (a, b) = (left.id, right.id);
        let node = match operator {
            Operator::Less => Expr::Less(a, b),
            Operator::AtMost => Expr::AtMost(a, b),
            Operator::Greater => Expr::Less(b, a),
            Operator::AtLeast => Expr::AtMost(b, a),
            Operator::NotEqual => {
                let equal = self.push(Expr::Equal(a, b));
                Expr::Not(equal)
            }
            _ => Expr::Equal(a, b),
        };
        self.give(node, Type::Truth)
    }

    fn choice(
        &mut self,
        operator: Operator,
        part: &Typed,
        option: &str,
        place: Place,
    ) -> Option<Typed> {
        if !matches!(operator, Operator::Equal | Operator::NotEqual) {
            let message = "options have no order: compare with `==`, `!=` or `in`".to_owned();
            return self.refuse(place, "type", message);
        }
        let option = Word { text: option.to_owned(), place };
        let found = self.among(part, &[option], place)?;
        if operator == Operator::Equal {
            return Some(found);
        }
        self.give(Expr::Not(found.id), Type::Truth)
    }

    fn among(&mut self, part: &Typed, options: &[Word], place: Place) -> Option<Typed> {
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
        self.give(Expr::Among(part.id, wanted), Type::Truth)
    }

    fn cases(&mut self, cases: &[Case], place: Place, scope: Option<FactIndex>) -> Option<Typed> {
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
                    id.map(|id| Typed { id, kind: kind.clone() })
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
        if self.apart {
            made.iter().for_each(|(when, _)| {
                self.push(Expr::Not(*when));
            });
        }
        let id = self.push(Expr::Table(made));
        let conditions = cases.iter().map(|case| case.when.place).collect();
        self.tables.push(Table { id, place, conditions, programme: self.programme });
        Some(Typed { id, kind })
    }

    fn reading(
        &mut self,
        id: &Word,
        choices: &[(Word, source::Expr)],
        scope: Option<FactIndex>,
    ) -> Option<Typed> {
        let year = self.year;
        let mut known = TiSlice::<ReadingIndex, _>::from_ref(&year.readings).iter_enumerated();
        let Some((reading, declared)) = known.find(|(_, one)| one.id.text == id.text) else {
            let help = suggestion(&id.text, year.readings.iter().map(|one| one.id.text.as_str()));
            let message = format!("unknown reading `{}`", id.text);
            self.problems.add_with_help(id.place, "unknown-name", message, help);
            return None;
        };
        self.used_readings.insert(reading);
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
                Some(kind) => Typed { id: self.typed(expr, scope, kind)?, kind: kind.clone() },
            };
            kind = Some(value.kind);
            made.push(value.id);
        }
        self.give(Expr::Reading { reading, choices: made }, kind?)
    }

    fn call(
        &mut self,
        name: &Word,
        arguments: &[source::Argument],
        scope: Option<FactIndex>,
    ) -> Option<Typed> {
        calls::Call::new(self, name, arguments, scope)?.lower()
    }
}
