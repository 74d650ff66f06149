//! Checks the questions: topics, options that can be chosen, the fields of lists. Whether a rule
//! reads a question is checked in `usage`.

use crate::diagnostic::{Diagnostics, suggestion};
use crate::index::{FactIndex, FieldIndex, OptionIndex};
use crate::possible::Options;
use crate::rulebook::{Fact, Fixed, Gate, Kind, Opens};
use crate::source::{self, Behind, FactKind, SharedRules};
use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// The questions that have no problem.
pub(super) fn facts(rules: &SharedRules, problems: &mut Diagnostics) -> TiVec<FactIndex, Fact> {
    let mut found: TiVec<FactIndex, Fact> =
        rules.facts.iter().filter_map(|one| fact(one, problems)).collect();
    if found.len() == rules.facts.len() {
        for (at, one) in rules.facts.iter().enumerate() {
            let gate = gate(rules, at, one, problems);
            if let Some(fact) = found.get_mut(FactIndex::from(at)) {
                fact.behind = gate;
            }
        }
        for group in &rules.together {
            ask_together(rules, group, &mut found, problems);
        }
    }
    found
}

/// Marks the facts of a group as asked together. Only plans can be: no tick means that nothing is planned. They stand
/// behind the same question, if any, so that the screen asks none of them too early.
fn ask_together(
    rules: &SharedRules,
    group: &source::Together,
    found: &mut TiSlice<FactIndex, Fact>,
    problems: &mut Diagnostics,
) {
    let facts = TiSlice::<FactIndex, _>::from_ref(&rules.facts);
    let position = |word: &source::Word| facts.position(|fact| fact.id.text == word.text);
    let first = group.facts.iter().filter_map(|(word, _)| position(word)).min();
    let gate = first.and_then(|first| found.get(first)).and_then(|fact| fact.behind);
    if group.facts.len() < 2 {
        let message = format!("`{}` asks fewer than two facts together", group.id.text);
        problems.add(group.id.place, "asked-together", message);
    }
    let notes = group.notes.iter().map(|(word, _)| word);
    for word in notes.chain(group.icons.iter().map(|(word, _)| word)) {
        let mut asked = group.facts.iter().map(|(fact, _)| fact.text.as_str());
        if !asked.clone().any(|fact| fact == word.text) {
            let message = format!("`{}` is not among the facts asked here", word.text);
            let help = suggestion(&word.text, asked.by_ref());
            problems.add_with_help(word.place, "unknown-name", message, help);
        }
    }
    for (word, _) in &group.facts {
        let id = &word.text;
        let Some(fact) = position(word).and_then(|at| found.get_mut(at)) else {
            let help = suggestion(id, rules.facts.iter().map(|fact| fact.id.text.as_str()));
            problems.add_with_help(
                word.place,
                "unknown-name",
                format!("unknown fact `{id}`"),
                help,
            );
            continue;
        };
        let wrong = if fact.together.is_some() {
            format!("`{id}` is asked together with others already")
        } else if fact.no_plan.is_none() {
            format!("`{id}` is no plan: it has no answer that stands for no tick (`no_plan`)")
        } else if fact.behind != gate {
            format!(
                "`{id}` stands behind another question than the first fact that is asked with it"
            )
        } else {
            fact.together = first;
            continue;
        };
        problems.add(word.place, "asked-together", wrong);
    }
}

/// The gate of the question at a place.
fn gate(
    rules: &SharedRules,
    at: usize,
    fact: &source::Fact,
    problems: &mut Diagnostics,
) -> Option<Gate> {
    let Behind { fact: gate, answers } = fact.behind.as_ref()?;
    let earlier = rules.facts.get(..at).unwrap_or_default();
    let Some(place) = earlier.iter().position(|one| one.id.text == gate.text) else {
        let message = format!("`{}` is no question before `{}`", gate.text, fact.id.text);
        let help = suggestion(&gate.text, earlier.iter().map(|one| one.id.text.as_str()));
        problems.add_with_help(gate.place, "behind", message, help);
        return None;
    };
    let known: Vec<&str> = match earlier.get(place).map(|one| &one.kind) {
        Some(FactKind::YesNo) => vec!["no", "yes"],
        Some(FactKind::Choice(options)) => options.iter().map(|(id, _)| id.text.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut some = Options::NONE;
    for answer in answers {
        match known.iter().position(|one| *one == answer.text) {
            Some(option) => some = some.union(Options::only(option.into())),
            None => {
                let message = format!("`{}` has no answer `{}`", gate.text, answer.text);
                let help = suggestion(&answer.text, known.iter().copied());
                problems.add_with_help(answer.place, "behind", message, help);
                return None;
            }
        }
    }
    let is_yes_no = matches!(earlier.get(place).map(|one| &one.kind), Some(FactKind::YesNo));
    let yes = Options::only(OptionIndex::new(1));
    let opens = if is_yes_no { Opens::YesNo(some == yes) } else { Opens::Options(some) };
    Some(Gate { fact: place.into(), opens })
}

/// Reports every question without a known topic, because the page would never ask it.
pub(super) fn check_topics(rules: &SharedRules, problems: &mut Diagnostics) {
    let known = || rules.topics.iter().map(|(id, _)| id.text.as_str());
    for fact in &rules.facts {
        let Some(topic) = &fact.topic else {
            let message = format!("the fact `{}` has no topic", fact.id.text);
            problems.add(fact.id.place, "missing-key", message);
            continue;
        };
        if !known().any(|id| id == topic.text) {
            let message = format!("unknown topic `{}`", topic.text);
            let help = suggestion(&topic.text, known());
            problems.add_with_help(topic.place, "unknown-name", message, help);
        }
    }
}

/// Reports every question that cannot share the screen that it names: that of an earlier question of its topic, which
/// has a screen of its own. Lists and plans that are asked together fill a screen.
pub(super) fn check_screens(rules: &SharedRules, problems: &mut Diagnostics) {
    let fills_screen = |fact: &source::Fact| {
        let mut together = rules.together.iter().flat_map(|group| &group.facts);
        let is_together = together.any(|(plan, _)| plan.text == fact.id.text);
        is_together || matches!(fact.kind, FactKind::List { .. })
    };
    for (at, fact) in rules.facts.iter().enumerate() {
        let Some(lead) = &fact.on_screen_of else { continue };
        let earlier = rules.facts.get(..at).unwrap_or_default();
        let Some(first) = earlier.iter().find(|one| one.id.text == lead.text) else {
            let message = format!("`{}` is no question before `{}`", lead.text, fact.id.text);
            let help = suggestion(&lead.text, earlier.iter().map(|one| one.id.text.as_str()));
            problems.add_with_help(lead.place, "on-screen-of", message, help);
            continue;
        };
        let topic = |of: &source::Fact| of.topic.as_ref().map(|topic| topic.text.clone());
        let wrong = if let Some(other) = &first.on_screen_of {
            format!("`{}` is itself on the screen of `{}`: name that one", lead.text, other.text)
        } else if topic(first) != topic(fact) {
            format!("`{}` has another topic than `{}`", lead.text, fact.id.text)
        } else if let Some(whole) = [first, fact].into_iter().find(|one| fills_screen(one)) {
            format!("`{}` fills a screen and shares none", whole.id.text)
        } else {
            continue;
        };
        problems.add(lead.place, "on-screen-of", wrong);
    }
}

/// A question, if it has no problem.
fn fact(fact: &source::Fact, problems: &mut Diagnostics) -> Option<Fact> {
    let before = problems.len();
    if fact.id.text == crate::wire::rulings::KEY {
        let message = "no fact can be called `rulings`: what the desk has ruled stands there";
        problems.add(fact.id.place, "reserved-name", message);
    }
    let kind = match &fact.kind {
        FactKind::YesNo => Kind::YesNo,
        FactKind::Choice(options) => {
            Kind::Choice { options: options.iter().map(|(id, _)| id.text.clone()).collect() }
        }
        FactKind::Number { bounds: (min, max), bands, .. } => {
            Kind::Number { min: *min, max: *max, banded: !bands.is_empty() }
        }
        FactKind::Date { bounds: (first, last) } => {
            Kind::Date { first: first.number(), last: last.number() }
        }
        FactKind::List { key, applicant, fields } => {
            list_kind(fact, key, applicant, fields, problems)?
        }
    };
    if problems.len() > before {
        return None;
    }
    let choosable = choosable(fact, problems);
    let no_plan = no_plan(fact, problems);
    Some(Fact { id: fact.id.text.clone(), choosable, no_plan, behind: None, together: None, kind })
}

/// The answer of somebody who plans nothing.
fn no_plan(fact: &source::Fact, problems: &mut Diagnostics) -> Option<Fixed> {
    let word = fact.no_plan.as_ref()?;
    let found = fixed_answer(&fact.kind, word);
    if found.is_none() {
        let message = format!("`{}` is no answer to `{}`", word.text, fact.id.text);
        let options: Vec<&str> = match &fact.kind {
            FactKind::YesNo => vec!["yes", "no"],
            FactKind::Choice(options) => options.iter().map(|(id, _)| id.text.as_str()).collect(),
            FactKind::Number { .. } | FactKind::Date { .. } | FactKind::List { .. } => Vec::new(),
        };
        let help = if options.is_empty() {
            Some("only a yes-no question or a choice can be a plan".to_owned())
        } else {
            suggestion(&word.text, options.iter().copied())
        };
        problems.add_with_help(word.place, "no-plan", message, help);
    }
    found
}

/// One answer to a yes-no question or a choice.
fn fixed_answer(kind: &FactKind, answer: &source::Word) -> Option<Fixed> {
    match kind {
        FactKind::YesNo if answer.text == "yes" => Some(Fixed::YesNo(true)),
        FactKind::YesNo if answer.text == "no" => Some(Fixed::YesNo(false)),
        FactKind::Choice(options) => {
            let at = options.iter().position(|(id, _)| id.text == answer.text)?;
            Some(Fixed::Option(OptionIndex::from(at)))
        }
        FactKind::YesNo
        | FactKind::Number { .. }
        | FactKind::Date { .. }
        | FactKind::List { .. } => None,
    }
}

/// The options that the applicant can choose. A fact without options has one, its answer.
fn choosable(fact: &source::Fact, problems: &mut Diagnostics) -> Options {
    let options: TiVec<OptionIndex, &str> = match &fact.kind {
        FactKind::Choice(options) => options.iter().map(|(id, _)| id.text.as_str()).collect(),
        FactKind::YesNo
        | FactKind::Number { .. }
        | FactKind::Date { .. }
        | FactKind::List { .. } => ti_vec!["an answer"],
    };
    let mut chosen = if fact.is_chosen { Options::first(options.len()) } else { Options::NONE };
    for word in &fact.not_chosen {
        match options.position(|option| *option == word.text) {
            Some(at) if fact.is_chosen => chosen = chosen.without(Options::only(at)),
            _ => {
                let message = format!("`{}` is no option that could be chosen", word.text);
                let help = suggestion(&word.text, options.iter().copied());
                problems.add_with_help(word.place, "unknown-word", message, help);
            }
        }
    }
    chosen
}

fn list_kind(
    fact: &source::Fact,
    key: &source::Word,
    applicant: &[(source::Word, source::Word)],
    fields: &[source::Fact],
    problems: &mut Diagnostics,
) -> Option<Kind> {
    let fields = TiSlice::<FieldIndex, _>::from_ref(fields);
    let is_key = |field: &source::Fact| {
        field.id.text == key.text && matches!(field.kind, FactKind::Choice(_))
    };
    let Some(key) = fields.position(is_key) else {
        let message = format!("`{}` is no choice among the fields of `{}`", key.text, fact.id.text);
        problems.add(key.place, "unknown-name", message);
        return None;
    };
    let mut fixed: TiVec<FieldIndex, Option<Fixed>> = ti_vec![None; fields.len()];
    for (field, answer) in applicant {
        let at = fields.position(|known| known.id.text == field.text);
        let value =
            at.and_then(|at| fields.get(at)).and_then(|known| fixed_answer(&known.kind, answer));
        match at.and_then(|at| fixed.get_mut(at)).zip(value) {
            Some((slot, value)) => *slot = Some(value),
            None => {
                let message = format!("`{}: {}` is no answer of a field", field.text, answer.text);
                problems.add(field.place, "unknown-name", message);
            }
        }
    }
    for behind in fields.iter().filter_map(|field| field.behind.as_ref()) {
        let message = "a field of a list stands behind no question".to_owned();
        problems.add(behind.fact.place, "behind", message);
    }
    let fields = fields.iter().filter_map(|field| self::fact(field, problems)).collect();
    Some(Kind::List { fields, key, applicant: fixed })
}
