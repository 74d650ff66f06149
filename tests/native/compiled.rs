//! Compiled rulebooks as untrusted bytes: encoded rules decode to themselves, and damaged bytes give an
//! error or valid rules that can be evaluated, never a panic. The meaning of the rules is not tested.

use crate::cities::{every_city, examples};
use crate::{made_up_town, shipped};
use iju_check::advise::advise;
use iju_check::calendar::Day;
use iju_check::evaluate::evaluate;
use iju_check::index::{ItemIndex, ProgrammeInYear, ProgrammeIndex, RequirementIndex};
use iju_check::possible::Options;
use iju_check::rulebook::{
    Ask, Broken, City, CityRules, Expr, Fact, Fixed, Gate, Grouping, Kind, Opens, Programme,
    Reading, Requirement, Rule, Rulebook, Under,
};
use iju_check::situation::Situation;
use iju_check::wire::compiled::{DecodeError, FORMAT, decode, encode};
use iju_check::wire::edge::report_words;

fn bytes() -> Vec<u8> {
    encode(shipped("oita")).unwrap()
}

#[test]
fn a_rulebook_without_its_ids_survives_encoding_and_decoding() {
    for city in every_city() {
        let bytes = encode(city).unwrap();
        let decoded = decode(&bytes).unwrap();
        let mut rules = city.rules().clone();
        clear_ids(&mut rules);
        assert_eq!(*decoded.rules(), rules);
        assert_eq!(decoded.programmes(), city.programmes());
        assert_eq!(encode(&decoded).unwrap(), bytes);
        assert!(bytes.len() < 16_384, "a city takes a few kilobytes, found {}", bytes.len());
    }
}

#[test]
fn a_decoded_city_gives_the_same_report_and_advice() {
    for city in every_city() {
        let decoded = decode(&encode(city).unwrap()).unwrap();
        for (household, on) in examples(city).into_iter().step_by(7) {
            let report = evaluate(city, &household, on, on);
            assert_eq!(evaluate(&decoded, &household, on, on), report);
            let advice = advise(city, &household, &report, on);
            assert_eq!(advise(&decoded, &household, &report, on), advice);
        }
    }
}

fn clear_ids(rules: &mut CityRules) {
    rules.id.clear();
    rules.facts.iter_mut().for_each(clear_ids_of_fact);
    for book in &mut rules.years {
        for programme in &mut book.programmes {
            programme.id.clear();
            programme.later.iter_mut().for_each(|one| one.id.clear());
            let parts = programme.amount.iter_mut().flat_map(|amount| &mut amount.parts);
            parts.for_each(|part| part.id.clear());
        }
        book.requirements.iter_mut().for_each(|one| one.id.clear());
        book.sources.iter_mut().for_each(|one| one.id.clear());
        book.caps.iter_mut().for_each(|one| one.id.clear());
        book.asks.iter_mut().for_each(|one| one.id.clear());
        for reading in &mut book.readings {
            reading.id.clear();
            reading.choices.iter_mut().for_each(String::clear);
        }
    }
}

fn clear_ids_of_fact(fact: &mut Fact) {
    fact.id.clear();
    match &mut fact.kind {
        Kind::Choice { options } => options.iter_mut().for_each(String::clear),
        Kind::List { fields, .. } => fields.iter_mut().for_each(clear_ids_of_fact),
        Kind::YesNo | Kind::Number { .. } | Kind::Date { .. } => {}
    }
}

#[test]
fn every_truncation_is_refused() {
    let bytes = bytes();
    for length in 0..bytes.len() {
        assert!(decode(&bytes[..length]).is_err(), "{length} bytes were accepted");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(decode(&longer).unwrap_err(), DecodeError::Damaged);
}

/// The changes of a byte after which accepted rules are also evaluated. Evaluation takes most of the time, so
/// the others are only decoded.
const EVALUATED: [u8; 3] = [1, 1 << 3, 0xff];

#[test]
fn every_flipped_bit_or_byte_gives_an_error_or_rules_that_evaluate() {
    let bytes = bytes();
    let on = Day::parse("2025-06-10").unwrap();
    let (mut refused, mut accepted) = (0, 0);
    for at in 0..bytes.len() {
        for flip in (0..8).map(|bit| 1 << bit).chain([0xff]) {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            match decode(&damaged) {
                Err(_) => refused += 1,
                Ok(city) => {
                    accepted += 1;
                    if !EVALUATED.contains(&flip) {
                        continue;
                    }
                    let report = evaluate(&city, &Situation::unknown(&city), on, on);
                    assert!(!report_words(&report).is_empty());
                }
            }
        }
    }
    // Indices and constants can change into other valid ones.
    assert!(refused > 0 && accepted > 0, "{refused} refused, {accepted} accepted");
}

#[test]
fn foreign_bytes_and_other_versions_have_their_own_errors() {
    assert_eq!(decode(b"").unwrap_err(), DecodeError::NotARulebook);
    assert_eq!(decode(b"\0asm").unwrap_err(), DecodeError::NotARulebook);
    let mut other = bytes();
    other[3] = FORMAT + 1;
    assert_eq!(decode(&other).unwrap_err(), DecodeError::OtherVersion(FORMAT + 1));
    other[3] = 12;
    let old = decode(&other).unwrap_err();
    assert_eq!(
        old.to_string(),
        "the compiled rulebook has another format: compile it again (found 12, expected 13)"
    );
}

#[test]
fn invalid_obligations_and_shared_caps_are_refused() {
    let refused = |change: fn(&mut CityRules)| {
        let mut rules = made_up_town().rules().clone();
        change(&mut rules);
        City::new(rules).unwrap_err().what
    };
    let twice = refused(|rules| {
        let book = year_of(rules, 2025);
        book.caps.raw[1].programmes[0] = book.caps.raw[0].programmes[0];
    });
    assert_eq!(twice, Broken::ProgrammeUnderOneCap);
    let same = refused(|rules| {
        year_of(rules, 2025).caps.raw[0].programmes = vec![ProgrammeInYear::new(2); 2];
    });
    assert_eq!(same, Broken::ProgrammeUnderOneCap);
    let nobody = refused(|rules| {
        year_of(rules, 2025).caps.raw[0].programmes[0] = ProgrammeInYear::new(200);
    });
    assert_eq!(nobody, Broken::CapProgrammeExists);
    let alone = refused(|rules| year_of(rules, 2025).caps.raw[0].programmes.truncate(1));
    assert_eq!(alone, Broken::EmptyList);
    let no_number = refused(|rules| {
        let book = year_of(rules, 2025);
        book.caps.raw[0].yen = book.programmes.raw[0].later[0].day.unwrap();
    });
    assert_eq!(no_number, Broken::CapIsANumber);
    let no_day = refused(|rules| {
        let book = year_of(rules, 2025);
        book.programmes.raw[0].later[0].day = Some(book.caps.raw[0].yen);
    });
    assert_eq!(no_day, Broken::KeyDateIsADay);
    let no_sum = refused(|rules| {
        let one = &mut year_of(rules, 2025).programmes.raw[0].later[0];
        one.owed = one.day;
    });
    assert_eq!(no_sum, Broken::AmountIsANumber);
    let no_award = refused(|rules| {
        let one = &mut year_of(rules, 2025).programmes.raw[0];
        one.award = one.later[0].day;
    });
    assert_eq!(no_award, Broken::AmountIsANumber);
    let nobody_asked = refused(|rules| {
        year_of(rules, 2025).asks.raw[0].obligations = vec![ProgrammeInYear::new(200)];
    });
    assert_eq!(nobody_asked, Broken::AskedItemExists);
    let linked = refused(|rules| {
        let book = year_of(rules, 2025);
        book.caps.raw[0].programmes = (0..13).map(ProgrammeInYear::new).collect();
        book.caps.truncate(1);
    });
    assert_eq!(linked, Broken::TooManyLinkedProgrammes);
    let twice = refused(|rules| {
        let programmes = &mut year_of(rules, 2025).programmes;
        programmes.raw[1].number = programmes.raw[0].number;
    });
    assert_eq!(twice, Broken::ProgrammeTwiceInAYear);
    let far =
        refused(|rules| year_of(rules, 2025).programmes.raw[1].number = ProgrammeIndex::new(300));
    assert_eq!(far, Broken::ProgrammesInOrder);
}

/// The plans of the town that are asked together.
fn together(rules: &mut CityRules) -> Vec<&mut Fact> {
    rules.facts.iter_mut().filter(|fact| fact.together.is_some()).collect()
}

#[test]
fn rules_that_continue_others_by_another_date_and_plans_of_another_kind_are_refused() {
    let refused = |change: fn(&mut CityRules)| {
        let mut rules = made_up_town().rules().clone();
        change(&mut rules);
        City::new(rules).unwrap_err().what
    };
    let by_another_date = refused(|rules| {
        let date = rules.facts.position(|fact| matches!(fact.kind, Kind::Date { .. }));
        let later = &mut year_of(rules, 2026).programmes;
        later.iter_mut().find(|one| one.continues.is_some()).unwrap().valid_by = date;
    });
    assert_eq!(by_another_date, Broken::ValidityByOneDate);
    let of_another_kind = refused(|rules| {
        let date = rules.facts.iter_mut().find(|fact| matches!(fact.kind, Kind::Date { .. }));
        date.unwrap().no_plan = Some(Fixed::YesNo(false));
    });
    assert_eq!(of_another_kind, Broken::NoPlanIsAnAnswer);
    let wrong_together: [fn(&mut CityRules); 4] = [
        // Something that is no plan, a first one that does not exist, one that is not the first, and one with a gate.
        |rules| rules.facts.first_mut().unwrap().together = Some(0.into()),
        |rules| together(rules)[1].together = Some(999.into()),
        |rules| together(rules)[0].together = None,
        |rules| {
            let date = Gate { fact: 0.into(), opens: Opens::YesNo(true) };
            rules.facts.first_mut().unwrap().kind = Kind::YesNo;
            together(rules)[1].behind = Some(date);
        },
    ];
    for change in wrong_together {
        assert_eq!(refused(change), Broken::PlansAreAskedTogether);
    }
}

/// Puts every exclusion of a year under some choices of a reading, by their bits.
fn exclude_under(book: &mut Rulebook, reading: usize, choices: u64) {
    let under = Under { reading: reading.into(), choices: Options::from_bits(choices) };
    let exclusive = book.programmes.iter_mut().flat_map(|one| &mut one.exclusive);
    exclusive.for_each(|one| one.under = Some(under));
}

#[test]
fn an_exclusion_under_no_meaning_or_every_meaning_of_a_reading_is_refused() {
    let wrong: [fn(&mut Rulebook); 3] = [
        |book| exclude_under(book, 0, 0),
        |book| exclude_under(book, 0, 0b11),
        |book| exclude_under(book, 0, 0b100),
    ];
    for change in wrong {
        assert_eq!(refused(change), Broken::ExclusionUnderSomeChoices);
    }
    assert_eq!(refused(|book| exclude_under(book, 60, 1)), Broken::ReadingExists);
}

/// The rules of a fiscal year.
fn year_of(rules: &mut CityRules, fiscal_year: i16) -> &mut Rulebook {
    rules.years.iter_mut().find(|book| book.fiscal_year == fiscal_year).unwrap()
}

/// Why the made-up town's fiscal year 2025 is refused after a change.
fn refused(change: fn(&mut Rulebook)) -> Broken {
    let mut rules = made_up_town().rules().clone();
    rules.years.retain(|book| book.fiscal_year <= 2025);
    change(year_of(&mut rules, 2025));
    City::new(rules).unwrap_err().what
}

#[test]
fn a_question_about_what_the_year_does_not_have_is_refused() {
    let nothing = refused(|book| {
        let requirements = vec![book.requirements.next_key()];
        book.asks.push(Ask { requirements, ..Ask::default() });
    });
    assert_eq!(nothing, Broken::AskedItemExists);
    let nothing = refused(|book| {
        let readings = vec![book.readings.next_key()];
        book.asks.push(Ask { readings, ..Ask::default() });
    });
    assert_eq!(nothing, Broken::AskedItemExists);
}

#[test]
fn hostile_rules_are_refused_before_they_take_long() {
    // Checking every programme with every reading would take hours.
    let many = refused(|book| {
        let reading = Reading {
            id: String::new(),
            item: ItemIndex::default(),
            choices: vec![String::new(); 2],
        };
        book.readings = vec![reading; 300_000].into();
        let one = book.programmes.raw[0].clone();
        let numbers = (0..60_000).map(ProgrammeIndex::new);
        book.programmes = numbers.map(|number| Programme { number, ..one.clone() }).collect();
    });
    assert_eq!(many, Broken::TooManyNodes);
    // Each group twice in the next one would need 2 to the power of 40 steps.
    let doubled = refused(|book| {
        for _ in 0..40 {
            let below = book.requirements.last_key().unwrap();
            let members = vec![below, below];
            let rule = Rule::Group { how: Grouping::All, incomplete: false, members };
            let top = Requirement {
                id: String::new(),
                item: ItemIndex::default(),
                rule,
                applies_if: None,
                reported: false,
            };
            book.requirements.push(top);
        }
        book.programmes.raw[0].requires = book.requirements.last_key().unwrap();
    });
    assert_eq!(doubled, Broken::RequirementUsedTwice);
    // One group of thousands of members, the last of them named again and again.
    let again = refused(|book| {
        let first = book.requirements.next_key().get();
        let desk = Requirement {
            id: String::new(),
            item: ItemIndex::default(),
            rule: Rule::Desk,
            applies_if: None,
            reported: false,
        };
        book.requirements.extend(vec![desk; 9_000]);
        let all = first..first + 9_000;
        let members = all.clone().chain(vec![first + 8_999; 900_000]);
        let members = members.map(RequirementIndex::new).collect();
        let rule = Rule::Group { how: Grouping::All, incomplete: false, members };
        let top = Requirement {
            id: String::new(),
            item: ItemIndex::default(),
            rule,
            applies_if: None,
            reported: false,
        };
        book.requirements.push(top);
        book.programmes.raw[0].requires = RequirementIndex::new(all.end);
    });
    assert_eq!(again, Broken::RequirementUsedTwice);
    // A way that would count as met by every household that it does not apply to.
    let for_some = refused(|book| {
        let own = book.programmes.raw[0].requires;
        let Rule::Group { how, members, .. } = &mut book.requirements[own].rule else { panic!() };
        *how = Grouping::Any;
        let first = members[0];
        book.requirements[first].applies_if = Some(book.exprs.push_and_get_key(Expr::Truth(true)));
    });
    assert_eq!(for_some, Broken::MemberForSome);
    // A group that contains itself.
    let circle = refused(|book| {
        let own = book.programmes.raw[0].requires;
        if let Rule::Group { members, .. } = &mut book.requirements[own].rule {
            members.push(own);
        }
    });
    assert_eq!(circle, Broken::RequirementOrder);
}
