//! The values that templates are given: questions, programmes, sources and dates in one language. The
//! templates choose the words for codes.

pub(super) mod first;
mod questions;

use super::PageError;
use super::figure::{self, Most};
use super::in_force::{self, Longer, year_ends};
use super::inline::{self, Inlined};
use super::names;
use super::words::Language;
use crate::check::easy::ORIGINAL_LANGUAGE;
use crate::closed_list::ClosedList;
use crate::index::YearIndex;
use crate::rulebook;
use crate::source::{
    Case, Cite, City, Desk, Evidence, Exclusion, Expr, ExprKind, Fact, Incomplete, Part, Programme,
    Reading, Requirement, Role, Rule, SharedRules, Source, SourceKind, Statement, Text, Word, Year,
};
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray;
use typed_index_collections::TiSlice;

/// Everything about one city's texts in one language.
struct Texts<'a> {
    rules: &'a SharedRules,
    language: &'a str,
    /// Whether questions for the desk are given in Japanese too.
    is_foreign: bool,
}

/// What is computed of a city's rules. It is the same in every language.
pub(super) struct Computed {
    /// The figures on the static cards, for each year.
    figures: Vec<BTreeMap<String, Most>>,
    /// The most questions that a visitor meets.
    questions: u32,
}

/// Computes what the page shows of a city's rules; `compiled` is the same city for evaluation.
pub(super) fn computed(city: &City, compiled: &rulebook::City) -> Computed {
    let years = TiSlice::<YearIndex, _>::from_ref(&city.years).iter_enumerated();
    let figures = years.map(|(at, year)| figure::most(compiled, at, year_ends(year.fiscal_year)));
    Computed { figures: figures.collect(), questions: first::most_questions(compiled) }
}

/// The context of a city's page; `compiled` is the same city for evaluation.
pub(super) fn city(
    rules: &SharedRules,
    city: &City,
    (compiled, computed): (&rulebook::City, &Computed),
    language: &str,
    words: &Language,
    links: Vec<Value>,
    inlined: &Inlined,
) -> Result<Value, PageError> {
    let texts = Texts { rules, language, is_foreign: words.is_foreign() };
    let years = city.years.iter().zip(&computed.figures);
    let years = years.map(|(year, most)| texts.year((city, year), most));
    let (topics, asked) = texts.topics(rules, &names::used_facts(city));
    let sources =
        city.years.iter().flat_map(|year| year.sources.iter().map(move |source| (year, source)));
    // The page names the day on which the oldest of the city's own sources was read.
    let own = sources.clone().filter(|(_, source)| source.kind == SourceKind::Official);
    let checked = own.map(|(_, source)| source.checked).min();
    let safe = Value::from_safe_string;
    Ok(context! {
        schema => inline::schema(compiled, &asked)?,
        roles => roles(rules),
        script_words => words.script.clone(),
        languages => links,
        is_foreign => words.is_foreign(),
        csp => inlined.policy.clone(),
        style => safe(inlined.style.clone()),
        first_script => safe(inlined.first_script.clone()),
        script => safe(inlined.script.clone()),
        engine => safe(inlined.engine.clone()),
        rules => safe(inlined.rules.clone()),
        names => safe(inlined.names.clone()),
        hashes => context! {
            rules => short(&inlined.rules_hash),
            engine => short(&inlined.engine_hash),
        },
        version => env!("CARGO_PKG_VERSION"),
        city => context! {
            id => city.id.clone(),
            name => texts.text(&city.name),
            prefecture => texts.text(&city.prefecture),
            title => texts.text(&city.title),
            desk => texts.desk(&city.desk),
            picture => first::picture(city.picture.as_ref(), language),
        },
        questions => computed.questions,
        programmes => first::programmes(city),
        next_year => city.years.last().map(|year| year.fiscal_year.saturating_add(1)),
        checked => checked.map(|day| day.to_string()),
        topics,
        years => years.collect::<Vec<_>>(),
        sources => sources.map(|(year, source)| texts.source(year, source)).collect::<Vec<_>>(),
    })
}

/// What the page takes some questions, fields and options for, by role; empty for a role that nothing has. The key of the
/// household is its `relation`.
fn roles(rules: &SharedRules) -> BTreeMap<&'static str, String> {
    let id = |role| rules.role(role).map(|word| word.text.clone()).unwrap_or_default();
    let named = Role::VARIANTS.iter().map(|role| (role.name(), id(*role)));
    let household = rules.role(Role::Household).map(|word| word.text.as_str());
    let list = rules.facts.iter().find(|fact| Some(fact.id.text.as_str()) == household);
    let key = list.and_then(Fact::key);
    let relation = key.map(|key| key.text.clone()).unwrap_or_default();
    named.chain([("relation", relation)]).collect()
}

/// The start of a hash, which is what a reader compares.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

impl Texts<'_> {
    fn text(&self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }

    /// The Japanese text, if the page is in another language.
    fn original(&self, text: Option<&Text>) -> Option<String> {
        let text = text.filter(|_| self.is_foreign);
        text.map(|text| text.in_language(ORIGINAL_LANGUAGE).to_owned())
    }

    fn optional(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    fn desk(&self, desk: &Desk) -> Value {
        context! {
            name => self.text(&desk.name),
            address => self.optional(desk.address.as_ref()),
            phone => desk.phone.clone(),
            hours => self.optional(desk.hours.as_ref()),
            note => self.optional(desk.note.as_ref()),
        }
    }

    fn source(&self, year: &Year, source: &Source) -> Value {
        context! {
            id => year.source_id(&source.id.text),
            title => self.text(&source.title),
            publisher => self.text(&source.publisher),
            address => source.address.clone(),
            dated => source.dated.map(|day| day.to_string()),
            checked => source.checked.to_string(),
            review_by => source.review_by.map(|day| day.to_string()),
            kind => source.kind.name(),
        }
    }

    fn year(&self, (city, year): (&City, &Year), figures: &BTreeMap<String, Most>) -> Value {
        let (from, to) = year_ends(year.fiscal_year);
        let programmes = year
            .programmes
            .iter()
            .map(|one| self.programme((city, year), one, figures.get(&one.id.text)));
        let still = year.still_in_force.iter().filter_map(|id| {
            let (of, one) = in_force::rules(city, year, &id.text)?;
            Some(context! { year => of.fiscal_year, id => id.text.clone(), name => self.text(&one.name) })
        });
        context! {
            year => year.fiscal_year,
            provisional => year.is_provisional,
            from => from.to_string(),
            to => to.to_string(),
            supports => year.supports.iter().map(|(id, name)| {
                context! { id => id.text.clone(), name => self.text(name) }
            }).collect::<Vec<_>>(),
            programmes => programmes.collect::<Vec<_>>(),
            still_in_force => still.collect::<Vec<_>>(),
        }
    }

    fn cites(&self, year: &Year, cites: &[Cite]) -> Vec<Value> {
        let found = cites.iter().map(|cite| {
            let source = year.sources.iter().find(|source| source.id.text == cite.source.text);
            let grade = cite.evidence.or(source.map(|source| source.evidence));
            context! {
                source => year.source_id(&cite.source.text),
                at => cite.at.clone(),
                evidence => grade.map(Evidence::name),
            }
        });
        found.collect()
    }

    fn statement(&self, year: &Year, statement: &Statement) -> Value {
        context! {
            says => self.text(&statement.says),
            cites => self.cites(year, &statement.cites),
        }
    }

    /// A question for the desk.
    fn ask(&self, year: &Year, id: &Word) -> Value {
        let text = year.ask(&id.text);
        context! {
            id => id.text.clone(),
            text => self.optional(text),
            original => self.original(text),
        }
    }

    fn incomplete(&self, year: &Year, Incomplete { statement, ask }: &Incomplete) -> Value {
        context! { ask => self.ask(year, ask), ..self.statement(year, statement) }
    }

    fn statements(&self, year: &Year, statements: &[Statement]) -> Vec<Value> {
        statements.iter().map(|one| self.statement(year, one)).collect()
    }

    /// When the rules of a programme hold, if that is longer than their fiscal year.
    fn valid(&self, (city, year): (&City, &Year), programme: &Programme) -> Option<Value> {
        let Longer { from, to, cites } = in_force::longer(city, year, programme)?;
        Some(context! {
            from => from.to_string(),
            to => to.map(|day| day.to_string()),
            cites => self.cites(year, &cites),
        })
    }

    fn programme(
        &self,
        (city, year): (&City, &Year),
        programme: &Programme,
        figure: Option<&Most>,
    ) -> Value {
        let (incomplete, members) = match &programme.requires.rule {
            Rule::Group { incomplete, members, .. } => (incomplete.as_ref(), members.as_slice()),
            Rule::When(_) | Rule::Desk | Rule::Use(_) | Rule::Library(_) => (None, &[][..]),
        };
        let used = names::programme_names(year, programme);
        let readings = year.readings.iter().filter(|reading| used.contains(&reading.id.text));
        context! {
            id => programme.id.text.clone(),
            name => self.text(&programme.name),
            summary => self.optional(programme.summary.as_ref()),
            support => programme.support.as_ref().map(|support| support.text.clone()),
            benefit => programme.benefit.name(),
            is_money => programme.benefit.is_money(),
            payer => programme.payer.name(),
            payee => programme.payee.name(),
            figure => figure.map(|most| context! {
                yen => most.yen.to_string(),
                is_fixed => most.is_fixed,
                is_open => most.is_open,
            }),
            valid => self.valid((city, year), programme),
            before => self.statements(year, &programme.before),
            window => programme.window.as_ref().map(|window| self.statement(year, &window.statement)),
            requirements => members.iter().map(|one| self.requirement(year, one)).collect::<Vec<_>>(),
            incomplete => incomplete.map(|hidden| self.incomplete(year, hidden)),
            amount => programme.amount.as_ref().map(|amount| context! {
                ceiling => amount.parts.iter().any(|part| part.is_ceiling),
                schedule => amount.schedule.map(|(every, times)| context! {
                    every => every.name(),
                    times,
                }),
                parts => amount.parts.iter().map(|part| self.part(year, part)).collect::<Vec<_>>(),
            }),
            readings => readings.map(|reading| self.reading(year, reading)).collect::<Vec<_>>(),
            reported => self.statements(year, &programme.reported),
            exclusive => self.exclusive((city, year), programme),
            obligations => programme.obligations.iter().map(|one| context! {
                id => one.id.text.clone(),
                facts => self.asked_later(year, programme, one.exprs()),
                has_event => one.event.is_some(),
                excused => one.excused.iter().map(|excuse| self.statement(year, &excuse.statement)).collect::<Vec<_>>(),
                ask => one.ask.as_ref().map(|id| self.ask(year, id)),
                ..self.statement(year, &one.statement)
            }).collect::<Vec<_>>(),
            key_dates => programme.key_dates.iter().map(|one| context! {
                id => one.id.text.clone(),
                facts => self.asked_later(year, programme, one.exprs()),
                ..self.statement(year, &one.statement)
            }).collect::<Vec<_>>(),
            shared_caps => self.shared_caps(year, programme),
            documents => self.statements(year, &programme.documents),
            notes => self.statements(year, &programme.notes),
            desk => programme.desk.as_ref().map(|desk| self.desk(desk)),
        }
    }

    /// The questions, in asking order, that some expressions use and the requirements and the amount of the programme do
    /// not.
    fn asked_later(&self, year: &Year, programme: &Programme, exprs: Vec<&Expr>) -> Vec<String> {
        let names = names::only_in(year, programme, exprs);
        let facts = self.rules.facts.iter().map(|fact| &fact.id.text);
        facts.filter(|id| names.contains(*id)).cloned().collect()
    }

    /// The programmes that cannot be combined with a programme. Either of the two files may say so, also that of a later
    /// year in which these rules still hold.
    fn exclusive(&self, (city, year): (&City, &Year), programme: &Programme) -> Vec<Value> {
        let own = programme.exclusive.iter().map(|one| (year, &one.programme.text, one));
        let holds_in = |later: &&Year| {
            let rules = in_force::rules(city, later, &programme.id.text);
            rules.is_some_and(|(of, _)| of.fiscal_year == year.fiscal_year)
        };
        let theirs = city.years.iter().filter(holds_in).flat_map(|later| {
            let all = later.programmes.iter().flat_map(move |other| {
                other.exclusive.iter().map(move |one| (later, &other.id.text, one))
            });
            all.filter(|(.., one)| one.programme.text == programme.id.text)
        });
        let found = own.chain(theirs).map(|(year, id, Exclusion { statement, under, .. })| {
            let other = in_force::rules(city, year, id).map(|(_, other)| other);
            let cites = self.cites(year, &statement.cites);
            let grade = cites.first().and_then(|cite| cite.get_attr("evidence").ok());
            context! {
                id,
                name => other.map(|other| self.text(&other.name)),
                evidence => grade,
                is_open => under.is_some(),
                says => self.text(&statement.says),
                cites,
            }
        });
        found.collect()
    }

    /// The caps that a programme shares with others.
    fn shared_caps(&self, year: &Year, programme: &Programme) -> Vec<Value> {
        let found = year.shared_caps.iter().filter(|cap| cap.covers(programme)).map(|cap| {
            context! {
                id => cap.id.text.clone(),
                says => self.text(&cap.statement.says),
                cites => self.cites(year, &cap.statement.cites),
            }
        });
        found.collect()
    }

    fn reading(&self, year: &Year, reading: &Reading) -> Value {
        context! {
            id => reading.id.text.clone(),
            ask => self.ask(year, &reading.ask),
            choices => reading.choices.iter().map(|(id, choice)| context! {
                id => id.text.clone(),
                says => self.text(&choice.says),
                cites => self.cites(year, &choice.cites),
            }).collect::<Vec<_>>(),
        }
    }

    fn requirement(&self, year: &Year, requirement: &Requirement) -> Value {
        let used = match &requirement.rule {
            Rule::Use(name) => year.groups.iter().find(|group| group.id.text == name.text),
            Rule::When(_) | Rule::Desk | Rule::Library(_) | Rule::Group { .. } => None,
        };
        let requirement = used.unwrap_or(requirement);
        let (kind, incomplete, members) = match &requirement.rule {
            Rule::Group { how, incomplete, members } => {
                (how.name(), incomplete.as_ref(), members.as_slice())
            }
            Rule::Desk => ("desk", None, &[][..]),
            Rule::When(_) | Rule::Use(_) | Rule::Library(_) => ("leaf", None, &[][..]),
        };
        let judged = if kind == "desk" { kind } else { requirement.judge.name() };
        let readings = readings_among(year, &names::of_requirement(year, requirement));
        let cites = self.cites(year, &requirement.cites);
        let grade = cites.first().and_then(|cite| cite.get_attr("evidence").ok());
        context! {
            id => requirement.id.text.clone(),
            says => self.optional(requirement.says.as_ref()),
            kind, judged,
            evidence => grade,
            applies => self.optional(requirement.applies.as_ref()),
            framework => self.framework(requirement),
            incomplete => incomplete.map(|hidden| self.incomplete(year, hidden)),
            ask => requirement.ask.as_ref().map(|id| self.ask(year, id)),
            says_original => self.original(requirement.says.as_ref()),
            cites,
            readings,
            requirements => members.iter().map(|one| self.requirement(year, one)).collect::<Vec<_>>(),
        }
    }

    /// The framework of a requirement that the city's own text is not known to repeat.
    fn framework(&self, requirement: &Requirement) -> Option<Value> {
        let origin = requirement.origin.as_ref().filter(|origin| !origin.is_confirmed)?;
        Some(context! { level => origin.level.name(), name => self.text(&origin.name) })
    }

    fn part(&self, year: &Year, part: &Part) -> Value {
        context! {
            id => part.id.text.clone(),
            says => self.text(&part.says),
            payer => part.payer.map(ClosedList::name),
            payee => part.payee.map(ClosedList::name),
            ceiling => part.is_ceiling,
            rows => self.rows(&part.value),
            cites => self.cites(year, &part.cites),
        }
    }

    /// A row for each case of an amount's table; one row for an amount that is a single figure.
    fn rows(&self, expr: &Expr) -> Vec<Value> {
        let row = |says: Option<&Text>, figure: Option<Figure>| {
            let says = says.map(|says| self.text(says)).unwrap_or_default();
            let (yen, unknown) = match figure {
                Some(Figure::Yen(yen)) => (Some(yen.to_string()), false),
                Some(Figure::Unpublished) => (None, true),
                None => (None, false),
            };
            context! { says, yen, unknown }
        };
        if let ExprKind::Cases(cases) = &expr.kind {
            let of_case = |Case { value, says, .. }: &Case| row(says.as_ref(), stated(value));
            return cases.iter().map(of_case).collect();
        }
        stated(expr).map(|figure| row(None, Some(figure))).into_iter().collect()
    }
}

/// A figure that a rule gives as it is.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Yen(i64),
    /// No source states it.
    Unpublished,
}

/// The figure of an expression, unless it is computed.
fn stated(expr: &Expr) -> Option<Figure> {
    match &expr.kind {
        ExprKind::Yen(yen) => Some(Figure::Yen(*yen)),
        ExprKind::Unknown(None, None) => Some(Figure::Unpublished),
        ExprKind::Unknown(..)
        | ExprKind::Number(..)
        | ExprKind::Day(_)
        | ExprKind::Truth(_)
        | ExprKind::Name(_)
        | ExprKind::Not(_)
        | ExprKind::Negate(_)
        | ExprKind::Binary(..)
        | ExprKind::In(..)
        | ExprKind::Call(..)
        | ExprKind::Cases(_)
        | ExprKind::Reading(..) => None,
    }
}

/// The ids of the readings among some names.
fn readings_among(year: &Year, names: &BTreeSet<String>) -> Vec<String> {
    let ids = year.readings.iter().map(|reading| &reading.id.text);
    ids.filter(|id| names.contains(*id)).cloned().collect()
}
