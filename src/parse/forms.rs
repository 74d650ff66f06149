//! The YAML forms of an expression: a line of text, a table, an open reading, an unknown figure.
//! The grammar of a line is in `expression`.

use super::characters;
use super::expression;
use super::reader::{Map, Reader};
use crate::diagnostic::Place;
use crate::source::{Case, Expr, ExprKind, ParameterValue};
use marked_yaml::Node;
use marked_yaml::types::MarkedScalarNode;

/// The most characters of an expression. Its tree is read and lowered recursively, so this bounds how
/// deep it is.
const LONGEST: usize = 1_000;

impl Reader<'_> {
    /// An expression: a line of text, a table, a reading, or an unknown figure. With `yen`, a bare
    /// number is money.
    pub(super) fn expr(&mut self, node: &Node, yen: bool) -> Option<Expr> {
        let place = self.node_place(node);
        let mut map = match node {
            Node::Scalar(scalar) => return self.line(scalar, yen),
            Node::Mapping(mapping) => self.mapping(mapping),
            Node::Sequence(_) => {
                self.wrong_shape(node, "an expression");
                return None;
            }
        };
        let kind = if map.has("cases") {
            ExprKind::Cases(self.cases(&mut map, yen))
        } else if map.has("unknown") {
            let node = map.take("unknown")?;
            self.unknown(node)?
        } else if map.has("reading") {
            let node = map.take("reading")?;
            let id = self.id(node)?;
            let mut choices = Vec::new();
            for (choice, node) in map.take_rest() {
                choices.push((choice, self.expr(node, yen)?));
            }
            ExprKind::Reading(id, choices)
        } else {
            let message = "expected a map with `cases`, `reading` or `unknown`";
            self.problem(map.place, "wrong-shape", message);
            return None;
        };
        self.finish(map);
        Some(Expr { place, kind })
    }

    /// The value of a framework's parameter: a length of time such as `3 months`, or an expression.
    pub(super) fn parameter_value(&mut self, node: &Node) -> Option<ParameterValue> {
        let place = self.node_place(node);
        let text = node.as_scalar().map(|scalar| scalar.as_str());
        if let Some(period) = text.and_then(|text| expression::period(text, place)) {
            return Some(ParameterValue::Period(period, place));
        }
        self.expr(node, false).map(ParameterValue::Expr)
    }

    fn unknown(&mut self, node: &Node) -> Option<ExprKind> {
        let mut map = self.map(node)?;
        let min = map.take("min").and_then(|node| self.whole(node));
        let max = map.take("max").and_then(|node| self.whole(node));
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.problem(map.key_place("max"), "bounds", "`max` is below `min`");
        }
        self.finish(map);
        Some(ExprKind::Unknown(min, max))
    }

    /// The cases of a table; in an amount the value of a case is `yen`.
    pub(super) fn cases(&mut self, map: &mut Map<'_>, yen: bool) -> Vec<Case> {
        let node = self.required(map, "cases");
        let items = node.map_or_else(Vec::new, |node| self.list(node));
        let mut cases = Vec::new();
        for item in items {
            let Some(mut map) = self.map(item) else {
                continue;
            };
            let when = self.required(&mut map, "when").and_then(|node| self.expr(node, false));
            let value = if yen { "yen" } else { "value" };
            let value = self.required(&mut map, value).and_then(|node| self.expr(node, yen));
            let says = self.optional_text(&mut map, "says");
            self.finish(map);
            if let (Some(when), Some(value)) = (when, value) {
                cases.push(Case { when, value, says });
            }
        }
        cases
    }

    fn line(&mut self, scalar: &MarkedScalarNode, yen: bool) -> Option<Expr> {
        let text = scalar.as_str();
        let place = self.place(scalar.span(), text);
        if text.chars().nth(LONGEST).is_some() {
            let message = format!("an expression has at most {LONGEST} characters");
            let help = Some("name parts of it under `definitions`".to_owned());
            self.problems.add_with_help(place, "too-long", message, help);
            return None;
        }
        if let Some((before, word)) = characters::wide_word(text) {
            let message = format!("`{word}` is no number, date, name or operator");
            let column = place.column.saturating_add(before);
            let place = Place { column, length: word.chars().count(), ..place };
            self.problem(place, "expression", message);
            return None;
        }
        if yen && text == "unknown" {
            return Some(Expr { place, kind: ExprKind::Unknown(None, None) });
        }
        match expression::parse(text, place) {
            Ok(Expr { kind: ExprKind::Number(number, 1), place }) if yen => {
                Some(Expr { place, kind: ExprKind::Yen(number) })
            }
            Ok(expr) => Some(expr),
            Err(refused) => {
                self.problem(refused.place, "expression", refused.message);
                None
            }
        }
    }
}
