//! Solves a question over a span of whole numbers (days, hours, yen) by asking it of whole spans and
//! halving those without one answer. It does not know what is asked.

/// What holds on a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It succeeds.
    Yes,
    /// It does not.
    No,
    /// It is open, and no smaller span would tell.
    Perhaps,
    /// It differs within the span.
    Differs,
}

/// A longest stretch with one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) answer: Answer,
}

/// So many spans are asked about where the answer matters: enough for three changes in two years.
pub(super) const MOST_ASKED: u32 = 64;

/// The stretches of a span, in order, without a gap between them. At most [`MOST_ASKED`]
/// spans are asked about; what is then not settled stays open.
pub(super) fn stretches(
    first: i64,
    last: i64,
    ask: &mut dyn FnMut(i64, i64) -> Answer,
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut left = vec![(first, last)];
    let mut asked = 0_u32;
    while let Some((first, last)) = left.pop() {
        asked = asked.saturating_add(1);
        let answer = if asked > MOST_ASKED { Answer::Perhaps } else { ask(first, last) };
        if answer == Answer::Differs && first < last {
            let middle = first.midpoint(last);
            left.push((middle.saturating_add(1), last));
            left.push((first, middle));
            continue;
        }
        let answer = if answer == Answer::Differs { Answer::Perhaps } else { answer };
        match found.last_mut() {
            Some(stretch) if stretch.answer == answer => stretch.last = last,
            _ => found.push(Stretch { first, last, answer }),
        }
    }
    found
}

/// The lowest number of a span that succeeds. `ask` says of a span that all of it fails, that its
/// first number succeeds, or neither. Nothing, if there is none or too many had to be asked.
pub(super) fn lowest(
    first: i64,
    last: i64,
    most: u32,
    ask: &mut dyn FnMut(i64, i64) -> Option<bool>,
) -> Option<i64> {
    let mut left = vec![(first, last)];
    for _ in 0..most {
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
    fn stretches_meet_and_cover_the_span() {
        let good = |n: i64| (37..=104).contains(&n);
        let mut ask = |first: i64, last: i64| {
            let of: Vec<bool> = (first..=last).map(good).collect();
            match (of.contains(&true), of.contains(&false)) {
                (true, true) => Answer::Differs,
                (true, false) => Answer::Yes,
                (false, _) => Answer::No,
            }
        };
        let found = stretches(0, 365, &mut ask);
        let ends: Vec<_> = found.iter().map(|one| (one.first, one.last, one.answer)).collect();
        assert_eq!(ends, [(0, 36, Answer::No), (37, 104, Answer::Yes), (105, 365, Answer::No)]);
    }

    #[test]
    fn what_is_never_settled_ends() {
        let found = stretches(0, 1_000_000, &mut |_, _| Answer::Differs);
        assert_eq!(found.last().map(|one| one.last), Some(1_000_000));
        assert!(found.iter().all(|one| one.answer == Answer::Perhaps));
    }

    #[test]
    fn the_lowest_is_found_from_either_side_of_a_gap() {
        let good = |n: i64| n == 5 || n >= 90;
        let mut ask = |first: i64, last: i64| match (good(first), (first..=last).any(good)) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        };
        assert_eq!(lowest(0, 100, MOST_ASKED, &mut ask), Some(5));
        assert_eq!(lowest(6, 100, MOST_ASKED, &mut ask), Some(90));
        assert_eq!(lowest(6, 89, MOST_ASKED, &mut ask), None);
    }
}
