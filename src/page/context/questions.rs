//! The questions of a city for the templates: by topic, and the screens that ask several plans together.

use super::Texts;
use crate::closed_list::ClosedList;
use crate::page::names;
use crate::source::{Fact, FactKind, SharedRules, Text, Together, Word};
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};

impl Texts<'_> {
    /// The topics that a city asks about with their questions, and the ids of these in the order of the page.
    pub(super) fn topics<'r>(
        &self,
        rules: &'r SharedRules,
        used: &BTreeSet<String>,
    ) -> (Vec<Value>, Vec<&'r str>) {
        let (mut topics, mut asked) = (Vec::new(), Vec::new());
        for (id, label) in &rules.topics {
            let is_here = |fact: &&Fact| {
                let own = fact.topic.as_ref().is_some_and(|own| own.text == id.text);
                own && used.contains(&fact.id.text)
            };
            let facts: Vec<&Fact> = rules.facts.iter().filter(is_here).collect();
            if facts.is_empty() {
                continue;
            }
            let ids: Vec<&str> = facts.iter().map(|fact| fact.id.text.as_str()).collect();
            let together = rules.together.iter().filter_map(|one| self.together(one, used, &ids));
            topics.push(context! {
                id => id.text.clone(),
                label => self.text(label),
                together => together.collect::<Vec<_>>(),
                questions => facts.iter().map(|fact| {
                    let is_together = rules.together.iter().any(|one| {
                        let plans = plans_asked(one, used);
                        plans.len() > 1 && plans.iter().any(|(plan, _)| plan.text == fact.id.text)
                    });
                    let skips = skipped(rules, used, &fact.id.text);
                    let screen = screen(&facts, fact);
                    context! { is_together, skips, screen, ..self.question(fact) }
                }).collect::<Vec<_>>(),
            });
            asked.extend(ids);
        }
        (topics, asked)
    }

    /// The screen that asks some plans together, if the first of them is among the questions of a topic. A city that
    /// asks only one of them asks it alone.
    fn together(
        &self,
        together: &Together,
        used: &BTreeSet<String>,
        ids: &[&str],
    ) -> Option<Value> {
        let plans = plans_asked(together, used);
        let is_here = plans.first().is_some_and(|(fact, _)| ids.contains(&fact.text.as_str()));
        let plan = |(fact, tick): &&(Word, Text)| {
            let note = together.notes.iter().find(|(id, _)| id.text == fact.text);
            let icon = together.icons.iter().find(|(id, _)| id.text == fact.text);
            context! {
                id => fact.text.clone(),
                label => self.text(tick),
                note => self.optional(note.map(|(_, note)| note)),
                icon => icon.map(|(_, icon)| icon.name()),
            }
        };
        (is_here && plans.len() > 1).then(|| {
            context! {
                id => together.id.text.clone(),
                question => self.text(&together.question),
                help => self.optional(together.help.as_ref()),
                plans => plans.iter().map(plan).collect::<Vec<_>>(),
            }
        })
    }

    fn question(&self, fact: &Fact) -> Value {
        let (kind, min, max) = match &fact.kind {
            FactKind::YesNo => ("yes_no", None, None),
            FactKind::Choice(_) => ("choice", None, None),
            FactKind::Number { bounds: (min, max), is_yen, .. } => (
                if *is_yen { "yen" } else { "number" },
                Some(min.to_string()),
                Some(max.to_string()),
            ),
            FactKind::Date { bounds: (first, last) } => {
                ("date", Some(first.to_string()), Some(last.to_string()))
            }
            FactKind::List { .. } => ("list", None, None),
        };
        let options = match &fact.kind {
            FactKind::Choice(options) => options.as_slice(),
            FactKind::YesNo
            | FactKind::Number { .. }
            | FactKind::Date { .. }
            | FactKind::List { .. } => &[],
        };
        let (unit, measure) = match &fact.kind {
            FactKind::Number { is_yen: true, .. } => (None, Some("yen")),
            FactKind::Number { unit, measure, .. } => {
                (unit.as_ref(), measure.map(ClosedList::name))
            }
            FactKind::YesNo
            | FactKind::Choice(_)
            | FactKind::Date { .. }
            | FactKind::List { .. } => (None, None),
        };
        let (fields, applicant) = match &fact.kind {
            FactKind::List { fields, applicant, .. } => (fields.as_slice(), applicant.as_slice()),
            FactKind::YesNo
            | FactKind::Choice(_)
            | FactKind::Number { .. }
            | FactKind::Date { .. } => (&[][..], &[][..]),
        };
        context! {
            id => fact.id.text.clone(), kind, min, max,
            question => self.text(&fact.question),
            label => self.optional(fact.label.as_ref()),
            help => self.optional(fact.help.as_ref()),
            unit => self.optional(unit),
            measure,
            is_together => false,
            no_plan => fact.no_plan.as_ref().map(|answer| answer.text.clone()),
            applicant_choice => fact.is_chosen,
            options => options.iter().map(|(id, label)| {
                context! { id => id.text.clone(), label => self.text(label) }
            }).collect::<Vec<_>>(),
            fields => fields.iter().map(|field| self.question(field)).collect::<Vec<_>>(),
            applicant => applicant.iter().map(|(field, answer)| {
                (field.text.clone(), answer.text.clone())
            }).collect::<BTreeMap<_, _>>(),
        }
    }
}

/// How many questions of a city are asked only after an answer to a question.
fn skipped(rules: &SharedRules, used: &BTreeSet<String>, id: &str) -> usize {
    let is_skipped = |fact: &&Fact| {
        let is_other = fact.id.text != id && used.contains(&fact.id.text);
        is_other && names::stands_behind(rules, fact, id)
    };
    rules.facts.iter().filter(is_skipped).count()
}

/// The question after which a screen is named that others of the topic share; none if a question is always alone.
fn screen<'f>(facts: &[&'f Fact], fact: &'f Fact) -> Option<&'f str> {
    let lead =
        |of: &'f Fact| of.on_screen_of.as_ref().map_or(of.id.text.as_str(), |lead| &lead.text);
    let own = lead(fact);
    let mut same = facts.iter().filter(|one| lead(one) == own);
    (same.by_ref().take(2).count() > 1).then_some(own)
}

/// The plans of a group that a city asks.
fn plans_asked<'t>(together: &'t Together, used: &BTreeSet<String>) -> Vec<&'t (Word, Text)> {
    together.facts.iter().filter(|(fact, _)| used.contains(&fact.text)).collect()
}
