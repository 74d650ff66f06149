//! The numbers of expressions: whole numbers, decimals and per cent, each an exact fraction. Nothing is
//! rounded, and no unit is read here.

use crate::amount::Exact;
use crate::limits::{self, DENOMINATOR};

/// The number of characters that somebody may have meant as the number at the beginning of a text, which
/// begins with a digit, or with a point and a digit. [`read`] refuses what is no number.
pub(super) fn length(rest: &[char]) -> usize {
    let at = |index: usize| rest.get(index).copied().unwrap_or(' ');
    let mut length = 0_usize;
    loop {
        let belongs = match at(length) {
            // A comma between two arguments has a blank behind it.
            '.' | ',' => at(length.saturating_add(1)).is_ascii_digit() || at(length) == '.',
            '%' => true,
            one => one.is_alphanumeric() || one == '_',
        };
        if !belongs {
            return length;
        }
        length = length.saturating_add(1);
    }
}

/// The numerator and the denominator of a number in lowest terms: `1_000`, `1.5`, `10.95%`.
///
/// # Errors
/// What is wrong, if the text is no number, if the number is above [`limits::NUMBER`], or if its denominator
/// is above [`DENOMINATOR`].
pub(super) fn read(text: &str) -> Result<(i64, u32), String> {
    let no_number = || format!("`{text}` is no number, date, name or operator");
    if text.contains(',') {
        let is_thousand =
            |group: &str| group.len() == 3 && group.bytes().all(|one| one.is_ascii_digit());
        let is_grouped = text.split(',').skip(1).all(is_thousand);
        let meant = if is_grouped { text.replace(',', "_") } else { text.replacen(',', ".", 1) };
        let apart = text.replace(',', ", ");
        return Err(format!(
            "`{text}` has a comma inside a number: write `{meant}`, or `{apart}` for several values"
        ));
    }
    if text.starts_with('.') {
        return Err(format!("`{text}` begins with the point: write `0{text}`"));
    }
    let digits = text.trim_end_matches('%');
    let signs = text.len().saturating_sub(digits.len());
    if signs > 1 {
        return Err(format!("`{text}` has several `%`: write `{digits}%`"));
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals.is_empty() && digits.ends_with('.') {
        return Err(format!("`{text}` has no digit behind the point"));
    }
    if !decimals.bytes().all(|one| one.is_ascii_digit()) {
        return Err(no_number());
    }
    let numer = format!("{}{decimals}", whole.replace('_', "")).parse::<i64>();
    let numer = numer.map_err(|_| no_number())?;
    let zeros = decimals.len().saturating_add(signs.saturating_mul(2));
    let denom = u32::try_from(zeros).ok().and_then(|zeros| 10_u32.checked_pow(zeros));
    let number = denom.and_then(|denom| Exact::new(numer, denom)).map(Exact::fraction);
    match number.filter(|(_, denom)| *denom <= DENOMINATOR) {
        Some((numer, denom)) if numer <= limits::NUMBER => Ok((numer, denom)),
        Some(_) => Err(no_number()),
        None => Err(format!(
            "`{text}` is too fine: as a fraction its denominator is above {DENOMINATOR}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_exact_fraction_that_is_written() {
        for hundredths in 0..=20_000_i64 {
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            let percent = format!("{whole}.{rest:02}%");
            assert_eq!(read(&percent).ok(), Exact::new(hundredths, 10_000).map(Exact::fraction));
            let decimal = format!("{whole}.{rest:02}");
            assert_eq!(read(&decimal).ok(), Exact::new(hundredths, 100).map(Exact::fraction));
        }
        assert_eq!(read("10.95%"), Ok((219, 2_000)));
        assert_eq!(read("1_000.5"), Ok((2_001, 2)));
        assert_eq!(read("0.0001"), Ok((1, 10_000)));
    }

    #[test]
    fn a_number_beyond_the_limits_is_refused() {
        assert_eq!(read("1_000_000_000_000"), Ok((limits::NUMBER, 1)));
        for text in ["1_000_000_000_001", "1_000_000_000_000.5", "99999999999999999999"] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["0.00001", "0.001%", "0.00000000000000000001", "1.0_5", "1.5a", "1..5"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_ends_where_an_author_would_end_it() {
        let length = |text: &str| length(&text.chars().collect::<Vec<char>>());
        for (text, expected) in
            [("10.95%*x", 6), ("1, 2", 1), ("1,000 yen", 5), ("5 %", 1), ("3)", 1), ("2.", 2)]
        {
            assert_eq!(length(text), expected, "{text}");
        }
    }
}
