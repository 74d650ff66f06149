//! The grammar of expressions: reads a line of text into a tree with places. It does not look names
//! up.

use super::number;
use crate::calendar::{Day, FirstDay, Period};
use crate::closed_list::ClosedList;
use crate::diagnostic::Place;
use crate::limits::{self, DENOMINATOR};
use crate::source::{
    Argument, ArgumentValue, Arithmetic, Comparison, Expr, ExprKind, Logic, Operator, Word,
};
use strum::{IntoStaticStr, VariantArray};

/// A mistake in an expression, with its place.
pub(super) struct Refused {
    pub(super) place: Place,
    pub(super) message: String,
}

type Parsed<T> = Result<T, Refused>;

/// Parses an expression that begins at a place.
pub(super) fn parse(text: &str, start: Place) -> Parsed<Expr> {
    let tokens = tokens(text, start)?;
    let end =
        Place { column: start.column.saturating_add(text.chars().count()), length: 1, ..start };
    let mut parser = Parser { tokens, next: 0, end, depth: 0 };
    let expr = parser.expression(Binding::None)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(unexpected(token, "an operator or the end")),
    }
}

/// The length of time that a text such as `1 year` is, if it is one.
pub(super) fn period(text: &str, start: Place) -> Option<Period> {
    let tokens = tokens(text, start).ok()?;
    let mut parser = Parser { tokens, next: 0, end: start, depth: 0 };
    let found = parser.period().ok()?;
    found.filter(|_| parser.peek().is_none())
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Word,
    Number(i64),
    /// A number that is not whole: numerator and denominator.
    Fraction(i64, u32),
    Day(Day),
    Sign,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    text: String,
    place: Place,
}

fn unexpected(token: &Token, expected: &str) -> Refused {
    Refused {
        place: token.place,
        message: format!("unexpected `{}`, expected {expected}", token.text),
    }
}

fn tokens(text: &str, start: Place) -> Parsed<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = chars.get(at).copied() {
        if first.is_whitespace() {
            at = at.saturating_add(1);
            continue;
        }
        let rest = chars.get(at..).unwrap_or_default();
        let length = token_length(rest);
        let text: String = rest.iter().take(length).collect();
        let place = Place { column: start.column.saturating_add(at), length, ..start };
        let kind = token_kind(&text).map_err(|message| Refused { place, message })?;
        tokens.push(Token { kind, text, place });
        at = at.saturating_add(length);
    }
    Ok(tokens)
}

fn token_length(rest: &[char]) -> usize {
    let run = |belongs: fn(char) -> bool| rest.iter().take_while(|c| belongs(**c)).count();
    match rest.first() {
        Some(c) if c.is_ascii_digit() => {
            // A date is told from a difference by its two-digit parts with no spaces.
            let date = run(|c| c.is_ascii_digit() || c == '-');
            let text: String = rest.iter().take(date).collect();
            if date == 10 && text.matches('-').count() == 2 { date } else { number::length(rest) }
        }
        Some('.') if rest.get(1).is_some_and(char::is_ascii_digit) => number::length(rest),
        Some(c) if is_word(*c) => run(is_word),
        _ => {
            let two: String = rest.iter().take(2).collect();
            if ["==", "!=", "<=", ">="].contains(&two.as_str()) { 2 } else { 1 }
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn token_kind(text: &str) -> Result<Kind, String> {
    let unknown = || format!("`{text}` is no number, date, name or operator");
    let first = text.chars().next().ok_or_else(unknown)?;
    if first.is_ascii_digit() && text.contains('-') {
        return Day::parse(text).map(Kind::Day).ok_or_else(unknown);
    }
    if first.is_ascii_digit() || (first == '.' && text.len() > 1) {
        return Ok(match number::read(text)? {
            (whole, 1) => Kind::Number(whole),
            (numer, denom) => Kind::Fraction(numer, denom),
        });
    }
    if is_word(first) {
        return Ok(Kind::Word);
    }
    if text == "%" {
        return Err("`%` follows the number without a blank, such as `5%`".to_owned());
    }
    let signs = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ",", ":"];
    signs.contains(&text).then_some(Kind::Sign).ok_or_else(unknown)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    end: Place,
    depth: usize,
}

/// How tightly an operator binds its operands, from loosely to tightly.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    None,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
}

/// The operator that a token names, if it names one.
fn operator(text: &str) -> Option<Operator> {
    let logic = Logic::named(text).map(Operator::Logic);
    let compare = || Comparison::named(text).map(Operator::Compare);
    let compute = || Arithmetic::named(text).map(Operator::Compute);
    logic.or_else(compare).or_else(compute)
}

fn binding(operator: Operator) -> Binding {
    match operator {
        Operator::Logic(Logic::Or) => Binding::Or,
        Operator::Logic(Logic::And) => Binding::And,
        Operator::Compare(_) => Binding::Compare,
        Operator::Compute(Arithmetic::Add | Arithmetic::Subtract) => Binding::Add,
        Operator::Compute(Arithmetic::Multiply) => Binding::Multiply,
    }
}

/// The units of a period, as `1 year` and `2 years` name them.
#[derive(Clone, Copy, PartialEq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
enum PeriodUnit {
    Day,
    Month,
    Year,
}

impl PeriodUnit {
    /// The unit with a name in the singular or the plural.
    fn spelt(text: &str) -> Option<PeriodUnit> {
        PeriodUnit::named(text.strip_suffix('s').unwrap_or(text))
    }
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, expected: &str) -> Parsed<Token> {
        let Some(token) = self.peek().cloned() else {
            let message = format!("the expression ends here, expected {expected}");
            return Err(Refused { place: self.end, message });
        };
        self.next = self.next.saturating_add(1);
        Ok(token)
    }

    fn is_next(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.text == text)
    }

    fn next_operator(&self) -> Option<Operator> {
        self.peek().and_then(|token| operator(&token.text))
    }

    fn skip(&mut self, text: &str) -> bool {
        let found = self.is_next(text);
        self.next = self.next.saturating_add(usize::from(found));
        found
    }

    fn expect(&mut self, text: &str) -> Parsed<Token> {
        let expected = format!("`{text}`");
        let token = self.take(&expected)?;
        if token.text == text { Ok(token) } else { Err(unexpected(&token, &expected)) }
    }

    fn word(&mut self, expected: &str) -> Parsed<Word> {
        let token = self.take(expected)?;
        if token.kind == Kind::Word {
            Ok(Word { text: token.text, place: token.place })
        } else {
            Err(unexpected(&token, expected))
        }
    }

    fn expression(&mut self, tighter_than: Binding) -> Parsed<Expr> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > limits::DEPTH {
            return Err(Refused { place: self.end, message: "nested too deeply".to_owned() });
        }
        let mut left = self.operand()?;
        loop {
            if tighter_than < Binding::Compare && self.is_next("in") {
                left = self.membership(left)?;
                continue;
            }
            let Some(next) = self.next_operator().filter(|one| binding(*one) > tighter_than) else {
                break;
            };
            self.next = self.next.saturating_add(1);
            let right = self.expression(binding(next))?;
            let is_comparison = |one| matches!(one, Operator::Compare(_));
            if is_comparison(next) && self.next_operator().is_some_and(is_comparison) {
                let message = "comparisons do not chain: join them with `and`".to_owned();
                return Err(Refused { place: right.place, message });
            }
            let place = span(left.place, right.place);
            left = Expr { place, kind: ExprKind::Binary(next, left.into(), right.into()) };
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(left)
    }

    fn membership(&mut self, left: Expr) -> Parsed<Expr> {
        self.expect("in")?;
        self.expect("(")?;
        let mut options = vec![self.word("an option")?];
        while self.skip(",") {
            options.push(self.word("an option")?);
        }
        let close = self.expect(")")?;
        let place = span(left.place, close.place);
        Ok(Expr { place, kind: ExprKind::In(left.into(), options) })
    }

    fn operand(&mut self) -> Parsed<Expr> {
        let token = self.take("a value")?;
        let place = token.place;
        let kind = match (&token.kind, token.text.as_str()) {
            (Kind::Day(day), _) => ExprKind::Day(*day),
            (Kind::Number(number), _) => return self.number(*number, place),
            (Kind::Fraction(numer, denom), _) => self.fraction((*numer, *denom), &token)?,
            (Kind::Word, "not") => ExprKind::Not(self.expression(Binding::Not)?.into()),
            (Kind::Word, "yes") => ExprKind::Truth(true),
            (Kind::Word, "no") => ExprKind::Truth(false),
            (Kind::Word, "and" | "or" | "in") => return Err(unexpected(&token, "a value")),
            (Kind::Word, _) if self.is_next("(") => {
                let name = Word { text: token.text, place };
                return self.call(name);
            }
            (Kind::Word, _) => ExprKind::Name(token.text),
            (Kind::Sign, "-") => ExprKind::Negate(self.expression(Binding::Multiply)?.into()),
            (Kind::Sign, "(") => {
                let inner = self.expression(Binding::None)?;
                let close = self.expect(")")?;
                return Ok(Expr { place: span(place, close.place), ..inner });
            }
            (Kind::Sign, _) => return Err(unexpected(&token, "a value")),
        };
        Ok(Expr { place, kind })
    }

    /// A number that is not whole. It has no unit.
    fn fraction(&self, (numer, denom): (i64, u32), token: &Token) -> Parsed<ExprKind> {
        let unit = self.peek().map_or("", |next| next.text.as_str());
        let message = if unit == "yen" {
            format!("an amount of yen is whole, found `{}`", token.text)
        } else if PeriodUnit::spelt(unit).is_some() {
            format!("a period is a whole number of days, months or years, found `{}`", token.text)
        } else {
            return Ok(ExprKind::Number(numer, denom));
        };
        Err(Refused { place: token.place, message })
    }

    fn number(&mut self, number: i64, place: Place) -> Parsed<Expr> {
        if self.is_next("yen") {
            let unit = self.take("`yen`")?;
            return Ok(Expr { place: span(place, unit.place), kind: ExprKind::Yen(number) });
        }
        if self.skip("/") {
            let below = self.take("a denominator")?;
            let denom = match below.kind {
                Kind::Number(denom) => u32::try_from(denom).ok(),
                Kind::Word | Kind::Fraction(..) | Kind::Day(_) | Kind::Sign => None,
            };
            let Some(denom) = denom.filter(|denom| (1..=DENOMINATOR).contains(denom)) else {
                return Err(unexpected(&below, &format!("a denominator from 1 to {DENOMINATOR}")));
            };
            let place = span(place, below.place);
            return Ok(Expr { place, kind: ExprKind::Number(number, denom) });
        }
        Ok(Expr { place, kind: ExprKind::Number(number, 1) })
    }

    fn call(&mut self, name: Word) -> Parsed<Expr> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        while !self.is_next(")") {
            arguments.push(self.argument()?);
            if !self.skip(",") {
                break;
            }
        }
        let close = self.expect(")")?;
        let place = span(name.place, close.place);
        Ok(Expr { place, kind: ExprKind::Call(name, arguments) })
    }

    fn argument(&mut self) -> Parsed<Argument> {
        let next_but_one = self.tokens.get(self.next.saturating_add(1));
        let is_label = next_but_one.is_some_and(|token| token.text == ":");
        let label = if is_label {
            let label = self.word("a label")?;
            self.expect(":")?;
            Some(label)
        } else {
            None
        };
        let value = if label.as_ref().is_some_and(|label| label.text == "first_day") {
            ArgumentValue::FirstDay(self.first_day()?)
        } else if let Some(period) = self.period()? {
            ArgumentValue::Period(period)
        } else {
            ArgumentValue::Expr(self.expression(Binding::None)?)
        };
        Ok(Argument { label, value })
    }

    fn first_day(&mut self) -> Parsed<FirstDay> {
        let names: Vec<String> = FirstDay::names().map(|name| format!("`{name}`")).collect();
        let expected = names.join(" or ");
        let token = self.take(&expected)?;
        FirstDay::named(&token.text).ok_or_else(|| unexpected(&token, &expected))
    }

    /// A length of time such as `1 year`, if one follows.
    fn period(&mut self) -> Parsed<Option<Period>> {
        let unit = self.tokens.get(self.next.saturating_add(1));
        let unit = unit.and_then(|token| PeriodUnit::spelt(&token.text));
        let Some(Token { kind: Kind::Number(number), place, .. }) = self.peek().cloned() else {
            return Ok(None);
        };
        let Some(unit) = unit else { return Ok(None) };
        let too_long =
            || Refused { place, message: "a period is from 1 day to 200 years".to_owned() };
        let small = u8::try_from(number).ok().filter(|number| (1..=200).contains(number));
        let none = Period { years: 0, months: 0, days: 0 };
        let period = match unit {
            PeriodUnit::Year => Period { years: small.ok_or_else(too_long)?, ..none },
            PeriodUnit::Month => Period { months: small.ok_or_else(too_long)?, ..none },
            PeriodUnit::Day => {
                let days = u16::try_from(number).ok().filter(|days| (1..=60_000).contains(days));
                Period { days: days.ok_or_else(too_long)?, ..none }
            }
        };
        self.next = self.next.saturating_add(2);
        Ok(Some(period))
    }
}

/// From the beginning of one place to the end of another on the same line.
fn span(from: Place, to: Place) -> Place {
    let end = to.column.saturating_add(to.length);
    Place { length: end.saturating_sub(from.column).max(1), ..from }
}
