//! A programme's file: its description, its requirements and its amount, by shape. It does not look
//! names up.

use super::reader::{Map, Reader};
use super::steps;
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use crate::rulebook::{Benefit, Every, Grouping, Instalments, Party};
use crate::source::{
    Amount, Desk, End, Event, Exclusion, Excuse, Expr, ExprKind, Incomplete, Judge, KeyDates,
    LastDay, Obligation, Part, Programme, Requirement, Rule, Valid, Window, Word,
};
use marked_yaml::Node;
use strum::VariantArray;

/// Reads a programme of a fiscal year. There is none without a benefit. One that uses a framework takes this, its
/// requirements and its amount from there, and here it has placeholders.
pub(super) fn programme(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    id: Word,
    fiscal_year: i16,
) -> Option<Programme> {
    reader.source = map.take("source").and_then(|node| reader.id(node));
    let name = reader.required_text(map, "name");
    let summary = reader.optional_text(map, "summary");
    let support = map.take("support").and_then(|node| reader.id(node));
    let is_own = !map.has("framework");
    let (mut benefit, mut payer, mut payee) =
        (Some(Benefit::Cash), Some(Party::City), Some(Party::Household));
    if is_own {
        benefit = reader.required_member(map, "benefit");
        payer = map.take("payer").map_or(payer, |node| reader.member(node));
        payee = map.take("payee").map_or(payee, |node| reader.member(node));
    }
    let continues = map.take("continues").and_then(|node| reader.id(node));
    let window = map.take("window").and_then(|node| window(reader, node));
    let before = reader.statements(map.take("before"));
    let exclusive = exclusive(reader, map.take("exclusive"));
    let (requires, amount) = if is_own {
        let requires = requires(reader, map);
        (requires, map.take("amount").and_then(|node| amount(reader, node)))
    } else {
        let incomplete = map.take("incomplete").and_then(|node| incomplete_list(reader, node));
        (top_group(map.place, incomplete, Vec::new()), None)
    };
    let obligations = obligations(reader, map.take("obligations"));
    let key_dates = key_dates(reader, map.take("key_dates"));
    let reported = reader.statements(map.take("reported"));
    let documents = reader.statements(map.take("documents"));
    let notes = reader.statements(map.take("notes"));
    let desk = map.take("desk").and_then(|node| desk(reader, node));
    let valid = valid(reader, map, fiscal_year);
    Some(Programme {
        id,
        name,
        summary,
        support,
        benefit: benefit?,
        payer: payer?,
        payee: payee?,
        valid: valid?,
        continues,
        window,
        before,
        exclusive,
        requires,
        amount,
        obligations,
        key_dates,
        reported,
        documents,
        notes,
        desk,
    })
}

/// When the rules hold. Without days they hold in the whole fiscal year.
fn valid(reader: &mut Reader<'_>, map: &mut Map<'_>, fiscal_year: i16) -> Option<Valid> {
    let Some(node) = map.take("valid") else { return Valid::whole_year(fiscal_year, map.place) };
    let place = reader.node_place(node);
    let Valid { from, to, .. } = Valid::whole_year(fiscal_year, place)?;
    let mut valid = reader.map(node)?;
    let from = valid.take("from").map_or(Some(from), |node| reader.day(node));
    let to = valid.take("to").map_or(Some(to), |node| last_day(reader, node));
    let by = valid.take("by").and_then(|node| reader.id(node));
    // Days within the fiscal year need no citation; `check` asks for one where others do.
    let is_cited = valid.has("source") || reader.source.is_some();
    let cites = if is_cited { reader.cites(&mut valid) } else { Vec::new() };
    reader.finish(valid);
    Some(Valid { from: from?, to: to?, by, cites, place })
}

/// The last day on which rules hold: a day, or `no_end`.
fn last_day(reader: &mut Reader<'_>, node: &Node) -> Option<LastDay> {
    let word = reader.word(node)?;
    if word.text == "no_end" {
        return Some(LastDay::NoEnd);
    }
    if word.text.starts_with(|first: char| first.is_ascii_digit()) {
        return reader.day(node).map(LastDay::Stated);
    }
    let message = format!("expected a date YYYY-MM-DD or `no_end`, found `{}`", word.text);
    let help = "write `no_end` where the source states no end".to_owned();
    reader.problems.add_with_help(word.place, "date", message, Some(help));
    None
}

/// Reads an office to ask.
pub(super) fn desk(reader: &mut Reader<'_>, node: &Node) -> Option<Desk> {
    let mut map = reader.map(node)?;
    let desk = Desk {
        name: reader.required_text(&mut map, "name"),
        address: reader.optional_text(&mut map, "address"),
        phone: map.take("phone").and_then(|node| reader.phone(node)),
        hours: reader.optional_text(&mut map, "hours"),
        note: reader.optional_text(&mut map, "note"),
    };
    reader.finish(map);
    Some(desk)
}

fn required_word(reader: &mut Reader<'_>, map: &mut Map<'_>, key: &'static str) -> Option<Word> {
    reader.required(map, key).and_then(|node| reader.id(node))
}

fn window(reader: &mut Reader<'_>, node: &Node) -> Option<Window> {
    let mut map = reader.map(node)?;
    let day = |reader: &mut Reader<'_>, map: &mut Map<'_>, key| {
        map.take(key).and_then(|node| reader.day(node))
    };
    let window = Window {
        place: map.key_place("closes"),
        opens: day(reader, &mut map, "opens"),
        closes: day(reader, &mut map, "closes"),
        seen_open: day(reader, &mut map, "seen_open"),
        seen_closed: day(reader, &mut map, "seen_closed"),
        budget_reached: reader.yes_no(map.take("budget_reached")),
        statement: reader.statement_of(&mut map),
    };
    reader.finish(map);
    Some(window)
}

fn exclusive(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<Exclusion> {
    reader.maps(node, |reader, map| {
        let programme = required_word(reader, map, "programme");
        let statement = reader.statement_of(map);
        let reading = map.take("reading").and_then(|node| reader.id(node));
        let under = map.take("under").map(|node| reader.list(node));
        if reading.is_some() != under.is_some() {
            let message = "`reading` and `under`, the choices under which the exclusion holds, \
                           come together";
            reader.problem(map.place, "missing-key", message);
        }
        let choices = under.unwrap_or_default();
        let choices: Vec<Word> = choices.into_iter().filter_map(|node| reader.id(node)).collect();
        let under = reading.map(|reading| (reading, choices));
        programme.map(|programme| Exclusion { programme, statement, under })
    })
}

pub(super) fn obligations(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<Obligation> {
    reader.maps(node, |reader, map| {
        let id = required_word(reader, map, "id");
        obligation(reader, map, id)
    })
}

/// An obligation from the keys of a map other than its id.
pub(super) fn obligation(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    id: Option<Word>,
) -> Option<Obligation> {
    let statement = reader.statement_of(map);
    let event = map.take("event").map(|node| event(reader, node));
    let until = reader.required(map, "until").and_then(|node| end(reader, node));
    let excused = map.take("excused").map_or_else(Vec::new, |node| reader.list(node));
    let excused: Vec<Excuse> =
        excused.into_iter().filter_map(|node| excuse(reader, node)).collect();
    let owed = reader.required(map, "owed").and_then(|node| owed(reader, node));
    let ask = map.take("ask").and_then(|node| reader.ask(node));
    let (id, until, owed) = (id?, until?, owed?);
    let is_open = matches!(until, End::Unknown) || matches!(owed.kind, ExprKind::Unknown(..));
    if is_open && ask.is_none() {
        let message = "what no source states needs `ask`, the id of a question for the desk";
        let help =
            Some("declare the question under the year's `asks`, and name it here".to_owned());
        reader.problems.add_with_help(id.place, "missing-key", message, help);
    }
    if let Some(ask) = ask.as_ref().filter(|_| !is_open) {
        let message = "an obligation has a question only where `until` or `owed` is `unknown`";
        let help = Some("leave `ask` out".to_owned());
        reader.problems.add_with_help(ask.place, "unused", message, help);
    }
    let event = match event {
        Some(event) => Some(event?),
        None => None,
    };
    if let Some(first) = excused.iter().find_map(|one| one.when.as_ref())
        && event.is_none()
    {
        let message = "a reason is judged here only if the obligation has an `event`";
        let help = Some("add `event: { when: … }`, or leave the reason's `when` out".to_owned());
        reader.problems.add_with_help(first.place, "missing-key", message, help);
    }
    Some(Obligation { id, statement, event, until, excused, owed, ask })
}

/// An event: `{ when, day }`.
fn event(reader: &mut Reader<'_>, node: &Node) -> Option<Event> {
    let mut map = reader.map(node)?;
    let when = reader.required(&mut map, "when").and_then(|node| reader.expr(node, false));
    let day = map.take("day").and_then(|node| reader.expr(node, false));
    reader.finish(map);
    Some(Event { when: when?, day })
}

/// The end of an obligation: a day, `no_end` or `unknown`.
fn end(reader: &mut Reader<'_>, node: &Node) -> Option<End> {
    match node.as_scalar().map(|scalar| scalar.as_str()) {
        Some("no_end") => Some(End::Never),
        Some("unknown") => Some(End::Unknown),
        _ => reader.expr(node, false).map(End::Day),
    }
}

/// A reason that excuses: `{ says, source, when }`.
fn excuse(reader: &mut Reader<'_>, node: &Node) -> Option<Excuse> {
    let mut map = reader.map(node)?;
    let statement = reader.statement_of(&mut map);
    let when = map.take("when").and_then(|node| reader.expr(node, false));
    reader.finish(map);
    Some(Excuse { statement, when })
}

/// What is owed: `unknown`, yen, or a share of the award. A share that is written as a figure is above 0 and at most 1.
fn owed(reader: &mut Reader<'_>, node: &Node) -> Option<Expr> {
    if node.as_scalar().is_some_and(|scalar| scalar.as_str() == "unknown") {
        let place = reader.node_place(node);
        return Some(Expr { place, kind: ExprKind::Unknown(None, None) });
    }
    let found = reader.expr(node, false)?;
    if let ExprKind::Number(numer, denom) = found.kind
        && !(1..=i64::from(denom)).contains(&numer)
    {
        let message = "expected a share of what was paid, above 0 and at most 1, such as `1/2`";
        let help = "write a sum with its unit, such as `50_000 yen`, and more than what was paid as \
                    `award * 2`";
        reader.problems.add_with_help(found.place, "share", message, Some(help.to_owned()));
        return None;
    }
    Some(found)
}

/// The key dates: `{ id, says, source, day }`, or with `from` and `to` in place of `day`.
fn key_dates(reader: &mut Reader<'_>, node: Option<&Node>) -> Vec<KeyDates> {
    reader.maps(node, |reader, map| {
        let id = required_word(reader, map, "id");
        let statement = reader.statement_of(map);
        let is_day = map.has("day");
        let mut read = |key| reader.required(map, key).and_then(|node| reader.expr(node, false));
        if is_day {
            let first = read("day");
            return Some(KeyDates { id: id?, statement, first: first?, last: None });
        }
        let (first, last) = (read("from"), read("to"));
        Some(KeyDates { id: id?, statement, first: first?, last: Some(last?) })
    })
}

/// The top group of a programme.
pub(super) fn requires(reader: &mut Reader<'_>, map: &mut Map<'_>) -> Requirement {
    let place = map.place;
    let Some(mut map) = reader.required(map, "requires").and_then(|node| reader.map(node)) else {
        return top_group(place, None, Vec::new());
    };
    let incomplete = map.take("incomplete").and_then(|node| incomplete_list(reader, node));
    let members =
        reader.required(&mut map, "all").map_or_else(Vec::new, |node| members(reader, node));
    reader.finish(map);
    top_group(place, incomplete, members)
}

fn top_group(
    place: Place,
    incomplete: Option<Incomplete>,
    members: Vec<Requirement>,
) -> Requirement {
    without_text(place, Rule::Group { how: Grouping::All, incomplete, members })
}

/// A requirement that has neither an id nor a text of its own.
fn without_text(place: Place, rule: Rule) -> Requirement {
    Requirement {
        id: Word { text: String::new(), place },
        says: None,
        ask: None,
        judge: Judge::Here,
        applies_if: None,
        applies: None,
        is_early: false,
        cites: Vec::new(),
        rule,
        origin: None,
    }
}

/// What is said of an incomplete list: `{ says, ask, source }`.
fn incomplete_list(reader: &mut Reader<'_>, node: &Node) -> Option<Incomplete> {
    let mut map = reader.map(node)?;
    let statement = reader.statement_of(&mut map);
    let ask = reader.required(&mut map, "ask").and_then(|node| reader.ask(node));
    reader.finish(map);
    Some(Incomplete { statement, ask: ask? })
}

fn members(reader: &mut Reader<'_>, node: &Node) -> Vec<Requirement> {
    let items = reader.list(node);
    items.into_iter().filter_map(|item| requirement(reader, item)).collect()
}

fn requirement(reader: &mut Reader<'_>, node: &Node) -> Option<Requirement> {
    let mut map = reader.map(node)?;
    // The library cites nothing, and what it took over would need a citation.
    let takes_over = !reader.cites_nothing;
    if let Some(node) = if takes_over { map.take("use") } else { None } {
        let id = reader.id(node)?;
        reader.finish(map);
        return Some(without_text(id.place, Rule::Use(id)));
    }
    if let Some(node) = if takes_over { map.take("library") } else { None } {
        let found = of_library(reader, &mut map, node);
        reader.finish(map);
        return found;
    }
    let id = required_word(reader, &mut map, "id")?;
    let found = body(reader, &mut map, id);
    reader.finish(map);
    found
}

/// A requirement of the library: `{ library, source }`. Its id is the library's name, unless it has its own.
fn of_library(reader: &mut Reader<'_>, map: &mut Map<'_>, node: &Node) -> Option<Requirement> {
    let name = reader.id(node)?;
    let id = match map.take("id") {
        Some(node) => reader.id(node)?,
        None => name.clone(),
    };
    let says = reader.optional_text(map, "says");
    let ask = map.take("ask").and_then(|node| reader.ask(node));
    let cites = reader.cites(map);
    Some(Requirement { says, ask, cites, id, ..without_text(name.place, Rule::Library(name)) })
}

/// A named group of a year, or a requirement of the library.
pub(super) fn named_group(reader: &mut Reader<'_>, id: Word, node: &Node) -> Option<Requirement> {
    let mut map = reader.map(node)?;
    let found = body(reader, &mut map, id);
    reader.finish(map);
    found
}

/// A requirement from the keys of a map other than its id.
pub(super) fn body(reader: &mut Reader<'_>, map: &mut Map<'_>, id: Word) -> Option<Requirement> {
    let says = Some(reader.required_text(map, "says"));
    let ask = map.take("ask").and_then(|node| reader.ask(node));
    let judge = map.take("judged").and_then(|node| reader.member(node));
    let judge = judge.unwrap_or(Judge::Here);
    let applies_if = map.take("applies_if").and_then(|node| reader.expr(node, false));
    let applies = reader.optional_text(map, "applies");
    if map.has("applies_if") != map.has("applies") {
        let message = "`applies_if` and `applies`, the same in words, come together";
        let written = if applies.is_some() { "applies" } else { "applies_if" };
        let help = "write both, or neither".to_owned();
        let place = map.key_place(written);
        reader.problems.add_with_help(place, "missing-key", message, Some(help));
    }
    let is_early = reader.yes_no(map.take("early"));
    let cites = reader.cites(map);
    let rule = rule(reader, map, id.place)?;
    let origin = None;
    Some(Requirement { id, says, ask, judge, applies_if, applies, is_early, cites, rule, origin })
}

fn rule(reader: &mut Reader<'_>, map: &mut Map<'_>, place: Place) -> Option<Rule> {
    let incomplete = map.take("incomplete");
    let (when, desk) = (map.take("when"), map.take("desk"));
    let is_desk = desk.is_some() && reader.yes_no(desk);
    let groups = Grouping::VARIANTS.iter();
    let groups = groups.filter_map(|how| map.take(how.name()).map(|node| (node, *how)));
    let groups: Vec<(&Node, Grouping)> = groups.collect();
    let group_count = groups.len();
    let kinds = ["when", "desk"].into_iter().chain(Grouping::names());
    let place =
        kinds.filter(|key| map.has(key)).map(|key| map.key_place(key)).max().unwrap_or(place);
    let leaf_count = usize::from(when.is_some()).saturating_add(usize::from(is_desk));
    if group_count.saturating_add(leaf_count) != 1 {
        let message = "a requirement needs exactly one of `when`, `desk`, `all`, `any` and `none`";
        reader.problem(place, "requirement-kind", message);
        return None;
    }
    if let Some(node) = incomplete.filter(|_| group_count == 0) {
        let message = "only a group can be incomplete";
        let place = reader.node_place(node);
        reader.problem(place, "incomplete-leaf", message);
    }
    if let Some(node) = when {
        return reader.expr(node, false).map(Rule::When);
    }
    let Some((node, how)) = groups.first().copied() else { return Some(Rule::Desk) };
    let incomplete = incomplete.and_then(|node| incomplete_list(reader, node));
    Some(Rule::Group { how, incomplete, members: members(reader, node) })
}

fn amount(reader: &mut Reader<'_>, node: &Node) -> Option<Amount> {
    let mut map = reader.map(node)?;
    let parts = reader.required(&mut map, "parts").map_or_else(Vec::new, |node| reader.list(node));
    if parts.is_empty() {
        let message = "an amount needs at least one part";
        reader.problem(map.place, "empty-amount", message);
    }
    let parts = parts.into_iter().filter_map(|node| part(reader, node)).collect();
    let then = map.take("then").map_or_else(Vec::new, |node| steps::listed(reader, node));
    let schedule = map.take("schedule").and_then(|node| schedule(reader, node));
    reader.finish(map);
    Some(Amount { parts, then, schedule })
}

fn schedule(reader: &mut Reader<'_>, node: &Node) -> Option<(Every, u16)> {
    let mut map = reader.map(node)?;
    let every = reader.required_member(&mut map, "every");
    let times = reader.required(&mut map, "times").and_then(|node| reader.small(node));
    if times.is_some_and(|times| !(1..=1_200).contains(&times)) {
        let place = map.key_place("times");
        reader.problem(place, "bounds", "expected from 1 to 1,200 instalments");
    }
    reader.finish(map);
    Some((every?, times?))
}

/// The instalments in which a part is paid: `{ first: 1, last: 3 }`.
fn instalments(reader: &mut Reader<'_>, node: &Node) -> Option<Instalments> {
    let mut map = reader.map(node)?;
    let first = reader.required(&mut map, "first").and_then(|node| reader.small(node));
    let last = reader.required(&mut map, "last").and_then(|node| reader.small(node));
    reader.finish(map);
    Some(Instalments { first: first?, last: last? })
}

fn part(reader: &mut Reader<'_>, node: &Node) -> Option<Part> {
    let mut map = reader.map(node)?;
    let id = required_word(reader, &mut map, "id");
    let found = part_body(reader, &mut map, id);
    reader.finish(map);
    found
}

/// A part of an amount from the keys of a map other than its id.
pub(super) fn part_body(
    reader: &mut Reader<'_>,
    map: &mut Map<'_>,
    id: Option<Word>,
) -> Option<Part> {
    let says = reader.required_text(map, "says");
    let cites = reader.cites(map);
    let place = map.key_place("cases");
    let value = if map.has("cases") {
        Some(Expr { place, kind: ExprKind::Cases(reader.cases(map, true)) })
    } else {
        reader.required(map, "yen").and_then(|node| reader.expr(node, true))
    };
    let (then, is_then_listed) = steps::of_part(reader, map);
    let is_ceiling = reader.yes_no(map.take("ceiling"));
    let place = map.key_place("instalments");
    let instalments = map.take("instalments").and_then(|node| instalments(reader, node));
    let instalments = instalments.map(|found| (found, place));
    let payer = map.take("payer").and_then(|node| reader.member(node));
    let payee = map.take("payee").and_then(|node| reader.member(node));
    Some(Part {
        id: id?,
        says,
        value: value?,
        then,
        is_then_listed,
        is_ceiling,
        instalments,
        payer,
        payee,
        cites,
    })
}
