//! Values that an evaluation has found before. Programmes, meanings of readings and variants of the household share most
//! of their expressions, so that most values are found once. This file evaluates nothing.

use super::reading_choices::ReadingChoices;
use super::value::Value;
use crate::index::{ExprIndex, FactSet, ReadingSet, YearIndex};
use crate::rulebook::City;
use core::cell::Cell;
use rustc_hash::FxHashMap;
use typed_index_collections::{TiSlice, TiVec};

/// The values of one evaluation: by the registered rules, and by those that would go on.
pub(super) struct Memory {
    registered: TiVec<YearIndex, Memo>,
    later: TiVec<YearIndex, Memo>,
    variants: Cell<u16>,
}

impl Memory {
    /// No values yet. The city is one with registered rules, or one with rules that would go on.
    pub(super) fn of(city: &City) -> Memory {
        let empty = |city: &City| city.rules().years.iter().map(|_| Memo::default()).collect();
        let later = city.continued().map_or(city, |continued| &continued.city);
        Memory { registered: empty(city), later: empty(later), variants: Cell::new(0) }
    }

    /// The values of a year of the rules, or of those that would go on.
    pub(super) fn of_year(&self, city: &City, year: YearIndex) -> Option<&Memo> {
        let is_later = city.continued().is_none();
        let years: &TiSlice<YearIndex, Memo> =
            if is_later { &self.later } else { &self.registered };
        years.get(year)
    }

    /// A household like that of a variant, but with other answers to some facts. Absent if there are too many.
    pub(super) fn variant(&self, of: Variant, differs: FactSet) -> Option<Variant> {
        let number = self.variants.get().checked_add(1)?;
        self.variants.set(number);
        Some(Variant { differs: of.differs.union(differs), number })
    }
}

/// One of the households that share remembered values. They differ only in the answers to some facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variant {
    /// The facts that may have other answers here than in the original.
    differs: FactSet,
    number: u16,
}

impl Variant {
    /// The household itself.
    pub(super) const ORIGINAL: Variant = Variant { differs: FactSet::EMPTY, number: 0 };
}

/// Where the values of a variant are remembered.
#[derive(Clone, Copy)]
pub(super) struct Remembered<'a> {
    pub(super) memo: &'a Memo,
    pub(super) variant: Variant,
}

impl Remembered<'_> {
    /// The value of an expression under chosen meanings: the known one, or what `evaluate` finds. The expression reads
    /// some readings and facts, and nothing else that differs between evaluations with the same memo.
    pub(super) fn value(
        &self,
        expr: ExprIndex,
        (choices, readings): (&ReadingChoices, ReadingSet),
        facts: FactSet,
        evaluate: impl FnOnce() -> Value,
    ) -> Value {
        let is_other = self.variant.number != Variant::ORIGINAL.number
            && facts.intersects(self.variant.differs);
        let variant = if is_other { self.variant.number } else { Variant::ORIGINAL.number };
        let Some(choices) = choices.key(readings) else { return evaluate() };
        let key = Key { expr, choices, variant };
        if let Some(value) = self.memo.known(key) {
            return value;
        }
        let value = evaluate();
        self.memo.remember(key, value);
        value
    }
}

/// What tells remembered values apart: the expression, the chosen meanings and the variant.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    expr: ExprIndex,
    choices: u64,
    variant: u16,
}

/// The values of the expressions of one year.
#[derive(Default)]
pub(super) struct Memo(Cell<FxHashMap<Key, Value>>);

impl Memo {
    fn known(&self, key: Key) -> Option<Value> {
        let values = self.0.take();
        let known = values.get(&key).copied();
        self.0.set(values);
        known
    }

    fn remember(&self, key: Key, value: Value) {
        let mut values = self.0.take();
        values.insert(key, value);
        self.0.set(values);
    }
}
