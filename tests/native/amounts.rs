//! Amounts compared with fractions of 128-bit integers: sums, products, order and every rounding, near
//! the limits and at random. Nothing here evaluates a rule.

use crate::dice::Dice;
use iju_check::amount::{Exact, Rounding};

/// The limits as [`Exact`] documents them.
const MAX_NUMER: i128 = 9_223_372_036_854_775_807;
const MAX_DENOM: i128 = 1_000_000_000;

const SEED: u64 = 1;

const UNITS: [u32; 10] = [1, 2, 3, 10, 500, 1_000, 9_999, 10_000, 1 << 31, u32::MAX];

/// The numerator and the denominator.
type Parts = (i64, u32);

/// The fraction in lowest terms, if it is within the limits.
fn lowest(numer: i128, denom: i128) -> Option<Parts> {
    let (mut divisor, mut rest) = (denom, numer);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    let (numer, denom) = (numer / divisor.abs(), denom / divisor.abs());
    let is_within = numer.abs() <= MAX_NUMER && denom <= MAX_DENOM;
    is_within.then_some((numer as i64, denom as u32))
}

fn wide(number: Exact) -> (i128, i128) {
    let (numer, denom) = number.fraction();
    (numer.into(), denom.into())
}

/// What an operation gave. Zero must not carry a minus sign, whichever operation gave it.
fn parts(result: Option<Exact>) -> Option<Parts> {
    result.map(|number| {
        let (numer, denom) = number.fraction();
        assert_eq!(number.is_negative(), numer < 0, "{number}");
        (numer, denom)
    })
}

/// Numerators of both signs and denominators around powers of two, each other's limits and one.
fn edges() -> Vec<Exact> {
    let max = i64::MAX;
    let small = [0, 1, 2, 3, 7, 9_999, 10_000, 10_001];
    let words = [(1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 48];
    let large = [max / 1_000_000_000, max / 9_999 + 1, max / 3, max / 2, max / 2 + 1, max - 1, max];
    let denoms = [1, 2, 3, 4, 15, 9_973, 10_000, 49_999, 500_000_000, 999_999_937, 1_000_000_000];
    let magnitudes = small.into_iter().chain(words).chain(large);
    let numers = magnitudes.flat_map(|magnitude: i64| [magnitude, -magnitude]);
    let mut found: Vec<Exact> =
        numers.flat_map(|numer| denoms.map(|denom| Exact::new(numer, denom).unwrap())).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A number whose numerator has any count of bits.
fn draw(dice: &mut Dice) -> Exact {
    let magnitude = dice.between(1, i64::MAX) >> dice.below(63);
    let numer = if dice.chance(1, 2) { magnitude } else { -magnitude };
    let denom =
        if dice.chance(1, 3) { 1 } else { dice.between(1 << 29, 1_000_000_000) >> dice.below(30) };
    Exact::new(numer, denom as u32).unwrap()
}

/// Whether the sum and the product left the limits.
fn check_pair(a: Exact, b: Exact) -> [bool; 2] {
    let ((n, d), (m, e)) = (wide(a), wide(b));
    let sum = lowest(n * e + m * d, d * e);
    assert_eq!(parts(a.add(b)), sum, "{a} + {b}");
    let product = lowest(n * m, d * e);
    assert_eq!(parts(a.mul(b)), product, "{a} * {b}");
    let order = (n * e).cmp(&(m * d));
    assert_eq!(a.cmp(&b), order, "{a} compared with {b}");
    assert_eq!(a == b, order.is_eq(), "{a} equal to {b}");
    [sum.is_none(), product.is_none()]
}

/// How many of the roundings left the limits.
fn check_roundings(number: Exact, unit: u32) -> usize {
    let (numer, denom) = wide(number);
    let step = denom * i128::from(unit);
    let times = [
        (Rounding::Floor, numer.div_euclid(step)),
        (Rounding::Ceil, -(-numer).div_euclid(step)),
        (Rounding::HalfUp, (2 * numer + step).div_euclid(2 * step)),
    ];
    let mut beyond = 0;
    for (way, times) in times {
        let expected = lowest(times * i128::from(unit), 1);
        assert_eq!(parts(number.rounded(way, unit)), expected, "{number}, {way:?} to {unit}");
        beyond += usize::from(expected.is_none());
    }
    beyond
}

#[test]
fn a_fraction_is_reduced_or_refused() {
    let numers = edges().into_iter().map(|edge| edge.fraction().0).chain([i64::MIN]);
    let large = [1_000_000_001, 1_500_000_000, 2_000_000_000, 1 << 31, u32::MAX];
    let denoms: Vec<u32> = (1..=40).chain(999_999_960..=1_000_000_000).chain(large).collect();
    for numer in numers {
        assert_eq!(Exact::new(numer, 0), None);
        for denom in &denoms {
            let expected = lowest(numer.into(), (*denom).into());
            assert_eq!(parts(Exact::new(numer, *denom)), expected, "{numer} / {denom}");
        }
    }
}

#[test]
fn sums_products_and_order_are_exact_near_the_limits() {
    let edges = edges();
    let mut beyond = [0, 0];
    for a in &edges {
        for b in &edges {
            let [sum, product] = check_pair(*a, *b);
            beyond = [beyond[0] + usize::from(sum), beyond[1] + usize::from(product)];
        }
    }
    let pairs = edges.len().pow(2);
    assert!(
        beyond.iter().all(|count| (pairs / 10..pairs).contains(count)),
        "{beyond:?} of {pairs}"
    );
}

#[test]
fn every_rounding_is_exact_near_the_limits() {
    let mut beyond = 0;
    for edge in edges() {
        assert_eq!(edge.rounded(Rounding::Floor, 0), None);
        beyond += UNITS.map(|unit| check_roundings(edge, unit)).iter().sum::<usize>();
    }
    assert!(beyond > 50, "{beyond}");
}

#[test]
fn random_numbers_agree_with_integers() {
    for case in 0..50_000 {
        let dice = &mut Dice::of(SEED, case);
        let (a, b) = (draw(dice), draw(dice));
        check_pair(a, b);
        check_roundings(a, *dice.one_of(&UNITS));
        check_roundings(b, dice.between(1, 100_000) as u32);
    }
}

#[test]
fn a_number_and_its_opposite_mirror_each_other() {
    for edge in edges() {
        let (numer, denom) = edge.fraction();
        assert_eq!(parts(Some(edge.negated())), Some((-numer, denom)));
        assert_eq!(edge.negated().negated(), edge);
        assert_eq!(parts(edge.add(edge.negated())), Some((0, 1)));
        let whole = (denom == 1).then_some(numer);
        assert_eq!(edge.to_i32(), whole.and_then(|whole| i32::try_from(whole).ok()), "{edge}");
        let text = whole.map_or(format!("{numer}/{denom}"), |whole| whole.to_string());
        assert_eq!(edge.to_string(), text);
    }
}
