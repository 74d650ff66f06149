//! Compares the engine's best lawful combination with the one found by trying every set of
//! programmes, on random candidates. A programme here is only an offer with amounts, exclusions and
//! shared caps.

use super::draws::Draws;
use iju_check::amount::Exact;
use iju_check::combine::{self, Candidate, Cap, Terms};
use iju_check::index::{CapOfYear, ProgrammeIndex, YearIndex};
use iju_check::possible::Range;
use iju_check::report::{Best, Combination};

/// The number of random cities that are compared.
const CITIES: u32 = 50_000;

/// A programme that offers a household money.
#[derive(Clone, Debug)]
struct Offer {
    /// Its place among the city's programmes, in the author's order.
    programme: usize,
    /// Whether the verdict is decided. Without a decision nothing is guaranteed.
    is_decided: bool,
    /// Whether the figure is only an upper limit. An upper limit guarantees nothing.
    is_ceiling: bool,
    least: Option<i64>,
    most: Option<i64>,
    /// The programmes that it excludes, each with whether the exclusion is only inferred.
    excludes: Vec<(usize, bool)>,
    /// The index of the shared cap that limits it.
    cap: Option<usize>,
}

/// The range of a shared cap: the least and the most that its offers can pay together.
type SharedCap = (i64, Option<i64>);

impl Offer {
    /// Whether it excludes another, counting exclusions that are only inferred if
    /// `is_inferred_enough`.
    fn names(&self, other: &Offer, is_inferred_enough: bool) -> bool {
        let mut excludes = self.excludes.iter();
        excludes
            .any(|(named, inferred)| *named == other.programme && (is_inferred_enough || !inferred))
    }
}

/// A set of offers, one bit each.
type Set = u32;

/// The offers of a city, and for each of them the offers that exclude it or that it excludes.
#[derive(Debug)]
struct Offers {
    all: Vec<Offer>,
    caps: Vec<SharedCap>,
    /// By stated exclusions.
    apart: Vec<Set>,
    /// By stated and inferred exclusions.
    perhaps_apart: Vec<Set>,
}

impl Offers {
    fn new(all: Vec<Offer>, caps: Vec<SharedCap>) -> Offers {
        let apart = |is_inferred_enough| {
            let from = |one: &Offer| {
                let clash = |other: &Offer| {
                    one.names(other, is_inferred_enough) || other.names(one, is_inferred_enough)
                };
                all.iter().enumerate().map(|(at, other)| Set::from(clash(other)) << at).sum()
            };
            all.iter().map(from).collect()
        };
        Offers { apart: apart(false), perhaps_apart: apart(true), all, caps }
    }

    fn of(&self, set: Set) -> impl Iterator<Item = &Offer> {
        let chosen = self.all.iter().enumerate().filter(move |(at, _)| holds(set, *at));
        chosen.map(|(_, offer)| offer)
    }

    /// The least that a set pays, whatever is still open.
    fn guaranteed(&self, set: Set) -> i64 {
        let under = |cap| {
            let sure = self.of(set).filter(|offer| offer.is_decided && !offer.is_ceiling);
            sure.filter(|one| one.cap == cap).map(|one| one.least.unwrap_or(0)).sum::<i64>()
        };
        let caps = self.caps.iter().enumerate();
        under(None) + caps.map(|(at, (least, _))| under(Some(at)).min(*least)).sum::<i64>()
    }

    /// The most that a set pays. `None` if there is no bound.
    fn most(&self, set: Set) -> Option<i64> {
        let under = |cap| -> Option<i64> {
            self.of(set).filter(|one| one.cap == cap).map(|one| one.most).sum()
        };
        let capped = self.caps.iter().enumerate().map(|(at, (_, most))| match under(Some(at)) {
            Some(sum) => Some(most.map_or(sum, |most| most.min(sum))),
            None => *most,
        });
        Some(under(None)? + capped.sum::<Option<i64>>()?)
    }

    fn lawful(&self, within: Set, apart: &[Set]) -> Vec<Set> {
        let sets = (0..=within).filter(|set| set & !within == 0);
        let is_lawful =
            |set: &Set| (0..apart.len()).all(|at| !holds(*set, at) || apart[at] & set == 0);
        sets.filter(is_lawful).collect()
    }

    /// Compares the guaranteed sums, then the greatest sums. A tie goes to the set that holds the
    /// first programme in which the two differ.
    fn is_better(&self, set: Set, than: Set) -> bool {
        let worth = |set| (self.guaranteed(set), self.most(set).unwrap_or(i64::MAX));
        let first_difference = (set ^ than).trailing_zeros() as usize;
        let (one, other) = (worth(set), worth(than));
        one > other || one == other && holds(set, first_difference)
    }

    /// The best lawful set, and the other lawful sets to which no offer can be added.
    fn best_within(&self, within: Set) -> (Set, Vec<Set>) {
        let lawful = self.lawful(within, &self.perhaps_apart);
        let better = |best: Set, set: Set| if self.is_better(set, best) { set } else { best };
        let best = lawful.iter().copied().reduce(better).unwrap();
        let is_full = |set: Set| !lawful.iter().any(|more| *more != set && more & set == set);
        let others = lawful.iter().copied().filter(|set| *set != best && is_full(*set));
        (best, others.collect())
    }

    /// Groups of offers that are linked by exclusions or caps. The choice in one group does not
    /// affect the others.
    fn linked(&self) -> Vec<Set> {
        let mut groups: Vec<Set> = Vec::new();
        for start in 0..self.all.len() {
            let mut group: Set = 1 << start;
            for _ in &self.all {
                let members = (0..self.all.len()).filter(|at| holds(group, *at));
                group = members
                    .fold(group, |found, at| found | self.perhaps_apart[at] | self.sharing(at));
            }
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The offers that share a cap with one.
    fn sharing(&self, at: usize) -> Set {
        let cap = self.all[at].cap;
        let shares = |other: &Offer| cap.is_some() && other.cap == cap;
        self.all.iter().enumerate().map(|(at, other)| Set::from(shares(other)) << at).sum()
    }

    fn everything(&self) -> Set {
        (1 << self.all.len()) - 1
    }

    fn combination(&self, set: Set) -> Combination {
        Combination {
            programmes: self.of(set).map(|offer| offer.programme.into()).collect(),
            range: Range::whole(self.guaranteed(set), self.most(set)),
        }
    }

    fn best(&self) -> Best {
        let mut chosen = 0;
        let mut alternatives = Vec::new();
        for group in self.linked() {
            let (best, others) = self.best_within(group);
            chosen |= best;
            alternatives.extend(others.into_iter().map(|set| self.combination(set)));
        }
        // If an offer has no upper bound, all sets with it tie at their greatest sum. The groups
        // without it can then only be compared one by one.
        if self.most(self.everything()).is_some() {
            assert_eq!(chosen, self.best_within(self.everything()).0, "{self:?}");
        }
        let with_all = self.lawful(self.everything(), &self.perhaps_apart);
        let with_stated = self.lawful(self.everything(), &self.apart);
        let low = with_all.iter().map(|set| self.guaranteed(*set)).max().unwrap();
        let high: Option<Vec<i64>> = with_stated.iter().map(|set| self.most(*set)).collect();
        let range = Range::whole(low, high.map(|sums| sums.into_iter().max().unwrap()));
        let (by_year, caps) = (Vec::new(), Vec::new());
        Best { chosen: self.combination(chosen), range, by_year, alternatives, caps }
    }

    /// The offers as candidates for the engine.
    fn candidates(&self) -> Vec<Candidate> {
        let candidate = |offer: &Offer| Candidate {
            programme: offer.programme.into(),
            terms: vec![Some(Terms {
                pays: Range {
                    low: Some(match offer.least {
                        Some(least) if offer.is_decided && !offer.is_ceiling => Exact::whole(least),
                        _ => Exact::ZERO,
                    }),
                    high: offer.most.map(Exact::whole),
                },
                is_sure: true,
            })],
            exclusive: offer
                .excludes
                .iter()
                .map(|(other, inferred)| (ProgrammeIndex::from(*other), *inferred))
                .collect(),
            cap: offer.cap.map(cap_at),
        };
        self.all.iter().map(candidate).collect()
    }

    /// The candidates in groups: those that exclusions and caps connect.
    fn groups(&self) -> Vec<Vec<Candidate>> {
        let candidates = self.candidates();
        let group = |set: Set| {
            let members = candidates.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
            members.map(|(_, one)| one.clone()).collect()
        };
        self.linked().into_iter().map(group).collect()
    }

    /// The shared caps for the engine.
    fn shared_caps(&self) -> Vec<Cap> {
        let caps = self.caps.iter().enumerate();
        caps.map(|(at, (least, most))| Cap { id: cap_at(at), yen: Range::whole(*least, *most) })
            .collect()
    }

    /// Draws random offers. There are only few figures, so that sums often tie, and the exclusions
    /// form chains, rings and stars. Some programmes of the city are no candidates, but exclusions
    /// may name them.
    fn draw(draws: &mut Draws) -> Offers {
        let count = draws.below(8);
        let one_in = draws.pick(&[4, 8, 16]);
        let mut programme = 0;
        let mut all = Vec::new();
        for _ in 0..count {
            programme += draws.pick(&[1, 1, 2]);
            let least = draws.pick(&[Some(0), Some(1), Some(2), Some(3), Some(5), None]);
            let more = draws.pick(&[Some(0), Some(0), Some(1), Some(2), Some(4), None]);
            let mut excludes = Vec::new();
            for other in 0..2 * count as usize {
                if other != programme && draws.below(one_in) == 0 {
                    excludes.push((other, draws.coin()));
                }
            }
            all.push(Offer {
                programme,
                is_decided: draws.below(4) != 0,
                is_ceiling: draws.below(4) == 0,
                least,
                most: more.map(|more: i64| least.unwrap_or(0) + more),
                excludes,
                cap: (draws.below(4) == 0).then(|| draws.below(2) as usize),
            });
        }
        let mut cap = || {
            let least = draws.pick(&[0, 1, 3, 6]);
            (least, draws.pick(&[Some(0), Some(0), Some(2), None]).map(|more: i64| least + more))
        };
        let caps = vec![cap(), cap()];
        Offers::new(all, caps)
    }
}

/// The shared cap with an index.
fn cap_at(place: usize) -> CapOfYear {
    CapOfYear { year: YearIndex::new(0), cap: place.into() }
}

fn holds(set: Set, at: usize) -> bool {
    set & (1 << at) != 0
}

/// The same result with its alternatives sorted.
fn sorted(mut best: Best) -> Best {
    best.caps.clear(); // the worked examples test which caps reduce a sum
    best.alternatives.sort_by(|one, other| one.programmes.cmp(&other.programmes));
    best
}

#[test]
fn best_combination_agrees_with_trying_every_set() {
    let seed = 0x1A4_0002;
    let mut draws = Draws::new(seed);
    let (mut with_alternatives, mut unbounded) = (0, 0);
    for number in 0..CITIES {
        let offers = Offers::draw(&mut draws);
        let plain = sorted(offers.best());
        let engine = sorted(combine::best(&offers.groups(), &offers.shared_caps()));
        with_alternatives += u32::from(!plain.alternatives.is_empty());
        unbounded += u32::from(plain.range.high.is_none());
        assert_eq!(engine, plain, "seed {seed:#x}, number {number}: {:#?}", offers.all);
    }
    println!(
        "best: seed {seed:#x}, {CITIES} sets of candidates, {with_alternatives} with alternatives, \
         {unbounded} without bound"
    );
    assert!(with_alternatives >= CITIES / 4 && unbounded >= CITIES / 10);
}
