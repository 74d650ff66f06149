//! What the values that cross look like in JavaScript: the shapes from which `script` writes the types, the
//! reader and the writer. No value is read or written here.

use crate::amount::Exact;
use crate::calendar::Day;
use crate::index::{
    AskIndex, CapIndex, ExprIndex, FactIndex, FieldIndex, MemberIndex, MissingIndex, OptionIndex,
    ProgrammeInYear, ProgrammeIndex, ReadingIndex, RequirementIndex, RequirementPlace, SourceIndex,
    YearIndex,
};
use typed_index_collections::TiVec;

/// The shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number that JavaScript holds exactly: a count, an index, a year.
    Number,
    /// A text.
    Text,
    /// A civil date, such as `2026-04-01`.
    Day,
    /// An exact number, such as `600000` or `2960000/3`.
    Exact,
    /// A value or `null`.
    Optional(Box<Shape>),
    /// A list.
    List(Box<Shape>),
    /// One of several shapes, told apart by JavaScript itself; in types only.
    OneOf(Vec<Shape>),
    /// What a declaration says, by its name.
    Declared(&'static str),
}

/// The shape of a declared type.
#[derive(Clone, Debug, PartialEq)]
pub enum Declaration {
    /// An object with these fields, in the order in which they cross.
    Record(Vec<(&'static str, Shape)>),
    /// An object whose field `kind` names the case: number, name and further fields of each.
    Cases(Vec<Case>),
    /// One of these names; each crosses as its position.
    Names(Vec<&'static str>),
}

/// A case of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The number by which the case crosses.
    pub number: i64,
    /// The name, in snake case.
    pub kind: String,
    /// What the case holds.
    pub fields: Vec<(&'static str, Shape)>,
}

/// A type with a shape.
pub trait Shaped {
    /// The shape; what it names is added to the declarations.
    fn shape(all: &mut Declarations) -> Shape;
}

/// Declarations by name, in the order in which they were first met.
#[derive(Debug, Default)]
pub struct Declarations(Vec<(&'static str, Option<Declaration>)>);

impl Declarations {
    /// Every declaration.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Declaration)> {
        self.0.iter().filter_map(|(name, one)| Some((*name, one.as_ref()?)))
    }

    /// The declaration of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Declaration> {
        self.iter().find(|(known, _)| *known == name).map(|(_, one)| one)
    }

    /// Declares a type once, so that a type may contain itself.
    pub fn declare(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&mut Declarations) -> Declaration,
    ) -> Shape {
        if !self.0.iter().any(|(known, _)| *known == name) {
            let at = self.0.len();
            self.0.push((name, None));
            let made = make(self);
            if let Some((_, one)) = self.0.get_mut(at) {
                *one = Some(made);
            }
        }
        Shape::Declared(name)
    }

    /// The shape of a field, from a function that selects it.
    pub fn field<T, F: Shaped>(&mut self, _select: fn(&T) -> &F) -> Shape {
        F::shape(self)
    }

    /// The shape of a field that only one case has.
    pub fn case_field<T, F: Shaped>(&mut self, _select: fn(&T) -> Option<&F>) -> Shape {
        F::shape(self)
    }
}

/// Gives types one of the simple shapes.
macro_rules! simple {
    ($($type:ty => $shape:ident),* $(,)?) => {
        $(impl Shaped for $type {
            fn shape(_: &mut Declarations) -> Shape {
                Shape::$shape
            }
        })*
    };
}

simple!(
    bool => Boolean,
    u8 => Number,
    u16 => Number,
    u32 => Number,
    i16 => Number,
    i32 => Number,
    i64 => Number,
    String => Text,
    &str => Text,
    Day => Day,
    Exact => Exact,
    AskIndex => Number,
    CapIndex => Number,
    ExprIndex => Number,
    FactIndex => Number,
    FieldIndex => Number,
    MissingIndex => Number,
    MemberIndex => Number,
    OptionIndex => Number,
    ProgrammeInYear => Number,
    ProgrammeIndex => Number,
    ReadingIndex => Number,
    RequirementIndex => Number,
    RequirementPlace => Number,
    SourceIndex => Number,
    YearIndex => Number,
);

impl<K, T: Shaped> Shaped for TiVec<K, T> {
    fn shape(all: &mut Declarations) -> Shape {
        Vec::<T>::shape(all)
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shape(all: &mut Declarations) -> Shape {
        Shape::Optional(Box::new(T::shape(all)))
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape(all: &mut Declarations) -> Shape {
        Shape::List(Box::new(T::shape(all)))
    }
}

/// Gives a structure its shape: the fields in this order.
macro_rules! shaped {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wire::shape::Shaped for $type {
            fn shape(
                all: &mut $crate::wire::shape::Declarations,
            ) -> $crate::wire::shape::Shape {
                // A field that is left out here does not compile.
                const _: fn($type) = |$type { $($field: _),* }| {};
                all.declare(stringify!($type), |all| {
                    $crate::wire::shape::Declaration::Record(vec![
                        $((stringify!($field), all.field(|one: &$type| &one.$field))),*
                    ])
                })
            }
        }
    };
}

/// Gives a choice its shape: the cases with their numbers.
macro_rules! shaped_cases {
    ($type:ident {
        $($number:literal => $case:ident $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl $crate::wire::shape::Shaped for $type {
            fn shape(
                all: &mut $crate::wire::shape::Declarations,
            ) -> $crate::wire::shape::Shape {
                all.declare(stringify!($type), |all| {
                    $crate::wire::shape::Declaration::Cases(vec![
                        $($crate::wire::shape::Case {
                            number: $number,
                            kind: $crate::wire::shape::snake_case(stringify!($case)),
                            fields: vec![$($((stringify!($field), all.case_field(|one: &$type| {
                                if let $type::$case { $field, .. } = one { Some($field) } else { None }
                            }))),*)?],
                        }),*
                    ])
                })
            }
        }
    };
}

/// Gives closed lists their shape.
macro_rules! shaped_names {
    ($($type:ident),* $(,)?) => {
        $(impl $crate::wire::shape::Shaped for $type {
            fn shape(
                all: &mut $crate::wire::shape::Declarations,
            ) -> $crate::wire::shape::Shape {
                all.declare(stringify!($type), |_| {
                    $crate::wire::shape::Declaration::Names(
                        <$type as $crate::closed_list::ClosedList>::names().collect(),
                    )
                })
            }
        })*
    };
}

pub(crate) use {shaped, shaped_cases, shaped_names};

/// The name of a case as the JavaScript side writes it: `BudgetReached` is `budget_reached`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut found = String::new();
    for (at, character) in name.char_indices() {
        if character.is_ascii_uppercase() && at > 0 {
            found.push('_');
        }
        found.push(character.to_ascii_lowercase());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pair {
        first: Option<Exact>,
        more: Vec<Pair>,
    }

    shaped!(Pair { first, more });

    enum Choice {
        Nothing,
        OneOf { pair: Pair, day: Day },
    }

    shaped_cases!(Choice { 0 => Nothing, 4 => OneOf { pair, day } });

    #[test]
    fn every_case_can_be_made() {
        let pair = Pair { first: None, more: Vec::new() };
        for choice in [Choice::Nothing, Choice::OneOf { pair, day: Day::MIN }] {
            assert!(matches!(choice, Choice::Nothing | Choice::OneOf { .. }));
        }
    }

    #[test]
    fn a_type_may_contain_itself() {
        let mut all = Declarations::default();
        assert_eq!(Pair::shape(&mut all), Shape::Declared("Pair"));
        let fields = vec![
            ("first", Shape::Optional(Box::new(Shape::Exact))),
            ("more", Shape::List(Box::new(Shape::Declared("Pair")))),
        ];
        assert_eq!(all.find("Pair"), Some(&Declaration::Record(fields)));
    }

    #[test]
    fn a_case_has_its_number_its_name_and_its_fields() {
        let mut all = Declarations::default();
        Choice::shape(&mut all);
        let cases = vec![
            Case { number: 0, kind: "nothing".to_owned(), fields: Vec::new() },
            Case {
                number: 4,
                kind: "one_of".to_owned(),
                fields: vec![("pair", Shape::Declared("Pair")), ("day", Shape::Day)],
            },
        ];
        assert_eq!(all.find("Choice"), Some(&Declaration::Cases(cases)));
        assert!(all.find("Pair").is_some(), "what a case holds is declared too");
    }
}
