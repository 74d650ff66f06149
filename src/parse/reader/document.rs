//! Reads a file as one document of the strict subset of YAML: its nesting, its characters. What its keys
//! mean is read by others.

use super::Reader;
use crate::diagnostic::Place;
use crate::limits;
use crate::parse::characters;
use marked_yaml::types::MarkedScalarNode;
use marked_yaml::{LoaderOptions, Node};

/// How deeply maps and lists may stand in each other. Reading is recursive, so it is bounded here. The
/// limit of requirements, which are a map and a list each, is reached earlier.
const NESTING: usize = 2 * limits::DEPTH + 16;

impl Reader<'_> {
    /// The top map of the file, if it is YAML of the strict subset.
    pub(in crate::parse) fn root(&mut self) -> Option<Node> {
        let options = LoaderOptions::default().error_on_duplicate_keys(true).prevent_coercion(true);
        match marked_yaml::parse_yaml_with_options(self.file, self.text, options) {
            Ok(node) => {
                self.refuse_documents();
                Some(node).filter(|node| self.is_shallow(node) && self.has_good_characters(node))
            }
            Err(error) => {
                self.load_error(&error);
                None
            }
        }
    }

    /// Whether no map or list stands too deeply in others.
    fn is_shallow(&mut self, root: &Node) -> bool {
        let mut waiting = vec![(root, 1_usize)];
        while let Some((node, depth)) = waiting.pop() {
            if depth > NESTING {
                let message =
                    format!("more than {NESTING} maps and lists stand in each other here");
                let help = Some("name a part of it under `definitions` or `groups`".to_owned());
                let place = self.node_place(node);
                self.problems.add_with_help(place, "too-deep", message, help);
                return false;
            }
            let depth = depth.saturating_add(1);
            match node {
                Node::Scalar(_) => {}
                Node::Sequence(items) => waiting.extend(items.iter().map(|item| (item, depth))),
                Node::Mapping(map) => waiting.extend(map.iter().map(|(_, value)| (value, depth))),
            }
        }
        true
    }

    /// Whether no scalar has a control character, which YAML can write as `\0`, and no key a
    /// full-width character.
    fn has_good_characters(&mut self, root: &Node) -> bool {
        let before = self.problems.len();
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            match node {
                Node::Scalar(scalar) => self.refuse_control(scalar),
                Node::Sequence(items) => waiting.extend(items.iter()),
                Node::Mapping(map) => {
                    for (key, value) in map.iter() {
                        self.refuse_control(key);
                        self.refuse_full_width_key(key);
                        waiting.push(value);
                    }
                }
            }
        }
        self.problems.len() == before
    }

    fn refuse_control(&mut self, scalar: &MarkedScalarNode) {
        if let Some(fault) = characters::control(scalar.as_str()) {
            fault.report_at(self.place(scalar.span(), scalar.as_str()), self.problems);
        }
    }

    fn refuse_full_width_key(&mut self, key: &MarkedScalarNode) {
        if let Some(help) = characters::advice(key.as_str()) {
            let message = format!("the key `{}` has full-width characters", key.as_str());
            let place = self.place(key.span(), key.as_str());
            self.problems.add_with_help(place, "character", message, Some(help));
        }
    }

    /// Reports half-width kana, the first of each line.
    pub(in crate::parse) fn refuse_half_width_kana(&mut self) {
        for (at, line) in self.lines.iter().enumerate() {
            if let Some(fault) = characters::half_width_kana(line) {
                fault.report(self.file, at, self.problems);
            }
        }
    }

    /// Reports marks between documents, because the library reads only the first document.
    fn refuse_documents(&mut self) {
        let marks = |line: &str| line.starts_with("---") || line.starts_with("...");
        if let Some(at) = self.lines.iter().position(|line| marks(line)) {
            let place = Place { file: self.file, line: at.saturating_add(1), column: 1, length: 3 };
            self.problem(
                place,
                "yaml",
                "a file is one document, without marks of its start or end",
            );
        }
    }
}
