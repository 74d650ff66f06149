//! Finds the longest runs of whole numbers (days, hours, yen) that have one answer: it asks about whole spans and
//! halves those that have no single answer. This file does not know what the question is.

/// A longest run of numbers that have one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval<A> {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) answer: A,
}

/// Divides a span into intervals, in order and without gaps. `ask` gives the answer for all numbers of a span
/// together, or `None` if smaller spans must be asked about. Asks about `max_spans` spans, the widest first,
/// and perhaps one more; what is then not known has the answer `undecided`.
pub(super) fn intervals<A: Copy + PartialEq>(
    span: (i64, i64),
    max_spans: u32,
    undecided: A,
    ask: &mut dyn FnMut(i64, i64) -> Option<A>,
) -> Vec<Interval<A>> {
    let ask_all = &mut |first, last| Interval { first, last, answer: ask(first, last) };
    let mut asked = 1_u32;
    let mut spans = vec![ask_all(span.0, span.1)];
    let is_open = |one: &Interval<Option<A>>| one.answer.is_none() && one.first < one.last;
    while asked < max_spans && spans.iter().any(is_open) {
        let mut next = Vec::new();
        for one in spans {
            if !is_open(&one) || asked >= max_spans {
                next.push(one);
                continue;
            }
            asked = asked.saturating_add(2);
            // The lower of two, below zero too.
            let middle = one.first.saturating_add(one.last.saturating_sub(one.first) / 2);
            next.push(ask_all(one.first, middle));
            next.push(ask_all(middle.saturating_add(1), one.last));
        }
        spans = next;
    }
    let mut found: Vec<Interval<A>> = Vec::new();
    for Interval { first, last, answer } in spans {
        let answer = answer.unwrap_or(undecided);
        match found.last_mut() {
            Some(interval) if interval.answer == answer => interval.last = last,
            _ => found.push(Interval { first, last, answer }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_cover_the_span_without_gaps() {
        let good = |n: i64| (-37..=104).contains(&n);
        let mut ask = |first: i64, last: i64| {
            let of: Vec<bool> = (first..=last).map(good).collect();
            (of.iter().all(|one| *one == of[0])).then_some(of[0])
        };
        let found = intervals((-365, 365), 64, false, &mut ask);
        let ends: Vec<_> = found.iter().map(|one| (one.first, one.last, one.answer)).collect();
        assert_eq!(ends, [(-365, -38, false), (-37, 104, true), (105, 365, false)]);
    }

    #[test]
    fn a_question_that_is_never_decided_ends() {
        let mut asked = 0;
        let found = intervals((0, 1_000_000), 64, 0, &mut |_, _| {
            asked += 1;
            None
        });
        assert_eq!(found, [Interval { first: 0, last: 1_000_000, answer: 0 }]);
        assert_eq!(asked, 65);
    }
}
