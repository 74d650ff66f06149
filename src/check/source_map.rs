//! The source map of a year: from the nodes of its compiled rules back to their places in the rule
//! files. It holds places only; the checks that report them are elsewhere.

use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::index::{ExprIndex, ProgrammeInYear, RequirementIndex};
use std::collections::{BTreeMap, BTreeSet};
use typed_index_collections::TiVec;

/// The places of the nodes of a year's rules.
#[derive(Debug, Default)]
pub struct SourceMap {
    /// Every expression that a file contains as it is.
    pub exprs: BTreeMap<ExprIndex, Place>,
    /// Every requirement.
    pub requirements: TiVec<RequirementIndex, Place>,
    /// The requirements that say `early: yes`.
    pub(super) early: BTreeSet<RequirementIndex>,
    /// Every table.
    pub(super) tables: Vec<TablePlace>,
    /// Every date that moves if the rules go on in a later year.
    pub(super) moving: BTreeSet<(Place, Day)>,
    /// Names of facts and definitions, by expression.
    pub(super) names: BTreeMap<ExprIndex, String>,
}

/// The place of a table and of its conditions.
#[derive(Debug)]
pub(super) struct TablePlace {
    /// The table.
    pub(super) id: ExprIndex,
    /// Its place.
    pub(super) place: Place,
    /// The place of the condition of each case.
    pub(super) conditions: Vec<Place>,
    /// The programme whose amount contains the table, if one does.
    pub(super) programme: Option<ProgrammeInYear>,
}
