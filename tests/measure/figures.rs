//! Keeps the figures of a measurement in `target/figures`, from where `tell.mjs` takes them into
//! `docs/measured.md`. It measures nothing.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A measured figure. Its goal, if it has one, is the most or the least that it should be.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Figure {
    pub(crate) found: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) most: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) least: Option<f64>,
}

impl Figure {
    /// A figure without a goal.
    pub(crate) fn of(found: f64) -> Figure {
        Figure { found, ..Figure::default() }
    }
}

/// Keeps the figures of a measurement by their names, in place of those of its last run.
pub(crate) fn keep(measurement: &str, figures: BTreeMap<String, Figure>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/figures");
    let file = folder.join(format!("{measurement}.json"));
    let text = serde_json::to_string_pretty(&figures).unwrap();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&file, text + "\n"))
        .unwrap_or_else(|cause| panic!("{}: {cause}", file.display()));
}
