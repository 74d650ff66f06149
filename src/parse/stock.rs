//! The texts of the readings that the checker declares itself, from `stock.yaml`. Which year needs one is
//! decided in `check`.

use crate::diagnostic::Place;
use crate::source::{Text, Word};
use marked_yaml::types::MarkedMappingNode;
use marked_yaml::{LoaderOptions, Node};

/// The texts of a reading in every language of the shipped pages. Their places are that of the rule that
/// needs the reading.
#[derive(Clone, Debug)]
pub struct StockReading {
    /// Its question for the desk, unless the author writes it.
    pub ask: Option<Text>,
    /// Its meanings, by id, in their order.
    pub choices: Vec<(Word, Text)>,
}

/// The texts of a reading by its name in `stock.yaml`, for a rule at a place.
#[must_use]
pub fn stock_reading(name: &str, place: Place) -> Option<StockReading> {
    let options = LoaderOptions::default().prevent_coercion(true);
    let file = include_str!("stock.yaml");
    let root = marked_yaml::parse_yaml_with_options(place.file, file, options).ok()?;
    let reading = root.as_mapping()?.get_mapping(name)?;
    let ask = reading.get_mapping("ask").map(|node| text(node, place));
    let choices = reading.get_mapping("choices")?.iter();
    let choice = |id: &str, node: &Node| Some((word(id, place), text(node.as_mapping()?, place)));
    let choices = choices.map(|(id, node)| choice(id.as_str(), node)).collect::<Option<_>>()?;
    Some(StockReading { ask, choices })
}

fn word(text: &str, place: Place) -> Word {
    Word { text: text.to_owned(), place }
}

fn text(node: &MarkedMappingNode, place: Place) -> Text {
    let entry = |(language, node): (&_, &Node)| {
        let language: &marked_yaml::types::MarkedScalarNode = language;
        Some((language.as_str().to_owned(), word(node.as_scalar()?.as_str(), place)))
    };
    Text { by_language: node.iter().filter_map(entry).collect(), place }
}
