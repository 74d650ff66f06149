//! A WebAssembly module in columns: the operators of its code in one, and in others their operands, by
//! operator and place. Like stands beside like there, and packs into a sixth fewer bytes.
//! `www/js/columns.js` puts the module together again; the layout here is the contract.

use super::{PageError, because};
use std::collections::BTreeMap;
use wasm_encoder::Encode;
use wasmparser::{FunctionBody, Parser, Payload};

/// Keys of the columns that are no operator's.
const OPERATORS: usize = 256;
const LOCALS: usize = 257;
const HEAD: usize = 258;

/// The byte before operators that have no byte of their own.
const PREFIX: u8 = 0xfc;
/// What stands for [`PREFIX`] and a 0, the bytes after it for those and a 1, and so on.
const PREFIXED: u8 = 0xd8;
/// The operator whose operands are as many as the first of them says, and two.
const BR_TABLE: u8 = 0x0e;

/// Operators of exceptions, which open and close blocks in ways that the script does not know.
const OF_EXCEPTIONS: [u8; 4] = [0x06, 0x18, 0x19, 0x1f];

/// A module's code, taken apart.
#[derive(Default)]
struct Columns {
    /// The bytes of the functions put together again, their sizes written as briefly as can be.
    size: usize,
    operators: Vec<u8>,
    /// What functions declare before their operators.
    locals: Vec<u8>,
    /// Of each operator its operands in the first place, then those in later ones; none, if it has none.
    operands: BTreeMap<u8, Vec<Vec<u8>>>,
}

/// Takes a module apart. First comes the number of columns, then key and length of each, then the columns,
/// then what the module has after its code; these numbers are written seven bits a byte, lowest first.
///
/// # Errors
/// If the module is damaged, or has an operator that is not known here.
pub(super) fn split(module: &[u8]) -> Result<Vec<u8>, PageError> {
    let (mut columns, mut code) = (Columns::default(), 0..0);
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(damaged)?;
        if let Payload::CodeSectionStart { unchecked_range, .. } = &payload {
            code = place(unchecked_range.start)..place(unchecked_range.end);
        } else if let Payload::CodeSectionEntry(body) = &payload {
            columns.take(body)?;
        }
    }
    let functions = module.get(code.clone()).unwrap_or(&[]);
    let count = functions.split_inclusive(ends_number).next().map_or(0, <[u8]>::len);
    let head = module.get(..code.start.saturating_add(count)).unwrap_or(&[]);
    let tail = module.get(code.end..).unwrap_or(&[]);
    if [head.len(), columns.size, tail.len()].iter().sum::<usize>() == module.len() {
        Ok(columns.lay_out(head, tail))
    } else {
        Err(refused("a size in it takes more bytes than it must"))
    }
}

/// Numbers in a module are written seven bits a byte, and all bytes but the last have the eighth.
fn ends_number(byte: &u8) -> bool {
    *byte < 0x80
}

fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

impl Columns {
    fn take(&mut self, body: &FunctionBody<'_>) -> Result<(), PageError> {
        let (bytes, begin) = (body.as_bytes(), body.range().start);
        let part = |from: u64, to: u64| {
            bytes
                .get(place(from.saturating_sub(begin))..place(to.saturating_sub(begin)))
                .unwrap_or(&[])
        };
        let mut operators = body.get_operators_reader().map_err(damaged)?;
        let mut from = operators.original_position();
        let locals = part(begin, from);
        // Their count, then of each sort how many and which.
        let numbers = locals.split_inclusive(ends_number).count();
        let groups = locals.first().filter(|groups| ends_number(groups));
        if groups.is_none_or(|groups| numbers.checked_sub(1) != usize::from(*groups).checked_mul(2))
        {
            return Err(unknown(locals));
        }
        self.locals.extend(locals);
        let mut size = Vec::new();
        bytes.len().encode(&mut size);
        self.size = self.size.saturating_add(size.len()).saturating_add(bytes.len());
        while !operators.eof() {
            operators.read().map_err(damaged)?;
            let to = operators.original_position();
            self.operator(part(from, to))?;
            from = to;
        }
        Ok(())
    }

    /// Takes an operator and its operands in, all of which are numbers.
    fn operator(&mut self, bytes: &[u8]) -> Result<(), PageError> {
        let (operator, rest) = match bytes {
            [PREFIX, second, rest @ ..] => (PREFIXED.saturating_add(*second), rest),
            [first, rest @ ..] if *first < PREFIXED && !OF_EXCEPTIONS.contains(first) => {
                (*first, rest)
            }
            _ => return Err(unknown(bytes)),
        };
        let operands: Vec<&[u8]> = rest.split_inclusive(ends_number).collect();
        let places = operands.len().min(2);
        let columns = self.operands.entry(operator).or_insert_with(|| vec![Vec::new(); places]);
        let is_table = operator == BR_TABLE && rest.first().is_some_and(ends_number);
        let all_end = rest.last().is_none_or(ends_number);
        if operator >= PREFIX || !all_end || (operands.len() != columns.len() && !is_table) {
            return Err(unknown(bytes));
        }
        for (place, operand) in operands.into_iter().enumerate() {
            if let Some(column) = columns.get_mut(place.min(1)) {
                column.extend(operand);
            }
        }
        self.operators.push(operator);
        Ok(())
    }

    fn lay_out(self, head: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut all: Vec<(usize, Vec<u8>)> = Vec::new();
        for (operator, columns) in self.operands {
            all.extend(columns.into_iter().map(|column| (usize::from(operator), column)));
        }
        all.push((OPERATORS, self.operators));
        all.push((LOCALS, self.locals));
        all.push((HEAD, head.to_vec()));
        let mut out = Vec::new();
        all.len().encode(&mut out);
        for (key, column) in &all {
            key.encode(&mut out);
            column.len().encode(&mut out);
        }
        for (_, column) in all {
            out.extend(column);
        }
        out.extend(tail);
        out
    }
}

fn damaged(cause: wasmparser::Error) -> PageError {
    because("cannot read the engine")(&cause)
}

fn unknown(bytes: &[u8]) -> PageError {
    refused(format!("nothing is known of {bytes:02x?} in it"))
}

fn refused(cause: impl Into<String>) -> PageError {
    PageError { what: "cannot take the engine apart".to_owned(), cause: cause.into() }
}

#[cfg(test)]
mod tests {
    use super::split;

    /// What a module has before the size of its code, and after it.
    const BEFORE: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a";
    const AFTER: &[u8] = b"\0\x02\x01x";

    /// A module with one function, whose locals and operators are given.
    fn module(body: &[u8]) -> Vec<u8> {
        let size = u8::try_from(body.len()).unwrap();
        [BEFORE, &[size.saturating_add(2), 1, size], body, AFTER].concat()
    }

    #[test]
    fn operands_stand_with_their_like() {
        // An i32; local.get 0, i32.const 200, drop, i32.const 5, memory.fill 0, end.
        let body = [1, 1, 0x7f, 0x20, 0, 0x41, 0xc8, 1, 0x1a, 0x41, 5, 0xfc, 11, 0, 0x0b];
        let rows =
            [6, 0x20, 1, 0x41, 3, 0xe3, 1, 1, 0x80, 2, 6, 0x81, 2, 3, 0x82, 2, 21].as_slice();
        let operands = [0, 0xc8, 1, 5, 0].as_slice();
        let operators = [0x20, 0x41, 0x1a, 0x41, 0xe3, 0x0b].as_slice();
        let expected = [rows, operands, operators, &[1, 1, 0x7f], BEFORE, &[17, 1], AFTER].concat();
        assert_eq!(split(&module(&body)).unwrap(), expected);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let refused = |body: &[u8]| split(&module(body)).unwrap_err().to_string();
        // f64.const, whose operand is no number; an operator of another prefix; bytes that are no code.
        assert!(refused(&[0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 0x0b]).contains("[44, 00"));
        assert!(refused(&[0, 0xfd, 0x0c, 0, 0x0b]).contains("cannot"));
        assert!(refused(&[0, 0xff, 0x0b]).contains("cannot read the engine"));
        // f32.const, whose last byte looks as if another followed; a block of exceptions.
        assert!(refused(&[0, 0x43, 0, 0x80, 0, 0x80, 0x1a, 0x0b]).contains("[43, 00"));
        assert!(refused(&[0, 0x1f, 0x40, 0, 0x0b, 0x0b]).contains("[1f, 40"));
        // A local of a type of several bytes.
        assert!(refused(&[1, 1, 0x63, 0x70, 0x0b]).contains("[01, 01, 63"));
        // A function whose size takes more bytes than it must.
        let at_length = [BEFORE, &[5, 1, 0x82, 0, 0, 0x0b], AFTER].concat();
        assert!(split(&at_length).unwrap_err().to_string().contains("more bytes than it must"));
        assert!(split(b"text").unwrap_err().to_string().contains("cannot read the engine"));
    }
}
