//! Finds on which days the rules of each programme are in force: as its file says, until those of a later year replace
//! them. Checks that all years of a city agree about it. What the rules demand is checked elsewhere.

use super::lower::Lowering;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::index::{ProgrammeIndex, SourceIndex, YearIndex};
use crate::limits;
use crate::rulebook::{Programme, Rulebook};
use crate::source::{self, Evidence, LastDay, SharedCap, Valid, Year};
use typed_index_collections::TiSlice;

/// The first and the last day on which the rules of a programme hold, as its file says. Days after the fiscal year
/// need a source, and it adds to `cited`.
pub(super) fn days(
    lowering: &mut Lowering<'_>,
    year: &Year,
    valid: &Valid,
    cited: &mut Vec<SourceIndex>,
) -> (Day, Day) {
    let evidence = lowering.cite(&valid.cites, cited);
    let (fiscal_year, from) = (i32::from(year.fiscal_year), valid.from);
    let latest = last_day_read(year);
    let to = match valid.to {
        LastDay::OfTheYear(day) | LastDay::Stated(day) => day,
        LastDay::NoEnd => latest,
    };
    let mut report = |code, message, help| {
        lowering.problems.add_with_help(valid.place, code, message, help);
    };
    if from.fiscal_year() != fiscal_year {
        let last = fiscal_year.saturating_add(1);
        let message = format!("{from} is not within fiscal year {fiscal_year} (April to March)");
        let help = format!("let the rules begin on a day from {fiscal_year}-04-01 to {last}-03-31");
        report("outside-the-year", message, Some(help));
    } else if from > to {
        report("outside-the-year", format!("{from} is after {to}"), None);
    } else if latest < to {
        let years = limits::YEARS_LATER;
        let message =
            format!("{to} is more than {years} fiscal years after fiscal year {fiscal_year}");
        let help = "write the rules that hold then into a later year".to_owned();
        report("outside-the-year", message, Some(help));
    } else if to.fiscal_year() != fiscal_year && valid.cites.is_empty() {
        let message =
            format!("these rules hold after fiscal year {fiscal_year}, so a source has to say so");
        let help = "add `source:` to `valid` with the id of a source of the year".to_owned();
        report("missing-citation", message, Some(help));
    } else if to.fiscal_year() != fiscal_year && evidence == Some(Evidence::Reported) {
        let message =
            format!("these rules hold after fiscal year {fiscal_year}, and that is only reported");
        let help = "let them end with the fiscal year, so that later days have an estimate";
        report("reported-validity", message, Some(help.to_owned()));
    }
    (from, to)
}

/// The last day on which the rules of a year can hold.
fn last_day_read(year: &Year) -> Day {
    let last = i32::from(year.fiscal_year).saturating_add(limits::YEARS_LATER.into());
    Day::fiscal_year_ends(last).map_or(Day::MAX, |(_, last)| last)
}

/// Ends the rules of each programme on the day before those of a later year begin, and reports where years contradict
/// each other.
pub(super) fn settle(
    books: &mut TiSlice<YearIndex, Rulebook>,
    city: &source::City,
    problems: &mut Diagnostics,
) {
    let years = TiSlice::from_ref(&city.years);
    for later in books.keys() {
        let programmes = books.get(later).into_iter().flat_map(|book| &book.programmes);
        let begin: Vec<_> = programmes.map(|one| (one.number, one.valid_from)).collect();
        for (number, first_day) in begin {
            replace_earlier(books, (later, number, first_day), years, problems);
        }
    }
    for (at, year) in years.iter_enumerated() {
        check_listed(books, (at, year), years, problems);
        check_left_out(books, (at, year), years, problems);
        check_shared_caps(books, (at, year), problems);
    }
}

/// Ends the rules that a programme has in earlier years before those of a later year, which begin on a day.
fn replace_earlier(
    books: &mut TiSlice<YearIndex, Rulebook>,
    (later, number, first_day): (YearIndex, ProgrammeIndex, i32),
    years: &TiSlice<YearIndex, Year>,
    problems: &mut Diagnostics,
) {
    for (earlier, book) in books.iter_mut_enumerated().filter(|(at, _)| *at < later) {
        let same = |one: &&mut Programme| one.number == number;
        let Some(replaced) = book.programmes.iter_mut().find(same) else { continue };
        if replaced.valid_to < first_day {
            continue;
        }
        replaced.valid_to = first_day.saturating_sub(1);
        let id = &replaced.id;
        let valid = |year| Some(&written(years.get(year)?, id)?.valid);
        let Some((before, after)) = valid(earlier).zip(valid(later)) else { continue };
        if let (LastDay::Stated(longer), LastDay::Stated(shorter)) = (before.to, after.to)
            && shorter < longer
        {
            let message = format!(
                "these rules replace those of {} and end on {shorter}, but those state {longer} as the last day",
                book.fiscal_year
            );
            let help = "two sources contradict each other: let both name the same last day, or leave `to` out of the later one";
            problems.add_with_help(after.place, "validity-overlap", message, Some(help.to_owned()));
        }
    }
}

/// Checks that the programmes under `still_in_force` of a year hold in it by the rules of an earlier year.
fn check_listed(
    books: &TiSlice<YearIndex, Rulebook>,
    (at, year): (YearIndex, &Year),
    years: &TiSlice<YearIndex, Year>,
    problems: &mut Diagnostics,
) {
    for (index, word) in year.still_in_force.iter().enumerate() {
        let id = word.text.as_str();
        let fiscal_year = year.fiscal_year;
        let is_again = year.still_in_force.iter().take(index).any(|one| one.text == id);
        let reaching: Vec<_> = reaching(books, (at, year), years).collect();
        let (message, help) = if written(year, id).is_some() {
            let help = "leave it out here".to_owned();
            (format!("`{id}` has rules of its own in fiscal year {fiscal_year}"), Some(help))
        } else if is_again {
            (format!("`{id}` is listed already"), Some("leave it out here".to_owned()))
        } else if reaching.iter().all(|(_, one)| one.id != id) {
            let known = reaching.iter().map(|(_, one)| one.id.as_str());
            let help = suggestion(id, known).unwrap_or_else(|| {
                "leave it out here, or let `valid` of its earlier rules end later".to_owned()
            });
            let help = Some(help);
            (format!("no earlier rules of `{id}` hold in fiscal year {fiscal_year}"), help)
        } else {
            continue;
        };
        problems.add_with_help(word.place, "still-in-force", message, help);
    }
}

/// Checks that a year that is registered whole says of each programme that it leaves out, and whose earlier rules
/// would hold in it, that they do.
fn check_left_out(
    books: &TiSlice<YearIndex, Rulebook>,
    (at, year): (YearIndex, &Year),
    years: &TiSlice<YearIndex, Year>,
    problems: &mut Diagnostics,
) {
    for (book, programme) in reaching(books, (at, year), years) {
        let id = programme.id.as_str();
        if year.is_provisional || year.still_in_force.iter().any(|one| one.text == id) {
            continue;
        }
        let (fiscal_year, earlier) = (year.fiscal_year, book.fiscal_year);
        let message = format!(
            "fiscal year {fiscal_year} leaves out `{id}`, but its rules of {earlier} hold on"
        );
        let help = format!(
            "list it under `still_in_force`, or write its new rules; if it has ended, let `valid` of {earlier} end then"
        );
        problems.add_with_help(year.place, "left-out", message, Some(help));
    }
}

/// The programmes without rules in a year whose rules of an earlier year hold in it, with that year.
fn reaching<'a>(
    books: &'a TiSlice<YearIndex, Rulebook>,
    (at, year): (YearIndex, &'a Year),
    years: &'a TiSlice<YearIndex, Year>,
) -> impl Iterator<Item = (&'a Rulebook, &'a Programme)> {
    let start = Day::civil(year.fiscal_year.into(), 4, 1).map_or(i32::MAX, Day::number);
    let earlier = books.iter().zip(years).take(at.into());
    let all = earlier.flat_map(|(book, _)| book.programmes.iter().map(move |one| (book, one)));
    all.filter(move |(_, one)| start <= one.valid_to && written(year, &one.id).is_none())
}

/// Checks that the programmes under a shared cap of a year hold on the same days if any holds longer than the year, and
/// that none can be in force together with another one of the cap by the rules of another year. The cap would then limit
/// each of them alone.
fn check_shared_caps(
    books: &TiSlice<YearIndex, Rulebook>,
    (at, year): (YearIndex, &Year),
    problems: &mut Diagnostics,
) {
    let Some(book) = books.get(at) else { return };
    for (cap, stated) in book.caps.iter().zip(&year.shared_caps) {
        let members = || cap.programmes.iter().filter_map(|one| book.programmes.get(*one));
        let days = |one: &Programme| (one.valid_by, one.valid_from, one.valid_to);
        let longer = members().find(|one| is_longer(book, one));
        let other = longer.and_then(|one| members().find(|other| days(one) != days(other)));
        if let Some((one, other)) = longer.zip(other) {
            report_apart(problems, stated, (book, one), (book, other));
            continue;
        }
        let others = books.iter_enumerated().filter(|(other, _)| *other != at);
        let mut apart = others.flat_map(|(_, other)| {
            let there = other.programmes.iter().map(move |one| (other, one));
            let there =
                there.filter(|(_, one)| members().any(|member| member.number == one.number));
            let pairs = there.flat_map(|two| members().map(move |one| ((book, one), two)));
            pairs.filter(|(one, two)| one.1.number != two.1.number && may_meet(*one, *two))
        });
        if let Some((one, other)) = apart.next() {
            report_apart(problems, stated, one, other);
        }
    }
}

/// Whether the rules of two programmes in different years can hold at once for a household, because one of them holds
/// longer than its year.
fn may_meet(one: (&Rulebook, &Programme), other: (&Rulebook, &Programme)) -> bool {
    let (of_one, of_other) = (one.1, other.1);
    let first = of_one.valid_from.max(of_other.valid_from);
    let is_one_date = of_one.valid_by == of_other.valid_by;
    (is_longer(one.0, of_one) || is_longer(other.0, of_other))
        && (!is_one_date || first <= of_one.valid_to.min(of_other.valid_to))
}

/// Whether the rules of a programme hold longer than the fiscal year.
fn is_longer(book: &Rulebook, one: &Programme) -> bool {
    let last = Day::from_number(one.valid_to);
    last.is_some_and(|day| day.fiscal_year() != i32::from(book.fiscal_year))
}

fn report_apart(
    problems: &mut Diagnostics,
    cap: &SharedCap,
    (book, one): (&Rulebook, &Programme),
    (its_book, other): (&Rulebook, &Programme),
) {
    let (id, its_id, cap_id) = (&one.id, &other.id, &cap.id.text);
    let message = if book.fiscal_year == its_book.fiscal_year {
        format!("`{id}` and `{its_id}` under the cap `{cap_id}` do not hold on the same days")
    } else {
        format!(
            "`{id}` by the rules of {} and `{its_id}` by those of {} can hold at once, and then the cap `{cap_id}` \
             does not cover both",
            book.fiscal_year, its_book.fiscal_year
        )
    };
    let help = "let all programmes under a cap begin and end on the same days and by the same date, and replace them \
                in the same year";
    problems.add_with_help(cap.id.place, "shared-cap", message, Some(help.to_owned()));
}

/// A programme of a year as it is written.
fn written<'a>(year: &'a Year, id: &str) -> Option<&'a source::Programme> {
    year.programmes.iter().find(|one| one.id.text == id)
}
