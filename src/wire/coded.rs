//! Turns structures into numbers and back: one line for each type names its fields or cases, and both
//! directions follow from it. A field that a line forgets is a compile error. Which types cross which edge is
//! said in `rules` and in `edge`.

use super::numbers::{Damaged, Sink, Source};
use crate::index::{
    AskIndex, CapIndex, ExprIndex, FactIndex, FieldIndex, ItemIndex, MemberIndex, MissingIndex,
    OptionIndex, ProgrammeInYear, ProgrammeIndex, ReadingIndex, RequirementIndex, RequirementPlace,
    SourceIndex, YearIndex,
};
use typed_index_collections::TiVec;

/// A value that can be written as numbers and read back. Every value takes at least one number.
pub(crate) trait Coded: Sized {
    /// Appends the value.
    fn write(&self, out: &mut impl Sink);

    /// Takes the value off the front.
    ///
    /// # Errors
    /// If the numbers hold no such value.
    fn read(from: &mut impl Source) -> Result<Self, Damaged>;
}

/// Writes and reads an integer type as one number.
macro_rules! integers {
    ($($type:ty),*) => {
        $(impl Coded for $type {
            fn write(&self, out: &mut impl Sink) {
                out.put(i64::from(*self));
            }

            fn read(from: &mut impl Source) -> Result<$type, Damaged> {
                <$type>::try_from(from.take()?).map_err(|_| Damaged)
            }
        })*
    };
}

integers!(u8, u16, u32, i16, i32, i64);

/// A set of up to 64 bits, as the number with the same bits.
impl Coded for u64 {
    fn write(&self, out: &mut impl Sink) {
        out.put(self.cast_signed());
    }

    fn read(from: &mut impl Source) -> Result<u64, Damaged> {
        Ok(from.take()?.cast_unsigned())
    }
}

impl Coded for bool {
    fn write(&self, out: &mut impl Sink) {
        out.put(i64::from(*self));
    }

    fn read(from: &mut impl Source) -> Result<bool, Damaged> {
        match from.take()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Damaged),
        }
    }
}

impl<T: Coded> Coded for Option<T> {
    fn write(&self, out: &mut impl Sink) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(from: &mut impl Source) -> Result<Option<T>, Damaged> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

/// A list, behind its length.
impl<T: Coded> Coded for Vec<T> {
    fn write(&self, out: &mut impl Sink) {
        out.put(i64::try_from(self.len()).unwrap_or(i64::MAX));
        for item in self {
            item.write(out);
        }
    }

    fn read(from: &mut impl Source) -> Result<Vec<T>, Damaged> {
        let count = usize::try_from(from.take()?).map_err(|_| Damaged)?;
        // Every item takes a number, so a longer list cannot follow, and no memory is reserved for one.
        if count > from.left() {
            return Err(Damaged);
        }
        from.nested(|from| {
            let mut items = Vec::new();
            for _ in 0..count {
                items.push(T::read(from)?);
            }
            Ok(items)
        })
    }
}

/// A list with typed indices, like any other.
impl<K, T: Coded> Coded for TiVec<K, T> {
    fn write(&self, out: &mut impl Sink) {
        self.raw.write(out);
    }

    fn read(from: &mut impl Source) -> Result<TiVec<K, T>, Damaged> {
        Vec::read(from).map(TiVec::from)
    }
}

/// Writes and reads an index as its number.
macro_rules! indices {
    ($($type:ident),* $(,)?) => {
        $(impl Coded for $type {
            fn write(&self, out: &mut impl Sink) {
                self.get().write(out);
            }

            fn read(from: &mut impl Source) -> Result<$type, Damaged> {
                Coded::read(from).map($type::new)
            }
        })*
    };
}

indices!(
    AskIndex,
    CapIndex,
    ExprIndex,
    FactIndex,
    FieldIndex,
    ItemIndex,
    MissingIndex,
    MemberIndex,
    OptionIndex,
    ProgrammeInYear,
    ProgrammeIndex,
    ReadingIndex,
    RequirementIndex,
    RequirementPlace,
    SourceIndex,
    YearIndex,
);

impl<A: Coded, B: Coded> Coded for (A, B) {
    fn write(&self, out: &mut impl Sink) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut impl Source) -> Result<(A, B), Damaged> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

/// A structure: its fields in this order.
macro_rules! record {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wire::coded::Coded for $type {
            fn write(&self, out: &mut impl $crate::wire::numbers::Sink) {
                let $type { $($field),* } = self;
                $($crate::wire::coded::Coded::write($field, out);)*
            }

            fn read(
                from: &mut impl $crate::wire::numbers::Source,
            ) -> Result<$type, $crate::wire::numbers::Damaged> {
                Ok($type { $($field: $crate::wire::coded::Coded::read(from)?),* })
            }
        }
    };
}

/// A choice: the number of the case, then what the case holds.
macro_rules! cases {
    ($type:ident {
        $($number:literal => $case:ident $(($($item:ident),*))? $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl $crate::wire::coded::Coded for $type {
            fn write(&self, out: &mut impl $crate::wire::numbers::Sink) {
                match self {
                    $($type::$case $(($($item),*))? $({ $($field),* })? => {
                        out.put($number);
                        $($($crate::wire::coded::Coded::write($item, out);)*)?
                        $($($crate::wire::coded::Coded::write($field, out);)*)?
                    })*
                }
            }

            fn read(
                from: &mut impl $crate::wire::numbers::Source,
            ) -> Result<$type, $crate::wire::numbers::Damaged> {
                match from.take()? {
                    $($number => {
                        $($(let $item = $crate::wire::coded::Coded::read(from)?;)*)?
                        $($(let $field = $crate::wire::coded::Coded::read(from)?;)*)?
                        Ok($type::$case $(($($item),*))? $({ $($field),* })?)
                    })*
                    _ => Err($crate::wire::numbers::Damaged),
                }
            }
        }
    };
}

/// Closed lists: each member by its position.
macro_rules! names {
    ($($type:ident),* $(,)?) => {
        $(impl $crate::wire::coded::Coded for $type {
            fn write(&self, out: &mut impl $crate::wire::numbers::Sink) {
                $crate::wire::coded::Coded::write(&$crate::closed_list::ClosedList::code(*self), out);
            }

            fn read(
                from: &mut impl $crate::wire::numbers::Source,
            ) -> Result<$type, $crate::wire::numbers::Damaged> {
                let code = $crate::wire::coded::Coded::read(from)?;
                $crate::closed_list::ClosedList::with_code(code).ok_or($crate::wire::numbers::Damaged)
            }
        })*
    };
}

pub(crate) use {cases, names, record};
