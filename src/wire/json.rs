//! How single values are written in JSON: members of closed lists by name, days as dates, exact numbers as
//! digits or fractions. Structures derive their own form.

use super::answers::Value;
use super::names::{AnswerKind, OpenKind};
use crate::amount::Exact;
use crate::calendar::Day;
use crate::closed_list::ClosedList;
use crate::report::{Needs, Obstacle, Open, State, Verdict, Window};
use crate::rulebook::{Benefit, Every, Party};
use serde::{Serialize, Serializer};

macro_rules! by_name {
    ($($type:ident),* $(,)?) => {
        $(impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        })*
    };
}

by_name!(
    AnswerKind, Benefit, Every, Needs, Obstacle, Open, OpenKind, Party, State, Verdict, Window
);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null | Value::Inexact => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Whole(number) => serializer.serialize_i64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}
