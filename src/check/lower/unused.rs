//! Reports what a year declares and never uses: definitions, readings, sources. Facts are counted
//! over all cities, in `usage`.

use super::Lowering;
use crate::diagnostic::Diagnostics;
use crate::index::FactIndex;
use crate::source::Word;
use typed_index_collections::TiSlice;

impl Lowering<'_> {
    /// Reports every definition, reading and source that the year does not use.
    pub(in crate::check) fn note_unused(&self, found: &mut Diagnostics) {
        let year = self.year;
        let mut unused: Vec<(&Word, &str)> = Vec::new();
        let is_used = |key: &(Option<FactIndex>, String)| self.definitions.contains_key(key);
        unused.extend(
            year.definitions
                .iter()
                .map(|(id, _)| id)
                .filter(|id| !is_used(&(None, id.text.clone())))
                .map(|id| (id, "definition")),
        );
        for (list, definitions) in &year.member_definitions {
            let list = self.facts.position(|fact| fact.id == list.text);
            let ids = definitions.iter().map(|(id, _)| id);
            unused.extend(
                ids.filter(|id| !is_used(&(list, id.text.clone()))).map(|id| (id, "definition")),
            );
        }
        let readings = TiSlice::from_ref(&year.readings).iter_enumerated();
        unused.extend(
            readings
                .filter(|(at, _)| !self.used_readings.contains(at))
                .map(|(_, one)| (&one.id, "reading")),
        );
        for (id, what) in unused {
            found.add(id.place, "unused", format!("the {what} `{}` is used nowhere", id.text));
        }
        let cited = &self.used_sources;
        let sources = TiSlice::from_ref(&year.sources).iter_enumerated();
        for (_, source) in sources.filter(|(at, _)| !cited.contains(at)) {
            let message = format!("the source `{}` is cited nowhere", source.id.text);
            found.add(source.id.place, "unused", message);
        }
    }
}
