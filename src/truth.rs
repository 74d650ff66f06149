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
    /// A point that the published texts leave open decides it.
    Unsettled,
}

impl Outcome {
    fn bit(self) -> u8 {
        match self {
            Outcome::Always => ALWAYS,
            Outcome::Never => NEVER,
            Outcome::Desk => DESK,
            Outcome::Unsettled => UNSETTLED,
        }
    }
}

const ALWAYS: u8 = 1;
const NEVER: u8 = 2;
const DESK: u8 = 4;
const UNSETTLED: u8 = 8;

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

    /// The one outcome left, if there is only one.
    #[must_use]
    pub fn single(self) -> Option<Outcome> {
        match self.0 {
            1 => Some(Outcome::Always),
            2 => Some(Outcome::Never),
            4 => Some(Outcome::Desk),
            8 => Some(Outcome::Unsettled),
            _ => None,
        }
    }

    /// Whether this outcome is still possible.
    #[must_use]
    pub fn may_be(self, outcome: Outcome) -> bool {
        self.0 & outcome.bit() != 0
    }

    /// Both must hold: the outcomes of every pair of outcomes of two independent requirements.
    #[must_use]
    pub fn and(self, other: Outcomes) -> Outcomes {
        let (a, b) = (self.0, other.0);
        // One side has this open outcome, and the other one is met or has an outcome of `beside`.
        let stays = |open: u8, beside: u8| {
            if a & open != 0 && b & beside != 0 || b & open != 0 && a & beside != 0 {
                open
            } else {
                0
            }
        };
        let open = stays(DESK, ALWAYS | DESK) | stays(UNSETTLED, ALWAYS | DESK | UNSETTLED);
        Outcomes(a & b & ALWAYS | (a | b) & NEVER | open)
    }

    /// One must hold.
    #[must_use]
    pub fn or(self, other: Outcomes) -> Outcomes {
        self.not().and(other.not()).not()
    }

    /// The opposite must hold.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as the word of the rule language")]
    pub fn not(self) -> Outcomes {
        let turned = (self.0 & ALWAYS) << 1 | (self.0 & NEVER) >> 1;
        Outcomes(self.0 & (DESK | UNSETTLED) | turned)
    }

    /// The same requirement under two readings. Where the outcomes differ, it is unsettled.
    #[must_use]
    pub fn either_reading(self, other: Outcomes) -> Outcomes {
        let same = self.0 & other.0;
        let alike = self == other && self.single().is_some();
        Outcomes(if alike { same } else { same | UNSETTLED })
    }

    /// A failed requirement that only a weak source states is unsettled.
    #[must_use]
    pub fn unsettled_where_never(self) -> Outcomes {
        let failing = self.0 & NEVER;
        Outcomes(self.0 ^ failing | failing << 2)
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

    const OUTCOMES: [Outcome; 4] =
        [Outcome::Always, Outcome::Never, Outcome::Desk, Outcome::Unsettled];

    fn both(a: Outcome, b: Outcome) -> Outcome {
        match (a, b) {
            (Outcome::Never, _) | (_, Outcome::Never) => Outcome::Never,
            (Outcome::Always, open) | (open, Outcome::Always) => open,
            (Outcome::Desk, Outcome::Desk) => Outcome::Desk,
            (Outcome::Unsettled, _) | (_, Outcome::Unsettled) => Outcome::Unsettled,
        }
    }

    fn opposite(a: Outcome) -> Outcome {
        match a {
            Outcome::Always => Outcome::Never,
            Outcome::Never => Outcome::Always,
            Outcome::Desk | Outcome::Unsettled => a,
        }
    }

    fn either(a: Outcome, b: Outcome) -> Outcome {
        if a == b { a } else { Outcome::Unsettled }
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
            Outcome::Desk | Outcome::Unsettled => Truth::Unknown,
        };
        for a in OUTCOMES {
            assert_eq!(truths(opposite(a)), truths(a).not());
            for b in OUTCOMES {
                assert_eq!(truths(both(a, b)), truths(a).and(truths(b)));
                assert_eq!(both(a, b), both(b, a));
            }
        }
    }

    #[test]
    fn sets_of_outcomes_combine_element_by_element() {
        let sets = || (1..16).map(Outcomes);
        for a in sets() {
            assert_eq!(a.not(), pairs(a, a, |a, _| opposite(a)));
            let unsettled = |a, _| if a == Outcome::Never { Outcome::Unsettled } else { a };
            assert_eq!(a.unsettled_where_never(), pairs(a, a, unsettled));
            for b in sets() {
                assert_eq!(a.and(b), pairs(a, b, both), "{a:?} and {b:?}");
                assert_eq!(a.or(b), pairs(a.not(), b.not(), both).not(), "{a:?} or {b:?}");
                assert_eq!(a.either_reading(b), pairs(a, b, either), "{a:?} or read as {b:?}");
            }
        }
    }
}
