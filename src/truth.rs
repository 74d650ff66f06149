//! Three-valued truth, and the outcomes a requirement can have once the open questions of the rules
//! themselves are counted in. Nothing here knows what is being judged.

/// The truth of a condition over all completions of what is known.
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
    /// The truth of something known.
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

/// What a requirement comes to for one household, looking at every reading of the rules at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Met under every reading.
    Always,
    /// Not met under any reading.
    Never,
    /// It hangs on the desk's own judgement alone.
    Desk,
    /// It hangs on something that the published texts leave open.
    Unsettled,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Always, Outcome::Never, Outcome::Desk, Outcome::Unsettled];

    /// Both must hold; what is open on either side is independent of the other.
    #[must_use]
    pub fn and(self, other: Outcome) -> Outcome {
        match (self, other) {
            (Outcome::Never, _) | (_, Outcome::Never) => Outcome::Never,
            (Outcome::Always, open) | (open, Outcome::Always) => open,
            (Outcome::Desk, Outcome::Desk) => Outcome::Desk,
            (Outcome::Unsettled, Outcome::Desk | Outcome::Unsettled)
            | (Outcome::Desk, Outcome::Unsettled) => Outcome::Unsettled,
        }
    }

    /// One must hold.
    #[must_use]
    pub fn or(self, other: Outcome) -> Outcome {
        self.not().and(other.not()).not()
    }

    /// The opposite must hold.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as the word of the rule language")]
    pub fn not(self) -> Outcome {
        match self {
            Outcome::Always => Outcome::Never,
            Outcome::Never => Outcome::Always,
            Outcome::Desk => Outcome::Desk,
            Outcome::Unsettled => Outcome::Unsettled,
        }
    }

    /// The same requirement under two readings taken together.
    #[must_use]
    pub fn either_reading(self, other: Outcome) -> Outcome {
        if self == other { self } else { Outcome::Unsettled }
    }

    fn bit(self) -> u8 {
        match self {
            Outcome::Always => 1,
            Outcome::Never => 2,
            Outcome::Desk => 4,
            Outcome::Unsettled => 8,
        }
    }
}

/// The outcomes still possible over all completions of what is known. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcomes(u8);

impl Outcomes {
    /// Exactly one outcome.
    #[must_use]
    pub fn only(outcome: Outcome) -> Outcomes {
        Outcomes(outcome.bit())
    }

    /// The outcomes of a condition with no open question in it.
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

    /// Every pair of outcomes of two independent requirements, combined.
    #[must_use]
    pub fn combine(self, other: Outcomes, with: fn(Outcome, Outcome) -> Outcome) -> Outcomes {
        if let (Some(left), Some(right)) = (self.single(), other.single()) {
            return Outcomes::only(with(left, right));
        }
        let mut bits = 0;
        for left in Outcome::ALL.into_iter().filter(|outcome| self.may_be(*outcome)) {
            for right in Outcome::ALL.into_iter().filter(|outcome| other.may_be(*outcome)) {
                bits |= with(left, right).bit();
            }
        }
        Outcomes(bits)
    }

    /// Every outcome, changed.
    #[must_use]
    pub fn map(self, change: fn(Outcome) -> Outcome) -> Outcomes {
        let mut bits = 0;
        for outcome in Outcome::ALL.into_iter().filter(|outcome| self.may_be(*outcome)) {
            bits |= change(outcome).bit();
        }
        Outcomes(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTHS: [Truth; 3] = [Truth::False, Truth::True, Truth::Unknown];

    /// The truths a three-valued truth stands for.
    fn stands_for(truth: Truth) -> Vec<bool> {
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
    fn all_nine_pairs_are_exact() {
        for a in TRUTHS {
            assert_eq!(a.not(), least(&stands_for(a).iter().map(|a| !a).collect::<Vec<_>>()));
            for b in TRUTHS {
                let pairs = |f: fn(bool, bool) -> bool| -> Vec<bool> {
                    let bs = stands_for(b);
                    stands_for(a)
                        .into_iter()
                        .flat_map(|a| bs.clone().into_iter().map(move |b| f(a, b)))
                        .collect()
                };
                assert_eq!(a.and(b), least(&pairs(|a, b| a && b)), "{a:?} and {b:?}");
                assert_eq!(a.or(b), least(&pairs(|a, b| a || b)), "{a:?} or {b:?}");
            }
        }
    }

    #[test]
    fn outcomes_agree_with_their_truths_under_independent_readings() {
        // Each open outcome is a free truth of its own.
        let truths = |outcome: Outcome| match outcome {
            Outcome::Always => Truth::True,
            Outcome::Never => Truth::False,
            Outcome::Desk | Outcome::Unsettled => Truth::Unknown,
        };
        for a in Outcome::ALL {
            for b in Outcome::ALL {
                assert_eq!(truths(a.and(b)), truths(a).and(truths(b)));
                assert_eq!(truths(a.or(b)), truths(a).or(truths(b)));
                assert_eq!(a.and(b), b.and(a));
            }
        }
        assert_eq!(Outcome::Desk.and(Outcome::Unsettled), Outcome::Unsettled);
        assert_eq!(Outcome::Desk.and(Outcome::Always), Outcome::Desk);
    }

    #[test]
    fn sets_combine_element_by_element() {
        let unknown = Outcomes::of(Truth::Unknown);
        let hidden = Outcomes::only(Outcome::Unsettled);
        let both = unknown.combine(hidden, Outcome::and);
        assert!(both.may_be(Outcome::Never) && both.may_be(Outcome::Unsettled));
        assert!(!both.may_be(Outcome::Always));
        assert_eq!(both.single(), None);
        assert_eq!(hidden.single(), Some(Outcome::Unsettled));
        assert_eq!(unknown.map(Outcome::not), unknown);
    }
}
