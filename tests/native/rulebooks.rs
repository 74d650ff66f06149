//! Random rulebooks with every expression that a rulebook can have, valid by construction. They make no
//! sense and are small; the shipped rules test long ones.

use crate::dice::Dice;
use iju_check::amount::Rounding;
use iju_check::calendar::{Day, FirstDay, Period};
use iju_check::index::{
    ExprIndex, FactIndex, FieldIndex, ItemIndex, OptionIndex, ProgrammeInYear, ProgrammeIndex,
    ReadingIndex, RequirementIndex,
};
use iju_check::limits;
use iju_check::possible::Options;
use iju_check::rulebook::{
    Amount, Ask, Benefit, CityRules, Constant, DayOperation, Every, Exclusion, Expr, Fact, Fixed,
    Gate, Grouping, Instalments, Kind, Later, Opens, Part, Party, Programme, Reading, Requirement,
    Rule, Rulebook, Schedule, SharedCap, Step, TimeUnit, Under, WindowDates,
};
use strum::VariantArray;
use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// The first fact of every city is its list.
const LIST: FactIndex = FactIndex::new(0);
/// Fields of its records: who, born, two more.
const BORN: FieldIndex = FieldIndex::new(1);

fn number_of(text: &str) -> i32 {
    Day::parse(text).unwrap().number()
}

/// A city's rules for one or two years.
pub(crate) fn city(dice: &mut Dice) -> CityRules {
    let mut facts = ti_vec![list(dice)];
    for at in 0..3 + dice.below(5) {
        let kind = kind(dice);
        facts.push(Fact {
            id: format!("f{at}"),
            choosable: Options::first(dice.below(2)),
            no_plan: no_plan(&kind, dice),
            behind: None,
            together: None,
            kind,
        });
    }
    let date = Kind::Date { first: number_of("2000-01-01"), last: number_of("2040-12-31") };
    facts.push(Fact {
        id: "moved_on".to_owned(),
        choosable: Options::only(OptionIndex::new(0)),
        no_plan: None,
        behind: None,
        together: None,
        kind: date,
    });
    if dice.chance(1, 2) {
        add_gates(&mut facts, dice);
    }
    if dice.chance(1, 2) {
        ask_together(&mut facts);
    }
    let years = 1 + dice.below(2) as i16;
    let years = (0..years).map(|year| book(&facts, 2025 + year, dice)).collect();
    let mut rules = CityRules { id: "town".to_owned(), facts, years };
    hold_longer(&mut rules, dice);
    rules.number_items();
    rules
}

/// Lets some rules of the first year hold in the next one, until those of that year begin if it has any. Programmes of
/// the next year may exclude them.
fn hold_longer(rules: &mut CityRules, dice: &mut Dice) {
    let mut years = rules.years.iter_mut();
    let Some(first) = years.next() else { return };
    let mut next = years.next();
    for programme in &mut first.programmes {
        if !dice.chance(1, 4) {
            continue;
        }
        let end = if dice.chance(1, 2) { "2026-09-30" } else { "2027-03-31" };
        programme.valid_to = number_of(end);
        let Some(next) = &mut next else { continue };
        if let Some(own) = next.programmes.iter_mut().find(|one| one.number == programme.number) {
            own.valid_from = number_of("2026-08-01");
            programme.valid_to = own.valid_from - 1;
        } else if let Some(other) = next.programmes.iter_mut().next()
            && dice.chance(1, 2)
        {
            let (programme, inferred) = (programme.number, dice.chance(1, 3));
            other.exclusive.push(Exclusion { programme, inferred, under: None });
        }
    }
}

/// Puts some questions behind earlier ones. Nothing says that they do not matter then.
fn add_gates(facts: &mut TiVec<FactIndex, Fact>, dice: &mut Dice) {
    for at in 1..facts.len() {
        let gate = FactIndex::from(dice.below(at));
        let opens = match &facts[gate].kind {
            Kind::YesNo => Opens::YesNo(dice.chance(1, 2)),
            Kind::Choice { options } => {
                Opens::Options(Options::only(dice.below(options.len()).into()))
            }
            Kind::Number { .. } | Kind::Date { .. } | Kind::List { .. } => continue,
        };
        facts[FactIndex::from(at)].behind = Some(Gate { fact: gate, opens });
    }
}

/// Asks all plans together that stand behind the same question as the first one, or behind none as it does.
fn ask_together(facts: &mut TiVec<FactIndex, Fact>) {
    let Some(first) = facts.position(|fact| fact.no_plan.is_some()) else { return };
    let gate = facts[first].behind;
    for fact in facts.iter_mut().filter(|fact| fact.no_plan.is_some() && fact.behind == gate) {
        fact.together = Some(first);
    }
}

/// An answer with which nothing is planned, for some facts.
fn no_plan(kind: &Kind, dice: &mut Dice) -> Option<Fixed> {
    match kind {
        Kind::YesNo => dice.chance(1, 2).then(|| Fixed::YesNo(dice.chance(1, 4))),
        Kind::Choice { options } => {
            dice.chance(1, 2).then(|| Fixed::Option(dice.below(options.len()).into()))
        }
        Kind::Number { .. } | Kind::Date { .. } | Kind::List { .. } => None,
    }
}

fn options<L: FromIterator<String>>(count: usize) -> L {
    (0..count).map(|at| format!("o{at}")).collect()
}

fn kind(dice: &mut Dice) -> Kind {
    match dice.below(5) {
        0 => Kind::YesNo,
        1 => Kind::Choice { options: options(2 + dice.below(3)) },
        2 => Kind::Number { min: dice.between(-3, 2), max: 20, banded: dice.chance(1, 2) },
        3 => Kind::Number { min: 0, max: 5_000_000, banded: dice.chance(1, 2) },
        _ => Kind::Date { first: number_of("2000-01-01"), last: number_of("2040-12-31") },
    }
}

fn list(dice: &mut Dice) -> Fact {
    let field = |id: &str, kind| Fact {
        id: id.to_owned(),
        choosable: Options::NONE,
        no_plan: None,
        behind: None,
        together: None,
        kind,
    };
    let born = Kind::Date { first: number_of("1980-01-01"), last: number_of("2030-12-31") };
    let fields = ti_vec![
        field("who", Kind::Choice { options: options(3) }),
        field("born", born),
        field("with", Kind::YesNo),
        field("fare", Kind::Number { min: 0, max: 9, banded: false }),
    ];
    let with = dice.chance(1, 2).then_some(Fixed::YesNo(true));
    let applicant = ti_vec![Some(Fixed::Option(OptionIndex::new(0))), None, with, None];
    field("household", Kind::List { fields, key: FieldIndex::new(0), applicant })
}

fn book(facts: &TiSlice<FactIndex, Fact>, fiscal_year: i16, dice: &mut Dice) -> Rulebook {
    let readings = (0..dice.below(4)).map(|at| Reading {
        id: format!("r{at}"),
        item: ItemIndex::default(),
        choices: options(2 + usize::from(at == 0)),
    });
    let book = Rulebook {
        fiscal_year,
        provisional: dice.chance(1, 3),
        sources: TiVec::new(),
        readings: readings.collect(),
        exprs: TiVec::new(),
        requirements: TiVec::new(),
        programmes: TiVec::new(),
        caps: TiVec::new(),
        asks: TiVec::new(),
    };
    let mut writer = Writer { facts, book, pool: Vec::new(), sizes: TiVec::new(), dice };
    let count = 1 + writer.dice.below(3);
    for at in 0..count {
        let programme = writer.programme(at, count);
        writer.book.programmes.push(programme);
    }
    if count > 1 && writer.dice.chance(1, 3) {
        let yen = writer.expr(Type::Number, 1, false);
        let programmes = [0, 1].map(ProgrammeInYear::new).to_vec();
        writer.book.caps.push(SharedCap { id: "c".to_owned(), programmes, yen });
    }
    for at in 0..3 {
        let ask = ask(&writer.book, at);
        writer.book.asks.push(ask);
    }
    writer.book
}

/// One of the questions for the desk, about every fourth reading, requirement and incomplete list. A quarter of them
/// have no question.
fn ask(book: &Rulebook, at: usize) -> Ask {
    let is_own = |index: usize| index % 4 == at;
    let readings = book.readings.keys().filter(|one| is_own((*one).into()));
    let requirements = book.requirements.keys().filter(|one| is_own((*one).into()));
    let is_list = |one: &RequirementIndex| {
        matches!(book.requirements[*one].rule, Rule::Group { incomplete: true, .. })
            && is_own(usize::from(*one) / 4)
    };
    Ask {
        id: format!("ask{at}"),
        readings: readings.collect(),
        requirements: requirements.collect(),
        lists: book.requirements.keys().filter(is_list).collect(),
        obligations: book.programmes.keys().filter(|one| usize::from(*one) == at).collect(),
    }
}

/// The depth of a condition on each member. A list inside another one multiplies the size by twelve.
fn of_each(depth: usize, member: bool) -> usize {
    if member { 0 } else { depth.min(2) }
}

#[derive(Clone, Copy, PartialEq)]
enum Type {
    Truth,
    Number,
    Day,
}

struct Writer<'a> {
    facts: &'a TiSlice<FactIndex, Fact>,
    book: Rulebook,
    /// Expressions that may be used again, with whether they are about a member.
    pool: Vec<(ExprIndex, Type, bool)>,
    /// The number of nodes visited when each expression is evaluated.
    sizes: TiVec<ExprIndex, usize>,
    dice: &'a mut Dice,
}

impl Writer<'_> {
    fn push(&mut self, expr: Expr) -> ExprIndex {
        let each = expr.reference().list().map_or(1, |_| limits::MEMBERS);
        let parts = expr.parts().into_iter().map(|part| self.sizes[part]);
        self.sizes.push(1 + each * parts.sum::<usize>());
        self.book.exprs.push_and_get_key(expr)
    }

    fn number_constant(&mut self, value: i64) -> ExprIndex {
        self.push(Expr::Number(Constant { numer: value, denom: 1 }))
    }

    /// An expression of a type, new or one that is there already.
    fn expr(&mut self, of: Type, depth: usize, member: bool) -> ExprIndex {
        if self.dice.chance(1, 5) {
            let fits = |one: &&(ExprIndex, Type, bool)| one.1 == of && (member || !one.2);
            let fitting: Vec<ExprIndex> = self.pool.iter().filter(fits).map(|one| one.0).collect();
            if !fitting.is_empty() {
                return *self.dice.one_of(&fitting);
            }
        }
        let readings = self.book.readings.len();
        let id = if depth > 0 && readings > 0 && self.dice.chance(1, 10) {
            let reading = ReadingIndex::from(self.dice.below(readings));
            let count = self.book.readings[reading].choices.len();
            let choices = (0..count).map(|_| self.expr(of, depth - 1, member)).collect();
            self.push(Expr::Reading { reading, choices })
        } else if depth > 0 && self.dice.chance(1, 10) {
            self.table(of, depth - 1, member)
        } else {
            match of {
                Type::Truth => self.truth(depth, member),
                Type::Number => self.number(depth, member),
                Type::Day => self.day(depth, member),
            }
        };
        // An expression that used a large one several times would exceed the limits.
        if self.sizes[id] <= 30 {
            self.pool.push((id, of, member));
        }
        id
    }

    fn several(&mut self, of: Type, depth: usize, member: bool) -> Vec<ExprIndex> {
        (0..1 + self.dice.below(3)).map(|_| self.expr(of, depth, member)).collect()
    }

    /// Facts that satisfy a condition, and fields of the member where one is in scope.
    fn fact(&mut self, fits: impl Fn(&Kind) -> bool, member: bool) -> Option<(ExprIndex, Kind)> {
        let mut found = Vec::new();
        for (at, fact) in self.facts.iter_enumerated() {
            match &fact.kind {
                Kind::List { fields, .. } if member => {
                    let fields = fields.iter_enumerated().filter(|(_, field)| fits(&field.kind));
                    found.extend(fields.flat_map(|(field, of)| {
                        let expr = Expr::Field { list: at, field };
                        vec![(expr, of.kind.clone()); 3]
                    }));
                }
                kind if fits(kind) => found.push((Expr::Fact(at), kind.clone())),
                _ => {}
            }
        }
        let (expr, kind) = (!found.is_empty()).then(|| self.dice.one_of(&found).clone())?;
        Some((self.push(expr), kind))
    }

    fn among(&mut self, member: bool) -> Option<ExprIndex> {
        let (part, kind) = self.fact(|kind| matches!(kind, Kind::Choice { .. }), member)?;
        let Kind::Choice { options } = kind else { return None };
        let some = 1 + self.dice.below((1 << options.len()) - 1) as u64;
        Some(self.push(Expr::Among(part, Options::from_bits(some))))
    }

    fn truth(&mut self, depth: usize, member: bool) -> ExprIndex {
        if depth == 0 || self.dice.chance(1, 5) {
            let found = match self.dice.below(8) {
                0 => Some(Expr::Truth(self.dice.chance(1, 2))).map(|expr| self.push(expr)),
                1..4 => self.among(member),
                _ => self.fact(|kind| matches!(kind, Kind::YesNo), member).map(|found| found.0),
            };
            return found.unwrap_or_else(|| self.comparison(0, member));
        }
        let depth = depth - 1;
        match self.dice.below(9) {
            0 => {
                let parts = self.several(Type::Truth, depth, member);
                self.push(Expr::All(parts))
            }
            1 => {
                let parts = self.several(Type::Truth, depth, member);
                self.push(Expr::Any(parts))
            }
            2 => {
                let part = self.expr(Type::Truth, depth, member);
                self.push(Expr::Not(part))
            }
            3 => {
                let when = self.expr(Type::Truth, of_each(depth, member), true);
                self.push(Expr::AnyMember { list: LIST, when })
            }
            4 => {
                let when = self.expr(Type::Truth, of_each(depth, member), true);
                self.push(Expr::EveryMember { list: LIST, when })
            }
            _ => self.comparison(depth, member),
        }
    }

    fn comparison(&mut self, depth: usize, member: bool) -> ExprIndex {
        let of = if self.dice.chance(1, 2) { Type::Number } else { Type::Day };
        let (a, b) = (self.expr(of, depth, member), self.expr(of, depth / 2, member));
        let expr = match self.dice.below(5) {
            0 | 1 => Expr::Less(a, b),
            2 | 3 => Expr::AtMost(a, b),
            _ => Expr::Equal(a, b),
        };
        self.push(expr)
    }

    fn number(&mut self, depth: usize, member: bool) -> ExprIndex {
        if depth == 0 || self.dice.chance(1, 6) {
            let fact = match self.dice.chance(2, 3) {
                true => self.fact(|kind| matches!(kind, Kind::Number { .. }), member),
                false => None,
            };
            let some = [0, 1, 2, 3, 5, 18, 100_000, 1_000_000, -1];
            let value = *self.dice.one_of(&some);
            return fact.map_or_else(|| self.number_constant(value), |found| found.0);
        }
        let depth = depth - 1;
        let expr = match self.dice.below(13) {
            0 | 1 => {
                let part = self.expr(Type::Number, depth, member);
                Expr::Add(part, self.expr(Type::Number, depth / 2, member))
            }
            2 => Expr::Negate(self.expr(Type::Number, depth, member)),
            3 => {
                let rates = [(2, 3), (1, 2), (3, 1), (-1, 2), (2, 1), (219, 2_000)];
                let (numer, denom) = *self.dice.one_of(&rates);
                let rate = self.push(Expr::Number(Constant { numer, denom }));
                Expr::Multiply(rate, self.expr(Type::Number, depth, member))
            }
            4 => {
                let when = self.expr(Type::Truth, of_each(depth, member), true);
                let count = self.push(Expr::Count { list: LIST, when });
                Expr::Multiply(count, self.expr(Type::Number, 0, member))
            }
            5 => Expr::Min(self.several(Type::Number, depth, member)),
            6 => Expr::Max(self.several(Type::Number, depth, member)),
            7 => {
                let ways = [Rounding::Floor, Rounding::Ceil, Rounding::HalfUp];
                let (way, unit) = (*self.dice.one_of(&ways), *self.dice.one_of(&[1, 7, 1_000]));
                Expr::Round { value: self.expr(Type::Number, depth, member), way, unit }
            }
            8 => self.of_two_days(depth, member),
            9 => Expr::FiscalYear(self.expr(Type::Day, depth, member)),
            10 => Expr::Count {
                list: LIST,
                when: self.expr(Type::Truth, of_each(depth, member), true),
            },
            11 => {
                let depth = of_each(depth, member);
                let value = self.expr(Type::Number, depth, true);
                Expr::Sum { list: LIST, value, when: self.expr(Type::Truth, depth, true) }
            }
            _ if member => {
                let among = self.expr(Type::Truth, of_each(depth, member), true);
                Expr::Ordinal { list: LIST, born: BORN, among }
            }
            _ => self.of_two_days(depth, member),
        };
        self.push(expr)
    }

    fn of_two_days(&mut self, depth: usize, member: bool) -> Expr {
        let from = self.expr(Type::Day, depth, member);
        let to = self.expr(Type::Day, depth, member);
        Expr::TimeBetween { from, to, unit: *self.dice.one_of(TimeUnit::VARIANTS) }
    }

    fn day(&mut self, depth: usize, member: bool) -> ExprIndex {
        if depth == 0 || self.dice.chance(1, 3) {
            let known = ["2024-02-29", "2025-04-01", "2025-10-01", "2026-03-31"];
            let constant = number_of(known[self.dice.below(known.len())]);
            return match self.dice.below(6) {
                0 => self.push(Expr::On),
                1 => {
                    let stays = self.dice.chance(1, 3);
                    self.push(Expr::Day { number: constant, stays })
                }
                _ => self.fact(|kind| matches!(kind, Kind::Date { .. }), member).unwrap().0,
            };
        }
        let part = self.expr(Type::Day, depth - 1, member);
        let period = *self.dice.one_of(&[(1, 0, 0), (0, 1, 0), (0, 0, 10), (3, 6, 1)]);
        let period = Period { years: period.0, months: period.1, days: period.2 };
        let ages = [1, 6, 18, 40];
        let operation = match self.dice.below(7) {
            0 => DayOperation::DayReached { age: *self.dice.one_of(&ages) },
            1 => DayOperation::FiscalYearStart,
            2 => DayOperation::FirstOfMonth,
            3 => {
                let (month, day) = *self.dice.one_of(&[(2, 29), (3, 31), (4, 1)]);
                DayOperation::NextMonthDay { month, day }
            }
            4 => DayOperation::LastDay { period, first_day: FirstDay::Counted },
            5 => DayOperation::LastDay { period, first_day: FirstDay::NotCounted },
            _ => DayOperation::FirstDayBefore { period },
        };
        self.push(Expr::DayFrom { day: part, operation })
    }

    /// A table whose cases exclude each other and leave no household out.
    fn table(&mut self, of: Type, depth: usize, member: bool) -> ExprIndex {
        let first = self.expr(Type::Truth, depth.min(1), member);
        let mut left = self.push(Expr::Not(first));
        let mut whens = vec![first];
        if self.dice.chance(1, 2) {
            let second = self.expr(Type::Truth, depth.min(1), member);
            let not_second = self.push(Expr::Not(second));
            whens.push(self.push(Expr::All(vec![left, second])));
            left = self.push(Expr::All(vec![left, not_second]));
        }
        whens.push(left);
        let cases: Vec<_> =
            whens.into_iter().map(|when| (when, self.expr(of, depth, member))).collect();
        self.push(Expr::Table(cases))
    }

    /// A requirement in a group that combines its members as `within` says.
    fn requirement(&mut self, depth: usize, within: Grouping) -> RequirementIndex {
        let is_for_some = within == Grouping::All && self.dice.chance(1, 6);
        let applies_if = is_for_some.then(|| self.expr(Type::Truth, 1, false));
        let rule = if depth > 0 && self.dice.chance(2, 3) {
            self.group(depth)
        } else if self.dice.chance(1, 8) {
            Rule::Desk
        } else {
            Rule::When(self.expr(Type::Truth, 3, false))
        };
        let reported = self.dice.chance(1, 8);
        self.add(Requirement {
            id: String::new(),
            item: ItemIndex::default(),
            rule,
            applies_if,
            reported,
        })
    }

    fn group(&mut self, depth: usize) -> Rule {
        let how = [Grouping::All, Grouping::All, Grouping::Any, Grouping::None];
        let how = *self.dice.one_of(&how);
        let count = 1 + self.dice.below(3);
        let members = (0..count).map(|_| self.requirement(depth - 1, how)).collect();
        let incomplete = how != Grouping::None && self.dice.chance(1, 6);
        Rule::Group { how, incomplete, members }
    }

    fn add(&mut self, mut requirement: Requirement) -> RequirementIndex {
        requirement.id = format!("q{}", self.book.requirements.len());
        self.book.requirements.push_and_get_key(requirement)
    }

    fn programme(&mut self, at: usize, of: usize) -> Programme {
        let count = 1 + self.dice.below(3);
        let members = (0..count).map(|_| self.requirement(2, Grouping::All)).collect();
        let rule = Rule::Group { how: Grouping::All, incomplete: self.dice.chance(1, 8), members };
        let top = Requirement {
            id: String::new(),
            item: ItemIndex::default(),
            rule,
            applies_if: None,
            reported: false,
        };
        let later = self.later();
        let year = self.book.fiscal_year;
        let benefits = [Benefit::Cash, Benefit::Cash, Benefit::Voucher, Benefit::Loan];
        let excluded = (0..of).filter(|other| *other != at && self.dice.chance(1, 3));
        let excluded: Vec<usize> = excluded.collect();
        let exclusive = excluded.into_iter().map(|other| self.exclusion(other)).collect();
        Programme {
            id: format!("p{at}"),
            number: ProgrammeIndex::from(at),
            continues: None,
            valid_from: number_of(&format!("{year}-04-01")),
            valid_to: number_of(&format!("{}-03-31", year + 1)),
            // Every year by the same date, so that two years never hold at once.
            valid_by: self.facts.last_key().filter(|_| at == 1),
            window: self.window(year),
            benefit: *self.dice.one_of(&benefits),
            payer: Party::City,
            payee: Party::Household,
            exclusive,
            requires: self.add(top),
            amount: self.dice.chance(4, 5).then(|| self.amount()),
            award: later.0,
            later: later.1,
            sources: Vec::new(),
        }
    }

    /// What is owed after the award, some of it only after an event or not stated, and days to know.
    fn later(&mut self) -> (Option<ExprIndex>, Vec<Later>) {
        let count = self.dice.below(4);
        let award = (count > 0).then(|| self.push(Expr::Unstated { min: None, max: None }));
        let mut found = Vec::new();
        for at in 0..count {
            let day = self.dice.chance(2, 3).then(|| self.expr(Type::Day, 2, false));
            let owed = award.filter(|_| day.is_none() || self.dice.chance(2, 3));
            let owed = owed.map(|award| self.owed(award));
            found.push(Later { id: format!("l{at}"), day, owed });
        }
        (award, found)
    }

    fn owed(&mut self, award: ExprIndex) -> ExprIndex {
        let share = self.expr(Type::Number, 2, false);
        let owed = match self.dice.below(4) {
            0 => share,
            1 => self.push(Expr::Unstated { min: None, max: None }),
            _ => self.push(Expr::Multiply(share, award)),
        };
        if self.dice.chance(1, 2) {
            return owed;
        }
        let happened = self.expr(Type::Truth, 2, false);
        let not = self.push(Expr::Not(happened));
        let nothing = self.number_constant(0);
        self.push(Expr::Table(vec![(happened, owed), (not, nothing)]))
    }

    /// An exclusion, sometimes under some meanings of a reading.
    fn exclusion(&mut self, other: usize) -> Exclusion {
        let readings = self.book.readings.len();
        let under = (readings > 0 && self.dice.chance(1, 2)).then(|| {
            let reading = ReadingIndex::from(self.dice.below(readings));
            let choices = self.book.readings[reading].choices.len();
            let some = 1 + self.dice.below((1 << choices) - 2) as u64;
            Under { reading, choices: Options::from_bits(some) }
        });
        Exclusion { programme: other.into(), inferred: self.dice.chance(1, 3), under }
    }

    /// A window with some of its dates, most often with none.
    fn window(&mut self, year: i16) -> WindowDates {
        let mut day = |month: &str| {
            let is_known = self.dice.chance(1, 5);
            is_known.then(|| number_of(&format!("{year}-{month}-15")))
        };
        let (opens, closes) = (day("05"), day("11"));
        let (seen_open, seen_closed) = (day("07"), day("09"));
        let budget_reached = seen_closed.is_some() && self.dice.chance(1, 2);
        WindowDates { opens, closes, seen_open, seen_closed, budget_reached }
    }

    fn amount(&mut self) -> Amount {
        let mut parts: Vec<Part> = (0..1 + self.dice.below(3)).map(|at| self.part(at)).collect();
        let then = (0..self.dice.below(3)).map(|_| match self.dice.below(5) {
            0 => Step::Total(self.expr(Type::Number, 2, false)),
            1 | 2 => Step::Cap(self.expr(Type::Number, 1, false)),
            _ => Step::Round { way: Rounding::Floor, unit: *self.dice.one_of(&[1, 1_000]) },
        });
        let then = then.collect();
        let schedule = Schedule { every: Every::Month, times: 1 + self.dice.below(12) as u16 };
        let schedule = self.dice.chance(1, 3).then_some(schedule);
        for part in &mut parts {
            if let Some(Schedule { times, .. }) = schedule
                && self.dice.chance(1, 2)
            {
                let first = 1 + self.dice.below(times.into()) as u16;
                let last = first + self.dice.below(usize::from(times - first) + 1) as u16;
                part.instalments = Some(Instalments { first, last });
            }
        }
        Amount { parts, then, schedule }
    }

    fn part(&mut self, at: usize) -> Part {
        // Amounts that are known in one year only give references.
        let is_unstated = self.dice.chance(if self.book.fiscal_year > 2025 { 3 } else { 1 }, 10);
        let value = if is_unstated {
            let end = |value: i64| Some(Constant { numer: value, denom: 1 });
            let low = if self.dice.chance(1, 2) { end(5) } else { None };
            self.push(Expr::Unstated { min: low, max: low.and(end(50_000)) })
        } else {
            self.expr(Type::Number, 3, false)
        };
        let payee = self.dice.chance(1, 8).then_some(Party::Employer);
        Part {
            id: format!("a{at}"),
            value,
            ceiling: self.dice.chance(1, 5),
            instalments: None,
            payer: None,
            payee,
        }
    }
}
