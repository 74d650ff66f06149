//! Reads households from a stream: one JSON value, or one a line. It never keeps more than three megabytes in memory,
//! waits for nothing while there is a household, and does not know what the answers mean.

use serde_json::Value;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

/// The most bytes that one household takes.
const MOST_BYTES: usize = 1 << 20;
/// How many bytes are read at once.
const BUFFER_BYTES: usize = 1 << 18;

/// A household's JSON, or why there is none.
#[derive(Debug)]
pub(crate) struct Household {
    /// The line on which it begins.
    pub(crate) line: usize,
    /// The JSON; what was expected, if the line cannot be JSON.
    pub(crate) text: Result<String, String>,
}

/// The households of a stream.
#[derive(Debug)]
pub(crate) struct Households<R> {
    input: BufReader<R>,
    line: usize,
    /// Lines that were read to see whether one household takes several.
    waiting: VecDeque<Household>,
    is_begun: bool,
}

impl<R: Read> Households<R> {
    pub(crate) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(BUFFER_BYTES, input);
        Households { input, line: 0, waiting: VecDeque::new(), is_begun: false }
    }

    /// The next households: one, and those that can be read without waiting for the input. None at its end.
    pub(crate) fn next_batch(&mut self) -> io::Result<Vec<Household>> {
        let mut batch = Vec::new();
        while let Some(household) = self.next()? {
            batch.push(household);
            if !self.is_ready() {
                break;
            }
        }
        Ok(batch)
    }

    /// Whether a line that is not blank has been read from the input.
    fn is_ready(&self) -> bool {
        let read = self.input.buffer().split_inclusive(|byte| *byte == b'\n');
        let mut lines = read.take_while(|line| line.ends_with(b"\n"));
        !self.waiting.is_empty() || lines.any(|line| !line.trim_ascii().is_empty())
    }

    /// The next household, if there is one.
    fn next(&mut self) -> io::Result<Option<Household>> {
        if !self.is_begun {
            self.is_begun = true;
            return self.first();
        }
        match self.waiting.pop_front() {
            Some(household) => Ok(Some(household)),
            None => self.next_line(),
        }
    }

    /// The first household. It takes several lines if its first line is the beginning of a JSON
    /// value and all lines together are one, or if no other line is a JSON value by itself.
    fn first(&mut self) -> io::Result<Option<Household>> {
        let Some(first) = self.next_line()? else { return Ok(None) };
        if !first.text.as_ref().is_ok_and(|text| is_beginning(text)) {
            return Ok(Some(first));
        }
        let (line, mut size) = (first.line, 0_usize);
        self.waiting.push_back(first);
        while size <= MOST_BYTES {
            let Some(next) = self.next_line()? else {
                return Ok(self.whole(line).or_else(|| self.waiting.pop_front()));
            };
            size = size.saturating_add(next.text.as_ref().map_or(0, String::len));
            self.waiting.push_back(next);
        }
        Ok(self.waiting.pop_front())
    }

    /// All lines that were read as one household, unless they are several.
    fn whole(&mut self, line: usize) -> Option<Household> {
        let mut whole = String::new();
        let mut at = line;
        for next in &self.waiting {
            // Blank lines were left out; the numbers of lines in messages count them.
            whole.extend((at..next.line).map(|_| '\n'));
            at = next.line;
            whole.push_str(next.text.as_ref().ok()?);
        }
        let is_value = |text: &str| serde_json::from_str::<Value>(text).is_ok();
        let mut lines = self.waiting.iter().filter_map(|next| next.text.as_ref().ok());
        if !is_value(&whole) && lines.any(|text| is_value(text)) {
            return None;
        }
        self.waiting.clear();
        Some(Household { line, text: Ok(whole) })
    }

    /// The next line that is not blank.
    fn next_line(&mut self) -> io::Result<Option<Household>> {
        loop {
            let mut bytes = Vec::new();
            let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
            if self.input.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.line = self.line.saturating_add(1);
            let line = self.line;
            if bytes.len() == MOST_BYTES && !bytes.ends_with(b"\n") {
                self.input.skip_until(b'\n')?;
                let text = Err(format!("a line of less than {MOST_BYTES} bytes"));
                return Ok(Some(Household { line, text }));
            }
            let Ok(text) = String::from_utf8(bytes) else {
                let text = Err("text in UTF-8".to_owned());
                return Ok(Some(Household { line, text }));
            };
            // Some editors begin a file with a byte order mark.
            let text = text.strip_prefix('\u{feff}').filter(|_| line == 1).unwrap_or(&text);
            if !text.trim().is_empty() {
                return Ok(Some(Household { line, text: Ok(text.trim_end().to_owned()) }));
            }
        }
    }
}

/// Whether a text ends before its JSON value does.
fn is_beginning(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_err_and(|cause| cause.is_eof())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Result<String, String>)> {
        let mut households = Households::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(one) = households.next().unwrap() {
            found.push((one.line, one.text.map(|text| text.trim().to_owned())));
        }
        found
    }

    #[test]
    fn a_household_is_a_line_or_the_whole_text() {
        let ok = |line: usize, text: &str| (line, Ok(text.to_owned()));
        for (text, expected) in [
            ("", vec![]),
            (" \r\n\n", vec![]),
            ("{}", vec![ok(1, "{}")]),
            ("\u{feff}{}\r\n\r\n{\"a\":1}\r\n", vec![ok(1, "{}"), ok(3, "{\"a\":1}")]),
            ("\n{\n\n\"a\":1\n}\n", vec![ok(2, "{\n\n\"a\":1\n}")]),
            ("{\"a\": [\n{\"b\":1}\n]}", vec![ok(1, "{\"a\": [\n{\"b\":1}\n]}")]),
            // One broken household; then a broken household before a whole one.
            ("{\n\"a\":,\n}", vec![ok(1, "{\n\"a\":,\n}")]),
            ("{\"a\":\n{}\n", vec![ok(1, "{\"a\":"), ok(2, "{}")]),
            ("{\n", vec![ok(1, "{")]),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_has_a_limit_and_the_next_one_is_read() {
        let fits = "x".repeat(MOST_BYTES - 1);
        let found = read(&format!("{{}}\n{fits}\n{fits}xx\n{{}}\n"));
        let lines: Vec<(usize, bool)> =
            found.iter().map(|(at, text)| (*at, text.is_ok())).collect();
        assert_eq!(lines, [(1, true), (2, true), (3, false), (4, true)]);
    }

    #[test]
    fn a_line_that_is_no_text_is_named_and_the_next_one_is_read() {
        let mut households = Households::new(&b"{}\n\x83\x65\n{}\n"[..]);
        let mut next = || households.next().unwrap().unwrap();
        assert!(next().text.is_ok());
        let wrong = next();
        assert_eq!((wrong.line, wrong.text), (2, Err("text in UTF-8".to_owned())));
        assert_eq!(next().line, 3);
    }
}
