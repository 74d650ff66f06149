//! Answers a yes-no question for every whole number of a span (days, hours, yen): it asks about
//! whole spans and halves those that have no single answer. This file does not know what the
//! question is.

/// The answer for all numbers of a span together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpanAnswer {
    /// Yes for every number.
    Yes,
    /// No for every number.
    No,
    /// Not decided, and asking about a smaller span would not help.
    Perhaps,
    /// Not the same for every number, or it may not be: ask about smaller spans.
    Differs,
}

/// A longest run of numbers that have one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) answer: SpanAnswer,
}

/// The largest number of spans that one search asks about. It is enough for three changes of the
/// answer in two years of days.
pub(super) const MAX_SPANS: u32 = 64;

/// Divides a span into intervals, in order and without gaps. Asks about at most [`MAX_SPANS`]
/// spans; what is then not decided is `Perhaps`.
pub(super) fn intervals(
    first: i64,
    last: i64,
    ask: &mut dyn FnMut(i64, i64) -> SpanAnswer,
) -> Vec<Interval> {
    let mut found: Vec<Interval> = Vec::new();
    let mut left = vec![(first, last)];
    let mut asked = 0_u32;
    while let Some((first, last)) = left.pop() {
        asked = asked.saturating_add(1);
        let answer = if asked > MAX_SPANS { SpanAnswer::Perhaps } else { ask(first, last) };
        if answer == SpanAnswer::Differs && first < last {
            let middle = first.midpoint(last);
            left.push((middle.saturating_add(1), last));
            left.push((first, middle));
            continue;
        }
        let answer = if answer == SpanAnswer::Differs { SpanAnswer::Perhaps } else { answer };
        match found.last_mut() {
            Some(interval) if interval.answer == answer => interval.last = last,
            _ => found.push(Interval { first, last, answer }),
        }
    }
    found
}

/// The lowest number of a span that succeeds. `ask` returns `Some(false)` if every number of a span
/// fails, `Some(true)` if its first number succeeds, and `None` if it knows neither. Returns `None`
/// if no number succeeds, or if more than `max_spans` spans would have to be asked about.
pub(super) fn lowest_success(
    first: i64,
    last: i64,
    max_spans: u32,
    ask: &mut dyn FnMut(i64, i64) -> Option<bool>,
) -> Option<i64> {
    let mut left = vec![(first, last)];
    for _ in 0..max_spans {
        let (first, last) = left.pop()?;
        match ask(first, last) {
            Some(true) => return Some(first),
            Some(false) => {}
            None if first < last => {
                let after = first.saturating_add(1);
                let middle = after.midpoint(last);
                if middle < last {
                    left.push((middle.saturating_add(1), last));
                }
                left.push((after, middle));
            }
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_cover_the_span_without_gaps() {
        let good = |n: i64| (37..=104).contains(&n);
        let mut ask = |first: i64, last: i64| {
            let of: Vec<bool> = (first..=last).map(good).collect();
            match (of.contains(&true), of.contains(&false)) {
                (true, true) => SpanAnswer::Differs,
                (true, false) => SpanAnswer::Yes,
                (false, _) => SpanAnswer::No,
            }
        };
        let found = intervals(0, 365, &mut ask);
        let ends: Vec<_> = found.iter().map(|one| (one.first, one.last, one.answer)).collect();
        let expected =
            [(0, 36, SpanAnswer::No), (37, 104, SpanAnswer::Yes), (105, 365, SpanAnswer::No)];
        assert_eq!(ends, expected);
    }

    #[test]
    fn a_question_that_is_never_decided_ends() {
        let found = intervals(0, 1_000_000, &mut |_, _| SpanAnswer::Differs);
        assert_eq!(found.last().map(|one| one.last), Some(1_000_000));
        assert!(found.iter().all(|one| one.answer == SpanAnswer::Perhaps));
    }

    #[test]
    fn the_lowest_success_is_found_on_both_sides_of_a_gap() {
        let good = |n: i64| n == 5 || n >= 90;
        let mut ask = |first: i64, last: i64| match (good(first), (first..=last).any(good)) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        };
        assert_eq!(lowest_success(0, 100, MAX_SPANS, &mut ask), Some(5));
        assert_eq!(lowest_success(6, 100, MAX_SPANS, &mut ask), Some(90));
        assert_eq!(lowest_success(6, 89, MAX_SPANS, &mut ask), None);
    }
}
