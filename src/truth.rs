//! Three-valued truth, and the outcomes of a requirement when the rules themselves leave questions open.
//! Nothing here reads rules or answers.

/// The truth of a condition over all completions of the known answers.
///
/// ```
/// use iju_check::truth::Truth;
/// assert_eq!(Truth::Unknown.and(Truth::False), Truth::False);
/// assert_eq!(Truth::Unknown.or(Truth::False), Truth::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// False for every completion.
    False,
    /// True for every completion.
    True,
    /// Not decided yet.
    Unknown,
}

impl Truth {
    /// The truth of a known value.
    #[must_use]
    pub fn known(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }

    /// Strong Kleene "and".
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            (Truth::Unknown, Truth::True | Truth::Unknown) | (Truth::True, Truth::Unknown) => {
                Truth::Unknown
            }
        }
    }

    /// Strong Kleene "or".
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    /// Strong Kleene "not".
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as the word of the rule language")]
    pub fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::True => Truth::False,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// The outcome of a requirement for one household over every reading of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Met under every reading.
    Always,
    /// Not met under any reading.
    Never,
    /// Only the desk's judgement decides it.
    Desk,
    /// A point that the published texts leave open decides it. Whatever the readings mean, something else could
    /// still be decided so that it is met.
    Unsettled,
    /// A point that the published texts leave open decides it, and perhaps under some meaning of a reading it is
    /// not met, whatever else is decided.
    Reading,
}

impl Outcome {
    fn bit(self) -> u8 {
        match self {
            Outcome::Always => ALWAYS,
            Outcome::Never => NEVER,
            Outcome::Desk => DESK,
            Outcome::Unsettled => UNSETTLED,
            Outcome::Reading => READING,
        }
    }
}

const ALWAYS: u8 = 1;
const NEVER: u8 = 2;
const DESK: u8 = 4;
const UNSETTLED: u8 = 8;
const READING: u8 = 16;

/// The outcomes of a requirement that can be met whatever the readings mean.
const GRANTABLE: u8 = ALWAYS | DESK | UNSETTLED;

/// The outcomes still possible over all completions of the known answers. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcomes(u8);

impl Outcomes {
    /// Exactly one outcome.
    #[must_use]
    pub fn only(outcome: Outcome) -> Outcomes {
        Outcomes(outcome.bit())
    }

    /// The outcomes of a condition without an open question.
    #[must_use]
    pub fn of(truth: Truth) -> Outcomes {
        match truth {
            Truth::True => Outcomes::only(Outcome::Always),
            Truth::False => Outcomes::only(Outcome::Never),
            Truth::Unknown => Outcomes(Outcome::Always.bit() | Outcome::Never.bit()),
        }
    }

    /// Outcomes of either set.
    #[must_use]
    pub fn union(self, other: Outcomes) -> Outcomes {
        Outcomes(self.0 | other.0)
    }

    /// The one outcome left, if there is only one. It is unsettled if it is not known whether a reading could
    /// settle it.
    #[must_use]
    pub fn single(self) -> Option<Outcome> {
        match self.0 {
            ALWAYS => Some(Outcome::Always),
            NEVER => Some(Outcome::Never),
            DESK => Some(Outcome::Desk),
            UNSETTLED => Some(Outcome::Unsettled),
            READING => Some(Outcome::Reading),
            _ if self.0 == UNSETTLED | READING => Some(Outcome::Unsettled),
            _ => None,
        }
    }

    /// Whether it can be met whatever the readings mean, for every completion.
    #[must_use]
    pub fn is_grantable(self) -> bool {
        self.0 & !GRANTABLE == 0
    }

    /// Whether this outcome is still possible.
    #[must_use]
    pub fn may_be(self, outcome: Outcome) -> bool {
        self.0 & outcome.bit() != 0
    }

    /// Both must hold: the outcomes of every pair of outcomes of two independent requirements.
    #[must_use]
    pub fn and(self, other: Outcomes) -> Outcomes {
        let open = self.keeps(other, DESK, ALWAYS | DESK)
            | self.keeps(other, UNSETTLED, ALWAYS | DESK | UNSETTLED)
            | self.keeps(other, READING, GRANTABLE | READING);
        Outcomes(self.0 & other.0 & ALWAYS | (self.0 | other.0) & NEVER | open)
    }

    /// One must hold: the outcomes of every pair of outcomes of two independent requirements.
    #[must_use]
    pub fn or(self, other: Outcomes) -> Outcomes {
        let by_the_desk = self.keeps(other, DESK, READING) & DESK;
        let open = self.keeps(other, DESK, NEVER | DESK)
            | self.keeps(other, UNSETTLED, NEVER | DESK | UNSETTLED | READING)
            | self.keeps(other, READING, NEVER | READING)
            | if by_the_desk == 0 { 0 } else { UNSETTLED };
        Outcomes((self.0 | other.0) & ALWAYS | self.0 & other.0 & NEVER | open)
    }

    /// An outcome that one side has while the other has one of `beside`, as a bit; 0 if there is no such pair.
    fn keeps(self, other: Outcomes, outcome: u8, beside: u8) -> u8 {
        let (a, b) = (self.0, other.0);
        let is_kept = a & outcome != 0 && b & beside != 0 || b & outcome != 0 && a & beside != 0;
        if is_kept { outcome } else { 0 }
    }

    /// The opposite must hold. What could be decided so that it is met may have to be decided so.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as the word of the rule language")]
    pub fn not(self) -> Outcomes {
        let turned = (self.0 & ALWAYS) << 1 | (self.0 & NEVER) >> 1;
        let unsettled = if self.0 & (UNSETTLED | READING) == 0 { 0 } else { READING };
        Outcomes(self.0 & DESK | turned | unsettled)
    }

    /// The same requirement under two readings. Where the outcomes differ, it is unsettled.
    #[must_use]
    pub fn either_reading(self, other: Outcomes) -> Outcomes {
        let (a, b) = (self.0, other.0);
        if self.single().is_some() && a == b {
            return self;
        }
        // Two different outcomes, one of which grants nothing under some meaning.
        let (bad, other_bad) = (a & !GRANTABLE, b & !GRANTABLE);
        let is_reading = bad != 0 && b & GRANTABLE != 0
            || other_bad != 0 && a & GRANTABLE != 0
            || bad != 0 && other_bad != 0 && (bad | other_bad).count_ones() > 1;
        // Two different ones, both of which can be granted.
        let (good, other_good) = (a & GRANTABLE, b & GRANTABLE);
        let is_unsettled = good != 0 && other_good != 0 && (good | other_good).count_ones() > 1;
        let differing =
            if is_reading { READING } else { 0 } | if is_unsettled { UNSETTLED } else { 0 };
        Outcomes(a & b | differing)
    }

    /// The outcomes if the requirement may be no requirement at all, and all of its group must hold: where it is not
    /// met, it is unsettled.
    #[must_use]
    pub fn unsettled_where_never(self) -> Outcomes {
        self.unsettled_where(NEVER | READING)
    }

    /// The outcomes if the requirement may be no requirement at all, and one of its group is enough: where it is met,
    /// it is unsettled.
    #[must_use]
    pub fn unsettled_where_always(self) -> Outcomes {
        self.unsettled_where(ALWAYS)
    }

    fn unsettled_where(self, replaced: u8) -> Outcomes {
        let unsettled = if self.0 & replaced == 0 { 0 } else { UNSETTLED };
        Outcomes(self.0 & !replaced | unsettled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTHS: [Truth; 3] = [Truth::False, Truth::True, Truth::Unknown];

    /// The two-valued truths that a three-valued truth allows.
    fn allowed(truth: Truth) -> Vec<bool> {
        match truth {
            Truth::False => vec![false],
            Truth::True => vec![true],
            Truth::Unknown => vec![false, true],
        }
    }

    fn least(truths: &[bool]) -> Truth {
        match (truths.contains(&true), truths.contains(&false)) {
            (true, true) => Truth::Unknown,
            (holds, _) => Truth::known(holds),
        }
    }

    #[test]
    fn and_or_and_not_cover_exactly_the_allowed_truths() {
        for a in TRUTHS {
            assert_eq!(a.not(), least(&allowed(a).iter().map(|a| !a).collect::<Vec<_>>()));
            for b in TRUTHS {
                let pairs = |f: fn(bool, bool) -> bool| -> Vec<bool> {
                    let bs = allowed(b);
                    allowed(a)
                        .into_iter()
                        .flat_map(|a| bs.clone().into_iter().map(move |b| f(a, b)))
                        .collect()
                };
                assert_eq!(a.and(b), least(&pairs(|a, b| a && b)), "{a:?} and {b:?}");
                assert_eq!(a.or(b), least(&pairs(|a, b| a || b)), "{a:?} or {b:?}");
            }
        }
    }

    const OUTCOMES: [Outcome; 5] =
        [Outcome::Always, Outcome::Never, Outcome::Desk, Outcome::Unsettled, Outcome::Reading];

    fn both(a: Outcome, b: Outcome) -> Outcome {
        match (a, b) {
            (Outcome::Never, _) | (_, Outcome::Never) => Outcome::Never,
            (Outcome::Always, open) | (open, Outcome::Always) => open,
            (Outcome::Desk, Outcome::Desk) => Outcome::Desk,
            (Outcome::Reading, _) | (_, Outcome::Reading) => Outcome::Reading,
            (Outcome::Unsettled, _) | (_, Outcome::Unsettled) => Outcome::Unsettled,
        }
    }

    fn one_of(a: Outcome, b: Outcome) -> Outcome {
        match (a, b) {
            (Outcome::Always, _) | (_, Outcome::Always) => Outcome::Always,
            (Outcome::Never, open) | (open, Outcome::Never) => open,
            (Outcome::Desk, Outcome::Desk) => Outcome::Desk,
            (Outcome::Reading, Outcome::Reading) => Outcome::Reading,
            (Outcome::Unsettled | Outcome::Desk | Outcome::Reading, _) => Outcome::Unsettled,
        }
    }

    fn opposite(a: Outcome) -> Outcome {
        match a {
            Outcome::Always => Outcome::Never,
            Outcome::Never => Outcome::Always,
            Outcome::Desk => a,
            Outcome::Unsettled | Outcome::Reading => Outcome::Reading,
        }
    }

    fn is_grantable(a: Outcome) -> bool {
        matches!(a, Outcome::Always | Outcome::Desk | Outcome::Unsettled)
    }

    fn either(a: Outcome, b: Outcome) -> Outcome {
        match a == b {
            true => a,
            false if is_grantable(a) && is_grantable(b) => Outcome::Unsettled,
            false => Outcome::Reading,
        }
    }

    /// Every pair of an outcome of each.
    fn pairs(a: Outcomes, b: Outcomes, with: fn(Outcome, Outcome) -> Outcome) -> Outcomes {
        let in_set = |set: Outcomes| OUTCOMES.into_iter().filter(move |one| set.may_be(*one));
        let found = in_set(a).flat_map(|a| in_set(b).map(move |b| Outcomes::only(with(a, b))));
        found.reduce(Outcomes::union).unwrap()
    }

    #[test]
    fn outcomes_combine_like_independent_truths() {
        // An open outcome is an independent unknown truth.
        let truths = |outcome: Outcome| match outcome {
            Outcome::Always => Truth::True,
            Outcome::Never => Truth::False,
            Outcome::Desk | Outcome::Unsettled | Outcome::Reading => Truth::Unknown,
        };
        for a in OUTCOMES {
            assert_eq!(truths(opposite(a)), truths(a).not());
            for b in OUTCOMES {
                assert_eq!(truths(both(a, b)), truths(a).and(truths(b)));
                assert_eq!(truths(one_of(a, b)), truths(a).or(truths(b)));
                assert_eq!((both(a, b), one_of(a, b)), (both(b, a), one_of(b, a)));
            }
        }
    }

    #[test]
    fn sets_of_outcomes_combine_element_by_element() {
        let sets = || (1..32).map(Outcomes);
        for a in sets() {
            let negated = OUTCOMES.into_iter().filter(|one| a.may_be(*one));
            let negated = negated.map(|one| Outcomes::only(opposite(one)));
            assert_eq!(a.not(), negated.reduce(Outcomes::union).unwrap());
            let excused = OUTCOMES.into_iter().filter(|one| a.may_be(*one)).map(|one| match one {
                Outcome::Never | Outcome::Reading => Outcomes::only(Outcome::Unsettled),
                Outcome::Always | Outcome::Desk | Outcome::Unsettled => Outcomes::only(one),
            });
            assert_eq!(a.unsettled_where_never(), excused.reduce(Outcomes::union).unwrap());
            let doubted = OUTCOMES.into_iter().filter(|one| a.may_be(*one)).map(|one| match one {
                Outcome::Always => Outcomes::only(Outcome::Unsettled),
                Outcome::Never | Outcome::Desk | Outcome::Unsettled | Outcome::Reading => {
                    Outcomes::only(one)
                }
            });
            assert_eq!(a.unsettled_where_always(), doubted.reduce(Outcomes::union).unwrap());
            let all_grantable = OUTCOMES.into_iter().filter(|one| a.may_be(*one)).all(is_grantable);
            assert_eq!(a.is_grantable(), all_grantable);
            for b in sets() {
                assert_eq!(a.and(b), pairs(a, b, both), "{a:?} and {b:?}");
                assert_eq!(a.or(b), pairs(a, b, one_of), "{a:?} or {b:?}");
                let read = pairs(a, b, either);
                // The same outcome under both readings is one outcome, if it is the only one.
                let is_alike = a == b && a.single().is_some();
                assert_eq!(a.either_reading(b), if is_alike { a } else { read }, "{a:?}, {b:?}");
            }
        }
    }
}
