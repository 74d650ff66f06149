//! The invariants of a city's rules, and what follows from them once and for all.
//! Takes nothing on trust: the rules may come from damaged or hostile bytes.

use super::{
    Amount, CityRules, Constant, Expr, ExprId, Fact, Fixed, Grouping, Kind, Programme, Requirement,
    RequirementId, Rule, Rulebook, Step, limits,
};
use crate::amount::MAX_DENOM;
use crate::calendar::{Day, Period, days_in_month};
use crate::possible::{MAX_SLOTS, Options};
use core::fmt;

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What should hold, as a kebab-case code.
    pub what: &'static str,
    /// The fiscal year, or 0 for the city's facts.
    pub year: i16,
    /// Index of the fact, expression, requirement or programme.
    pub index: usize,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (year {}, index {})",
            self.what, self.year, self.index
        )
    }
}

/// What is worked out once for each programme.
#[derive(Debug, Default)]
pub struct ProgrammeFacts {
    /// Its requirements, parents before members, members in the author's order.
    pub requirements: Vec<RequirementId>,
    /// The readings that several of its requirements share.
    pub shared_by_requirements: u64,
    /// The readings that occur more than once in its amount.
    pub repeated_in_amount: u64,
    /// The readings on which any part of it hangs.
    pub readings: u64,
}

#[derive(Debug)]
pub(super) struct Derived {
    pub(super) slots: Vec<usize>,
    pub(super) programmes: Vec<Vec<ProgrammeFacts>>,
    pub(super) readings: Vec<Vec<u64>>,
}

type Check<T> = Result<T, &'static str>;

fn ensure(holds: bool, what: &'static str) -> Check<()> {
    if holds { Ok(()) } else { Err(what) }
}

pub(super) fn validate(rules: &CityRules) -> Result<Derived, Invalid> {
    let at = |year, index| move |what| Invalid { what, year, index };
    let slots = slots(&rules.facts).map_err(at(0, 0))?;
    for (index, fact) in rules.facts.iter().enumerate() {
        check_fact(fact, true).map_err(at(0, index))?;
    }
    let mut derived = Derived {
        slots,
        programmes: Vec::new(),
        readings: Vec::new(),
    };
    let mut previous = i16::MIN;
    for book in &rules.years {
        let year = book.fiscal_year;
        let in_order = limits::YEARS.contains(&year) && previous < year;
        ensure(in_order, "years-in-order").map_err(at(year, 0))?;
        previous = year;
        let shapes = check_book(rules, book)?;
        let programmes = check_programmes(rules, book, &shapes)?;
        derived.programmes.push(programmes);
        derived
            .readings
            .push(shapes.iter().map(|shape| shape.readings).collect());
    }
    Ok(derived)
}

fn slots(facts: &[Fact]) -> Check<Vec<usize>> {
    ensure(facts.len() <= limits::FACTS, "too-many-facts")?;
    let mut next = 0_usize;
    let mut slots = Vec::with_capacity(facts.len());
    for fact in facts {
        slots.push(next);
        let width = match &fact.kind {
            Kind::List { fields, .. } => {
                let each = limits::MEMBERS.saturating_add(1);
                fields.len().saturating_mul(each).saturating_add(1)
            }
            Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. } => 1,
        };
        next = next.saturating_add(width);
    }
    ensure(next <= MAX_SLOTS, "too-many-facts")?;
    Ok(slots)
}

fn check_fact(fact: &Fact, list_allowed: bool) -> Check<()> {
    match &fact.kind {
        Kind::YesNo => Ok(()),
        Kind::Choice { options } => ensure(
            (2..=limits::OPTIONS).contains(&options.len()),
            "number-of-options",
        ),
        Kind::Number { min, max, .. } => {
            let known = -limits::NUMBER..=limits::NUMBER;
            ensure(
                min < max && known.contains(min) && known.contains(max),
                "number-bounds",
            )
        }
        Kind::Date { first, last } => {
            let known = Day::from_number(*first).is_some() && Day::from_number(*last).is_some();
            ensure(known && first < last, "date-bounds")
        }
        Kind::List {
            fields,
            key,
            applicant,
        } => {
            ensure(list_allowed, "list-in-a-list")?;
            ensure(
                (1..=limits::FIELDS).contains(&fields.len()),
                "number-of-fields",
            )?;
            for field in fields {
                check_fact(field, false)?;
            }
            let key = fields.get(usize::from(*key));
            let is_choice = key.is_some_and(|field| matches!(field.kind, Kind::Choice { .. }));
            ensure(is_choice, "key-is-a-choice")?;
            ensure(applicant.len() == fields.len(), "applicant-fields")?;
            fields
                .iter()
                .zip(applicant)
                .try_for_each(|(field, fixed)| check_fixed(field, *fixed))
        }
    }
}

fn check_fixed(field: &Fact, fixed: Option<Fixed>) -> Check<()> {
    let fits = match (fixed, &field.kind) {
        (None, _) | (Some(Fixed::YesNo(_)), Kind::YesNo) => true,
        (Some(Fixed::Option(option)), Kind::Choice { options }) => {
            usize::from(option) < options.len()
        }
        (Some(Fixed::YesNo(_) | Fixed::Option(_)), _) => false,
    };
    ensure(fits, "applicant-fields")
}

/// What an expression gives, and what it costs.
#[derive(Clone, Copy, Debug)]
struct Shape {
    kind: Type,
    /// The list whose member must be in scope.
    scope: Option<u16>,
    size: u32,
    depth: u16,
    /// Readings that occur in it.
    readings: u64,
    /// Readings that occur in it more than once.
    repeated: u64,
    /// Whether an unstated number occurs in it.
    unstated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Truth,
    Number,
    Day,
    /// A choice among so many.
    Options(u8),
}

fn check_book(rules: &CityRules, book: &Rulebook) -> Result<Vec<Shape>, Invalid> {
    let at = |index| {
        move |what| Invalid {
            what,
            year: book.fiscal_year,
            index,
        }
    };
    let in_limits = book.exprs.len() <= limits::NODES
        && book.requirements.len() <= limits::NODES
        && book.programmes.len() <= limits::PROGRAMMES
        && book.readings.len() <= limits::READINGS;
    ensure(in_limits, "too-many-nodes").map_err(at(0))?;
    for (index, reading) in book.readings.iter().enumerate() {
        let several = (2..=8).contains(&reading.choices.len());
        ensure(several, "number-of-choices").map_err(at(index))?;
    }
    let mut shapes = Vec::with_capacity(book.exprs.len());
    for (index, expr) in book.exprs.iter().enumerate() {
        let shape = Shaper {
            rules,
            book,
            shapes: &shapes,
        }
        .shape(expr)
        .map_err(at(index))?;
        shapes.push(shape);
    }
    for (index, requirement) in book.requirements.iter().enumerate() {
        check_requirement(requirement, index, &shapes).map_err(at(index))?;
    }
    Ok(shapes)
}

struct Shaper<'a> {
    rules: &'a CityRules,
    book: &'a Rulebook,
    shapes: &'a [Shape],
}

impl Shaper<'_> {
    fn shape(&self, expr: &Expr) -> Check<Shape> {
        let shape = self.unchecked(expr)?;
        ensure(
            shape.size <= limits::EXPRESSION_SIZE,
            "expression-too-large",
        )?;
        ensure(
            usize::from(shape.depth) <= limits::DEPTH,
            "expression-too-deep",
        )?;
        Ok(shape)
    }

    fn unchecked(&self, expr: &Expr) -> Check<Shape> {
        match expr {
            Expr::Truth(_) => Ok(leaf(Type::Truth)),
            Expr::Number(constant) => check_constant(*constant).map(|()| leaf(Type::Number)),
            Expr::Day(number) => {
                ensure(Day::from_number(*number).is_some(), "day-number").map(|()| leaf(Type::Day))
            }
            Expr::On => Ok(leaf(Type::Day)),
            Expr::Fact(fact) => {
                let fact = self
                    .rules
                    .facts
                    .get(usize::from(*fact))
                    .ok_or("fact-exists")?;
                type_of(&fact.kind).map(leaf)
            }
            Expr::Field { list, field } => {
                let field = self.field(*list, *field)?;
                Ok(Shape {
                    scope: Some(*list),
                    ..leaf(type_of(&field.kind)?)
                })
            }
            Expr::Among(part, options) => self.among(*part, *options),
            Expr::Less(a, b) | Expr::AtMost(a, b) | Expr::Equal(a, b) => self.comparison(*a, *b),
            Expr::Count { .. }
            | Expr::Sum { .. }
            | Expr::AnyMember { .. }
            | Expr::EveryMember { .. }
            | Expr::Ordinal { .. } => self.over_members(expr),
            Expr::Table(cases) => self.table(cases),
            Expr::Reading { reading, choices } => self.reading(*reading, choices),
            Expr::Unstated { min, max } => {
                min.iter()
                    .chain(max)
                    .try_for_each(|constant| check_constant(*constant))?;
                Ok(Shape {
                    unstated: true,
                    ..leaf(Type::Number)
                })
            }
            _ => {
                check_literals(expr)?;
                let (parts, of, gives) = signature(expr).ok_or("expression-type")?;
                Ok(Shape {
                    kind: gives,
                    ..self.several(&parts, of)?
                })
            }
        }
    }

    #[inline(never)]
    fn at(&self, expr: ExprId) -> Check<Shape> {
        self.shapes
            .get(usize::from(expr))
            .copied()
            .ok_or("expression-order")
    }

    fn field(&self, list: u16, field: u8) -> Check<&Fact> {
        match self
            .rules
            .facts
            .get(usize::from(list))
            .map(|fact| &fact.kind)
        {
            Some(Kind::List { fields, .. }) => fields.get(usize::from(field)).ok_or("field-exists"),
            Some(Kind::YesNo | Kind::Choice { .. } | Kind::Number { .. } | Kind::Date { .. })
            | None => Err("list-exists"),
        }
    }

    #[inline(never)]
    fn several(&self, parts: &[ExprId], kind: Type) -> Check<Shape> {
        ensure(!parts.is_empty(), "empty-list")?;
        parts.iter().try_fold(leaf(kind), |whole, part| {
            let part = self.at(*part)?;
            ensure(part.kind == kind, "expression-type")?;
            whole.with(part)
        })
    }

    fn among(&self, part: ExprId, wanted: Options) -> Check<Shape> {
        let part = self.at(part)?;
        let Type::Options(count) = part.kind else {
            return Err("expression-type");
        };
        let proper =
            wanted != Options::NONE && wanted.is_within(Options::first(usize::from(count)));
        ensure(proper, "options-exist")?;
        leaf(Type::Truth).with(part)
    }

    fn comparison(&self, a: ExprId, b: ExprId) -> Check<Shape> {
        let (a, b) = (self.at(a)?, self.at(b)?);
        ensure(
            a.kind == b.kind && matches!(a.kind, Type::Number | Type::Day),
            "expression-type",
        )?;
        leaf(Type::Truth).with(a)?.with(b)
    }

    fn over_members(&self, expr: &Expr) -> Check<Shape> {
        let (list, parts, kind, keeps_scope) = match expr {
            Expr::Count { list, when } => (*list, vec![(*when, Type::Truth)], Type::Number, false),
            Expr::AnyMember { list, when } | Expr::EveryMember { list, when } => {
                (*list, vec![(*when, Type::Truth)], Type::Truth, false)
            }
            Expr::Sum { list, value, when } => (
                *list,
                vec![(*value, Type::Number), (*when, Type::Truth)],
                Type::Number,
                false,
            ),
            Expr::Ordinal { list, born, among } => {
                let field = self.field(*list, *born)?;
                ensure(matches!(field.kind, Kind::Date { .. }), "birth-is-a-date")?;
                (*list, vec![(*among, Type::Truth)], Type::Number, true)
            }
            _ => return Err("expression-type"),
        };
        self.field(list, 0)?;
        let mut whole = leaf(kind);
        for (part, wanted) in parts {
            let part = self.at(part)?;
            ensure(part.kind == wanted, "expression-type")?;
            ensure(part.scope.is_none_or(|scope| scope == list), "member-scope")?;
            // A reading under a list counts for each member.
            let many = u32::try_from(limits::MEMBERS).unwrap_or(u32::MAX);
            let each = Shape {
                repeated: part.readings,
                scope: None,
                ..part
            };
            whole = whole.with(Shape {
                size: part.size.saturating_mul(many),
                ..each
            })?;
        }
        Ok(Shape {
            scope: keeps_scope.then_some(list),
            ..whole
        })
    }

    fn table(&self, cases: &[(ExprId, ExprId)]) -> Check<Shape> {
        let (_, first) = cases.first().ok_or("empty-list")?;
        let kind = self.at(*first)?.kind;
        ensure(!matches!(kind, Type::Options(_)), "expression-type")?;
        cases.iter().try_fold(leaf(kind), |whole, (when, value)| {
            let (when, value) = (self.at(*when)?, self.at(*value)?);
            ensure(
                when.kind == Type::Truth && value.kind == kind,
                "expression-type",
            )?;
            whole.with(when)?.with(value)
        })
    }

    fn reading(&self, reading: u8, choices: &[ExprId]) -> Check<Shape> {
        let declared = self
            .book
            .readings
            .get(usize::from(reading))
            .ok_or("reading-exists")?;
        ensure(declared.choices.len() == choices.len(), "number-of-choices")?;
        let first = self.at(*choices.first().ok_or("empty-list")?)?;
        ensure(!matches!(first.kind, Type::Options(_)), "expression-type")?;
        let own = 1_u64 << reading;
        let mut whole = leaf(first.kind);
        let (mut readings, mut repeated) = (0, 0);
        for choice in choices {
            let choice = self.at(*choice)?;
            ensure(choice.kind == first.kind, "expression-type")?;
            // Only one choice is ever looked at, so readings in two of them are not repeated.
            readings |= choice.readings;
            repeated |= choice.repeated;
            whole = whole.with(Shape {
                readings: 0,
                repeated: 0,
                ..choice
            })?;
        }
        Ok(Shape {
            readings: readings | own,
            repeated: repeated | (readings & own),
            ..whole
        })
    }
}

#[inline(never)]
fn leaf(kind: Type) -> Shape {
    Shape {
        kind,
        scope: None,
        size: 1,
        depth: 1,
        readings: 0,
        repeated: 0,
        unstated: false,
    }
}

/// The parts of an expression whose parts are all of one type, that type, and what it gives.
fn signature(expr: &Expr) -> Option<(Vec<ExprId>, Type, Type)> {
    let (parts, of, gives) = match expr {
        Expr::All(parts) | Expr::Any(parts) => (parts.clone(), Type::Truth, Type::Truth),
        Expr::Min(parts) | Expr::Max(parts) => (parts.clone(), Type::Number, Type::Number),
        Expr::Not(part) => (vec![*part], Type::Truth, Type::Truth),
        Expr::Add(a, b) | Expr::Multiply(a, b) => (vec![*a, *b], Type::Number, Type::Number),
        Expr::Negate(part) | Expr::Round { value: part, .. } => {
            (vec![*part], Type::Number, Type::Number)
        }
        Expr::Age { born: a, on: b } | Expr::MonthsBetween(a, b) => {
            (vec![*a, *b], Type::Day, Type::Number)
        }
        Expr::FiscalYear(part) => (vec![*part], Type::Day, Type::Number),
        Expr::DayReached { born: part, .. }
        | Expr::FiscalYearStart(part)
        | Expr::FirstOfMonth(part)
        | Expr::NextMonthDay { from: part, .. }
        | Expr::LastDay { from: part, .. }
        | Expr::FirstDayBefore { before: part, .. } => (vec![*part], Type::Day, Type::Day),
        _ => return None,
    };
    Some((parts, of, gives))
}

/// The bounds of what stands in an expression besides its parts.
fn check_literals(expr: &Expr) -> Check<()> {
    match expr {
        Expr::Round { unit, .. } => ensure((1..=1_000_000).contains(unit), "rounding-unit"),
        Expr::DayReached { age, .. } => ensure((1..=150).contains(age), "age"),
        Expr::NextMonthDay { month, day, .. } => {
            let (month, day) = (i32::from(*month), i32::from(*day));
            let exists =
                (1..=12).contains(&month) && (1..=days_in_month(2024, month)).contains(&day);
            ensure(exists, "month-day")
        }
        Expr::LastDay { period, .. } | Expr::FirstDayBefore { period, .. } => check_period(*period),
        _ => Ok(()),
    }
}

impl Shape {
    /// This expression with a further part in it.
    #[inline(never)]
    fn with(self, part: Shape) -> Check<Shape> {
        let scopes_agree = self.scope.is_none() || part.scope.is_none() || self.scope == part.scope;
        ensure(scopes_agree, "member-scope")?;
        Ok(Shape {
            kind: self.kind,
            scope: self.scope.or(part.scope),
            size: self.size.saturating_add(part.size),
            depth: self.depth.max(part.depth.saturating_add(1)),
            readings: self.readings | part.readings,
            repeated: self.repeated | part.repeated | (self.readings & part.readings),
            unstated: self.unstated || part.unstated,
        })
    }
}

fn type_of(kind: &Kind) -> Check<Type> {
    match kind {
        Kind::YesNo => Ok(Type::Truth),
        Kind::Choice { options } => Ok(Type::Options(
            u8::try_from(options.len()).unwrap_or(u8::MAX),
        )),
        Kind::Number { .. } => Ok(Type::Number),
        Kind::Date { .. } => Ok(Type::Day),
        Kind::List { .. } => Err("list-as-a-value"),
    }
}

fn check_constant(constant: Constant) -> Check<()> {
    let known = (-limits::NUMBER..=limits::NUMBER).contains(&constant.numer);
    ensure(known && (1..=MAX_DENOM).contains(&constant.denom), "number")
}

fn check_period(period: Period) -> Check<()> {
    let some = period.years > 0 || period.months > 0 || period.days > 0;
    ensure(
        some && period.years <= 200 && period.months <= 200 && period.days <= 60_000,
        "period",
    )
}

fn check_requirement(requirement: &Requirement, index: usize, shapes: &[Shape]) -> Check<()> {
    let truth = |expr: ExprId| {
        let shape = shapes.get(usize::from(expr)).ok_or("expression-exists")?;
        let plain = shape.kind == Type::Truth && shape.scope.is_none() && !shape.unstated;
        ensure(plain, "requirement-is-a-truth")
    };
    requirement.applies_if.map_or(Ok(()), truth)?;
    match &requirement.rule {
        Rule::When(expr) => truth(*expr),
        Rule::Desk => Ok(()),
        Rule::Group {
            members,
            how,
            incomplete,
        } => {
            ensure(!members.is_empty() || *incomplete, "empty-list")?;
            ensure(!(*incomplete && *how == Grouping::None), "incomplete-none")?;
            let earlier = members.iter().all(|member| usize::from(*member) < index);
            ensure(earlier, "requirement-order")
        }
    }
}

fn check_programmes(
    rules: &CityRules,
    book: &Rulebook,
    shapes: &[Shape],
) -> Result<Vec<ProgrammeFacts>, Invalid> {
    let mut found = Vec::with_capacity(book.programmes.len());
    for (index, programme) in book.programmes.iter().enumerate() {
        let checked = check_programme(rules, book, shapes, programme, index);
        found.push(checked.map_err(|what| Invalid {
            what,
            year: book.fiscal_year,
            index,
        })?);
    }
    let linked = linked_programmes(book).iter().max().copied().unwrap_or(0);
    let at = |what| Invalid {
        what,
        year: book.fiscal_year,
        index: 0,
    };
    ensure(linked <= limits::LINKED, "too-many-linked-programmes").map_err(at)?;
    Ok(found)
}

fn check_programme(
    rules: &CityRules,
    book: &Rulebook,
    shapes: &[Shape],
    programme: &Programme,
    index: usize,
) -> Check<ProgrammeFacts> {
    let known = |day: i32| Day::from_number(day).is_some();
    let valid = known(programme.valid_from) && known(programme.valid_to);
    ensure(
        valid && programme.valid_from <= programme.valid_to,
        "validity",
    )?;
    if let Some(fact) = programme.valid_by {
        let fact = rules.facts.get(usize::from(fact)).ok_or("fact-exists")?;
        ensure(matches!(fact.kind, Kind::Date { .. }), "validity-by-a-date")?;
    }
    let window = programme.window;
    let dates = [
        window.opens,
        window.closes,
        window.seen_open,
        window.seen_closed,
    ];
    ensure(dates.into_iter().flatten().all(known), "window-dates")?;
    let others = programme
        .exclusive
        .iter()
        .map(|other| usize::from(other.programme));
    let proper = others
        .clone()
        .all(|other| other < book.programmes.len() && other != index);
    ensure(proper, "exclusion-exists")?;
    let cited = programme
        .sources
        .iter()
        .all(|at| usize::from(*at) < book.sources.len());
    ensure(cited, "source-exists")?;
    let mut facts = ProgrammeFacts::default();
    walk(book, shapes, programme.requires, 0, &mut facts)?;
    if let Some(amount) = &programme.amount {
        check_amount(book, shapes, amount, &mut facts)?;
    }
    let shared = combinations(book, facts.shared_by_requirements);
    ensure(
        shared <= limits::READING_COMBINATIONS,
        "too-many-shared-readings",
    )?;
    Ok(facts)
}

/// Collects a programme's requirements; a requirement stands in it once.
fn walk(
    book: &Rulebook,
    shapes: &[Shape],
    id: RequirementId,
    depth: usize,
    facts: &mut ProgrammeFacts,
) -> Check<()> {
    ensure(depth <= limits::DEPTH, "requirement-too-deep")?;
    ensure(!facts.requirements.contains(&id), "requirement-used-twice")?;
    facts.requirements.push(id);
    let requirement = book
        .requirements
        .get(usize::from(id))
        .ok_or("requirement-exists")?;
    let readings_in = |expr: Option<ExprId>| {
        expr.and_then(|expr| shapes.get(usize::from(expr)))
            .map_or(0, |shape| shape.readings)
    };
    let when = match &requirement.rule {
        Rule::When(expr) => Some(*expr),
        Rule::Desk | Rule::Group { .. } => None,
    };
    let own = readings_in(when) | readings_in(requirement.applies_if);
    let together = combinations(book, own);
    ensure(
        together <= limits::READING_COMBINATIONS,
        "too-many-readings",
    )?;
    facts.shared_by_requirements |= facts.readings & own;
    facts.readings |= own;
    if let Rule::Group { members, .. } = &requirement.rule {
        for member in members {
            walk(book, shapes, *member, depth.saturating_add(1), facts)?;
        }
    }
    Ok(())
}

fn check_amount(
    book: &Rulebook,
    shapes: &[Shape],
    amount: &Amount,
    facts: &mut ProgrammeFacts,
) -> Check<()> {
    ensure((1..=16).contains(&amount.parts.len()), "number-of-parts")?;
    let caps = amount.then.iter().filter_map(|step| match step {
        Step::Cap(expr) => Some(*expr),
        Step::Round { .. } => None,
    });
    let (mut readings, mut repeated) = (0_u64, 0);
    for expr in amount.parts.iter().map(|part| part.value).chain(caps) {
        let shape = shapes.get(usize::from(expr)).ok_or("expression-exists")?;
        ensure(
            shape.kind == Type::Number && shape.scope.is_none(),
            "amount-is-a-number",
        )?;
        repeated |= shape.repeated | (readings & shape.readings);
        readings |= shape.readings;
    }
    for step in &amount.then {
        if let Step::Round { unit, .. } = step {
            ensure((1..=1_000_000).contains(unit), "rounding-unit")?;
        }
    }
    if let Some(schedule) = amount.schedule {
        ensure(
            (1..=1_200).contains(&schedule.times),
            "number-of-instalments",
        )?;
    }
    ensure(
        combinations(book, repeated) <= limits::READING_COMBINATIONS,
        "too-many-readings",
    )?;
    facts.repeated_in_amount = repeated;
    facts.readings |= readings;
    Ok(())
}

/// How many ways there are to choose a meaning for each of these readings.
fn combinations(book: &Rulebook, readings: u64) -> usize {
    let used = book
        .readings
        .iter()
        .enumerate()
        .filter(|(index, _)| readings & (1 << index) != 0);
    used.fold(1, |product: usize, (_, reading)| {
        product.saturating_mul(reading.choices.len())
    })
}

/// For each programme, how many are linked with it by exclusions, itself included.
fn linked_programmes(book: &Rulebook) -> Vec<usize> {
    let count = book.programmes.len();
    let mut group: Vec<usize> = (0..count).collect();
    for (index, programme) in book.programmes.iter().enumerate() {
        for other in &programme.exclusive {
            let from = group.get(index).copied();
            let to = group.get(usize::from(other.programme)).copied();
            for member in group.iter_mut().filter(|member| Some(**member) == from) {
                *member = to.unwrap_or(*member);
            }
        }
    }
    group
        .iter()
        .map(|of| group.iter().filter(|other| *other == of).count())
        .collect()
}
