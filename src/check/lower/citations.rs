//! Citations: looks up the sources that rules cite, and their grades. It does not judge what a
//! source says.

use super::Lowering;
use crate::diagnostic::suggestion;
use crate::index::SourceIndex;
use crate::source::{self, Cite, Evidence};
use typed_index_collections::TiSlice;

impl Lowering<'_> {
    /// Looks citations up, adds their sources to `cited`, and gives the grade of the first.
    pub(in crate::check) fn cite(
        &mut self,
        cites: &[Cite],
        cited: &mut Vec<SourceIndex>,
    ) -> Option<Evidence> {
        let mut grade = None;
        for cite in cites {
            let sources = TiSlice::<SourceIndex, _>::from_ref(&self.year.sources);
            let is_cited = |source: &source::Source| source.id.text == cite.source.text;
            let Some((at, source)) = sources.iter_enumerated().find(|(_, one)| is_cited(one))
            else {
                let message = format!("unknown source `{}`", cite.source.text);
                let known = sources.iter().map(|source| source.id.text.as_str());
                let help = suggestion(&cite.source.text, known);
                self.problems.add_with_help(cite.source.place, "unknown-source", message, help);
                continue;
            };
            self.used_sources.insert(at);
            cited.push(at);
            grade = grade.or(Some(cite.evidence.unwrap_or(source.evidence)));
        }
        grade
    }

    /// Looks up the citations of every reading of the year.
    pub(in crate::check) fn cite_readings(&mut self) {
        let year = self.year;
        for (_, choice) in year.readings.iter().flat_map(|reading| &reading.choices) {
            self.cite(&choice.cites, &mut Vec::new());
        }
    }
}
