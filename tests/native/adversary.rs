//! Rules made to be dear: products of readings, members, cases, dates and sets of programmes, each family at any size.
//! Nothing here measures or judges what they cost.

use crate::cities::made_up_town;
use iju_check::index::{
    ExprIndex, FactIndex, ItemIndex, ProgrammeInYear, ProgrammeIndex, ReadingIndex,
    RequirementIndex,
};
use iju_check::rulebook::{
    Amount, CityRules, Constant, Exclusion, Expr, Grouping, Kind, Part, Programme, Reading,
    Requirement, Rule, Rulebook,
};

/// A family of dear rules: its name, and the rules of a size.
pub(crate) type Family = (&'static str, fn(usize) -> CityRules);

/// Every family.
pub(crate) const FAMILIES: [Family; 9] = [
    ("conditions on a sum of readings", conditions_on_a_sum),
    ("conditions that share readings", conditions_that_share),
    ("readings in an amount", readings_in_an_amount),
    ("cases of an amount", cases_of_an_amount),
    ("choices that several parts read", choices_of_parts),
    ("conditions on every member", conditions_on_members),
    ("programmes that exclude each other", programmes_that_exclude),
    ("dates", dates),
    ("dates of each member", dates_of_members),
];

/// Rules of one year that are being made.
struct Maker {
    rules: CityRules,
    template: Programme,
}

impl Maker {
    fn new() -> Maker {
        let mut rules = made_up_town().rules().clone();
        rules.years.retain(|book| book.fiscal_year == 2025);
        let book = &mut rules.years.raw[0];
        let template = Programme {
            exclusive: Vec::new(),
            amount: None,
            award: None,
            later: Vec::new(),
            sources: Vec::new(),
            continues: None,
            valid_by: None,
            ..book.programmes.raw[0].clone()
        };
        book.exprs.clear();
        book.readings.clear();
        book.requirements.clear();
        book.programmes.clear();
        book.caps.clear();
        book.asks.clear();
        Maker { rules, template }
    }

    fn book(&mut self) -> &mut Rulebook {
        &mut self.rules.years.raw[0]
    }

    fn push(&mut self, expr: Expr) -> ExprIndex {
        self.book().exprs.push_and_get_key(expr)
    }

    fn number(&mut self, numer: i64) -> ExprIndex {
        self.push(Expr::Number(Constant { numer, denom: 1 }))
    }

    /// A reading of two meanings, each of an expression.
    fn reading(&mut self, choices: Vec<ExprIndex>) -> ExprIndex {
        let named = vec![String::new(); choices.len()];
        let item = ItemIndex::default();
        let reading: ReadingIndex = self.book().readings.push_and_get_key(Reading {
            id: String::new(),
            item,
            choices: named,
        });
        self.push(Expr::Reading { reading, choices })
    }

    /// The sum of so many readings, each doubled by being added to what is before it and to itself.
    fn doubled_sum(&mut self, readings: usize) -> ExprIndex {
        let (zero, one) = (self.number(0), self.number(1));
        let mut sum = zero;
        for _ in 0..readings {
            let reading = self.reading(vec![zero, one]);
            let doubled = self.push(Expr::Add(sum, sum));
            sum = self.push(Expr::Add(doubled, reading));
        }
        sum
    }

    fn requirement(&mut self, rule: Rule) -> RequirementIndex {
        let one = Requirement {
            id: String::new(),
            item: ItemIndex::default(),
            rule,
            applies_if: None,
            reported: false,
        };
        self.book().requirements.push_and_get_key(one)
    }

    fn programme(&mut self, conditions: Vec<ExprIndex>, parts: Vec<ExprIndex>) -> ProgrammeIndex {
        let conditions: Vec<RequirementIndex> =
            conditions.into_iter().map(|when| self.requirement(Rule::When(when))).collect();
        let (how, incomplete) = (Grouping::All, conditions.is_empty());
        let requires = self.requirement(Rule::Group { how, incomplete, members: conditions });
        let number = ProgrammeIndex::from(self.book().programmes.len());
        let part = |value| Part {
            id: String::new(),
            value,
            ceiling: false,
            instalments: None,
            payer: None,
            payee: None,
        };
        let parts: Vec<Part> = parts.into_iter().map(part).collect();
        let amount =
            (!parts.is_empty()).then_some(Amount { parts, then: Vec::new(), schedule: None });
        let programme = Programme { number, requires, amount, ..self.template.clone() };
        self.book().programmes.push(programme);
        number
    }

    fn facts(&self, is: fn(&Kind) -> bool) -> Vec<FactIndex> {
        let facts = self.rules.facts.iter_enumerated();
        facts.filter(|(_, fact)| is(&fact.kind)).map(|(index, _)| index).collect()
    }

    fn household(&self) -> FactIndex {
        self.facts(|kind| matches!(kind, Kind::List { .. }))[0]
    }

    /// A birth day of the member in scope.
    fn born(&mut self) -> ExprIndex {
        let list = self.household();
        let Kind::List { fields, .. } = &self.rules.facts[list].kind else { unreachable!() };
        let field = fields.position(|field| matches!(field.kind, Kind::Date { .. })).unwrap();
        self.push(Expr::Field { list, field })
    }
}

fn conditions_on_a_sum(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let sum = maker.doubled_sum(6);
    let conditions = (0..size).map(|at| {
        let least = maker.number(at as i64);
        maker.push(Expr::AtMost(least, sum))
    });
    let conditions = conditions.collect();
    maker.programme(conditions, Vec::new());
    maker.rules
}

pub(crate) fn conditions_that_share(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let facts = maker.facts(|kind| matches!(kind, Kind::YesNo));
    let mut conditions = Vec::new();
    let truth = maker.push(Expr::Truth(true));
    let mut readings = Vec::new();
    for fact in facts.iter().take(6) {
        let fact = maker.push(Expr::Fact(*fact));
        readings.push(maker.reading(vec![truth, fact]));
    }
    for at in 0..size {
        let fact = maker.push(Expr::Fact(facts[(at + 6) % facts.len()]));
        conditions.push(maker.push(Expr::Any(vec![readings[at % 6], fact])));
    }
    maker.programme(conditions, Vec::new());
    maker.rules
}

fn readings_in_an_amount(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let sum = maker.doubled_sum(6);
    let numbers = maker.facts(|kind| matches!(kind, Kind::Number { .. }));
    for at in 0..size.div_ceil(16) {
        let mut parts = Vec::new();
        for part in 0..16.min(size - at * 16) {
            let fact = maker.push(Expr::Fact(numbers[(at + part) % numbers.len()]));
            parts.push(maker.push(Expr::Multiply(sum, fact)));
        }
        maker.programme(Vec::new(), parts);
    }
    maker.rules
}

fn cases_of_an_amount(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let sum = maker.doubled_sum(6);
    let numbers = maker.facts(|kind| matches!(kind, Kind::Number { .. }));
    let fact = maker.push(Expr::Fact(numbers[0]));
    let mut cases = Vec::new();
    for at in 0..size {
        let least = maker.number(at as i64);
        let when = maker.push(Expr::AtMost(least, fact));
        cases.push((when, sum));
    }
    let table = maker.push(Expr::Table(cases));
    maker.programme(Vec::new(), vec![table; 2]);
    maker.rules
}

fn choices_of_parts(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let facts = maker.facts(|kind| matches!(kind, Kind::YesNo));
    let sum = maker.doubled_sum(6);
    let zero = maker.number(0);
    for _ in 0..size {
        let mut parts = Vec::new();
        for fact in facts.iter().take(4) {
            let yes = maker.push(Expr::Fact(*fact));
            let no = maker.push(Expr::Not(yes));
            let part = maker.push(Expr::Table(vec![(yes, sum), (no, zero)]));
            parts.extend([part, part]);
        }
        maker.programme(Vec::new(), parts);
    }
    maker.rules
}

fn conditions_on_members(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let list = maker.household();
    let born = maker.born();
    let mut conditions = Vec::new();
    for at in 0..size {
        let day = maker.push(Expr::Day { number: 10_000 + at as i32, stays: true });
        let when = maker.push(Expr::Less(born, day));
        let count = maker.push(Expr::Count { list, when });
        let least = maker.number(1 + (at % 12) as i64);
        conditions.push(maker.push(Expr::AtMost(least, count)));
    }
    maker.programme(conditions, Vec::new());
    maker.rules
}

fn programmes_that_exclude(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let (zero, one) = (maker.number(0), maker.number(1));
    let mut readings = Vec::new();
    for _ in 0..4 {
        readings.push(maker.reading(vec![zero, one]));
    }
    for at in 0..size {
        let parts = vec![readings[at % 4], readings[(at + 1) % 4]];
        let number = maker.programme(Vec::new(), parts);
        // A ring of twelve.
        if at % 12 != 0 {
            let other = ProgrammeIndex::from(at - 1);
            let exclusion = Exclusion { programme: other, inferred: at % 2 == 0, under: None };
            let programme =
                &mut maker.book().programmes[ProgrammeInYear::from(usize::from(number))];
            programme.exclusive.push(exclusion);
        }
    }
    maker.rules
}

fn dates(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let on = maker.push(Expr::On);
    let mut conditions = Vec::new();
    let moves = maker.facts(|kind| matches!(kind, Kind::Date { .. }));
    let moved = maker.push(Expr::Fact(moves[0]));
    for at in 0..size {
        let day = maker.push(Expr::Day { number: 20_180 + (at % 360) as i32, stays: true });
        let before = maker.push(Expr::Less(on, day));
        let after = maker.push(Expr::Less(moved, on));
        conditions.push(maker.push(Expr::Any(vec![before, after])));
    }
    maker.programme(conditions, Vec::new());
    maker.rules
}

fn dates_of_members(size: usize) -> CityRules {
    let mut maker = Maker::new();
    let on = maker.push(Expr::On);
    let list = maker.household();
    let born = maker.born();
    let mut conditions = Vec::new();
    for at in 0..size {
        let unit = iju_check::rulebook::TimeUnit::Days;
        let days = maker.push(Expr::TimeBetween { from: born, to: on, unit });
        let most = maker.number(6_000 + at as i64);
        let when = maker.push(Expr::Less(days, most));
        let count = maker.push(Expr::Count { list, when });
        let least = maker.number(1);
        conditions.push(maker.push(Expr::Equal(least, count)));
    }
    maker.programme(conditions, Vec::new());
    maker.rules
}
