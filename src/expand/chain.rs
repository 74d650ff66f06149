//! A framework with those on which it builds, from the nation's to the prefecture's. It does not know who
//! uses it.

use super::apply::Applied;
use super::merged::{Merged, builds_on, origin};
use super::walk;
use crate::diagnostic::{Diagnostics, suggestion};
use crate::source::{Basis, Framework, Origin};

/// A framework merged with all on which it builds. None if one of these is not there, or builds on itself.
pub(super) fn merged(
    framework: &Framework,
    all: &[Framework],
    problems: &mut Diagnostics,
) -> Option<Merged> {
    let mut chain = vec![framework];
    let mut last = framework;
    while let Some(used) = builds_on(last) {
        let name = &used.framework;
        let Some(found) = all.iter().find(|one| one.id.text == name.text) else {
            let message = format!("unknown framework `{}`", name.text);
            let help = suggestion(&name.text, all.iter().map(|one| one.id.text.as_str()));
            problems.add_with_help(name.place, "unknown-framework", message, help);
            return None;
        };
        if chain.iter().any(|one| one.id.text == found.id.text) {
            let message = format!("the framework `{}` builds on itself", found.id.text);
            let help = "name the framework from which the clauses come first".to_owned();
            problems.add_with_help(name.place, "cycle", message, Some(help));
            return None;
        }
        chain.push(found);
        last = found;
    }
    let mut merged = match &last.basis {
        Basis::Own(terms) => Merged::new(last, terms),
        Basis::BuildsOn(_) => return None,
    };
    merged.check(problems);
    for later in chain.iter().rev().skip(1) {
        let Some(used) = builds_on(later) else { continue };
        merged.add(later);
        merged.number(later);
        let origin = origin(later);
        keep_level(&mut merged, &origin);
        Applied { merged: &mut merged, prefix: "", origin: Some(&origin), sources: None, problems }
            .apply(used);
        merged.number(later);
        merged.check(problems);
    }
    Some(merged)
}

/// Takes over the clauses of the same level as the later framework's own: a later version of an outline lays
/// them down anew.
fn keep_level(merged: &mut Merged, later: &Origin) {
    walk::change_requirements(&mut merged.requires, &mut |one| {
        if one.origin.as_ref().is_some_and(|origin| origin.level == later.level) {
            one.origin = Some(later.clone());
        }
    });
}
