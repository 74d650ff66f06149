//! Bounds how deep the definitions of a year are, one in the other, before they are lowered: lowering is
//! recursive. Circles of few definitions are left to it, because it knows every name.

use crate::diagnostic::{Diagnostics, Place};
use crate::source::{Expr, ExprKind, Word, Year};
use std::collections::BTreeMap;

/// How many expressions may stand in each other, through definitions too. The limit of compiled
/// expressions is lower, but does not count the operands of a long `and`.
const MOST: usize = 400;

/// A definition of a year.
struct Definition<'a> {
    id: &'a Word,
    /// The list about whose members it is.
    list: Option<&'a str>,
    expr: &'a Expr,
}

/// The definitions that an expression uses, and how deep it is.
struct Uses {
    /// How deep it is without the definitions.
    own: usize,
    /// The definitions, each with the depth at which it is used.
    definitions: Vec<(usize, usize)>,
}

/// Whether the definitions of a year can be lowered. If not, the first that is too deep is reported.
pub(super) fn is_bounded(year: &Year, problems: &mut Diagnostics) -> bool {
    let definitions = definitions(year);
    let mut known = BTreeMap::new();
    for (at, one) in definitions.iter().enumerate() {
        known.entry((one.list, one.id.text.as_str())).or_insert(at);
    }
    let uses: Vec<Uses> = definitions.iter().map(|one| uses(one, &known)).collect();
    let (depths, circles) = depths(&uses);
    let deep = depths.iter().position(|depth| depth.is_some_and(|depth| depth > MOST));
    // A definition of a circle is lowered once, inside the others.
    let in_circles = circles.iter().filter_map(|at| uses.get(*at)).map(|uses| uses.own);
    let in_circles: usize = in_circles.fold(0, usize::saturating_add);
    let circle = circles.first().copied().filter(|_| in_circles > MOST);
    let Some(found) = deep.or(circle).and_then(|at| definitions.get(at)) else { return true };
    report(found.id.place, &found.id.text, problems);
    false
}

fn report(place: Place, name: &str, problems: &mut Diagnostics) {
    let message = format!(
        "with the definitions that `{name}` uses, more than {MOST} expressions stand in each other"
    );
    let help = "shorten the chain of definitions".to_owned();
    problems.add_with_help(place, "too-deep", message, Some(help));
}

fn definitions(year: &Year) -> Vec<Definition<'_>> {
    let plain = year.definitions.iter().map(|(id, expr)| Definition { id, list: None, expr });
    let of_members = year.member_definitions.iter().flat_map(|(list, all)| {
        all.iter().map(|(id, expr)| Definition { id, list: Some(list.text.as_str()), expr })
    });
    plain.chain(of_members).collect()
}

fn uses(of: &Definition<'_>, known: &BTreeMap<(Option<&str>, &str), usize>) -> Uses {
    let mut found = Uses { own: 1, definitions: Vec::new() };
    let mut waiting = vec![(of.expr, of.list, 1_usize)];
    while let Some((expr, list, depth)) = waiting.pop() {
        found.own = found.own.max(depth);
        if let ExprKind::Name(name) = &expr.kind {
            let own = list.and_then(|list| known.get(&(Some(list), name.as_str())));
            let at = own.or_else(|| known.get(&(None, name.as_str())));
            found.definitions.extend(at.map(|at| (*at, depth)));
        }
        // The first argument of a function over a list is the list.
        let parts = expr.parts();
        let first = match (&expr.kind, parts.first().map(|part| &part.kind)) {
            (ExprKind::Call(..), Some(ExprKind::Name(name))) => Some(name.as_str()),
            _ => None,
        };
        let is_list = |name: &&str| known.keys().any(|(list, _)| *list == Some(*name));
        let list = first.filter(is_list).or(list);
        waiting.extend(parts.into_iter().map(|part| (part, list, depth.saturating_add(1))));
    }
    found
}

/// The depth of each definition, and those that have none, because they use a circle.
fn depths(uses: &[Uses]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut users: Vec<Vec<usize>> = uses.iter().map(|_| Vec::new()).collect();
    let mut open: Vec<usize> = uses.iter().map(|one| one.definitions.len()).collect();
    for (at, one) in uses.iter().enumerate() {
        for (used, _) in &one.definitions {
            if let Some(users) = users.get_mut(*used) {
                users.push(at);
            }
        }
    }
    let mut depths: Vec<Option<usize>> = uses.iter().map(|_| None).collect();
    let mut ready: Vec<usize> =
        (0..uses.len()).filter(|at| open.get(*at).is_some_and(|open| *open == 0)).collect();
    while let Some(at) = ready.pop() {
        let Some(one) = uses.get(at) else { continue };
        let through = |(used, depth): &(usize, usize)| {
            depths.get(*used).copied().flatten().unwrap_or(0).saturating_add(*depth)
        };
        let depth = one.definitions.iter().map(through).max().unwrap_or(0).max(one.own);
        if let Some(slot) = depths.get_mut(at) {
            *slot = Some(depth);
        }
        for user in users.get(at).into_iter().flatten() {
            if let Some(open) = open.get_mut(*user) {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    ready.push(*user);
                }
            }
        }
    }
    let circles = depths.iter().enumerate().filter(|(_, depth)| depth.is_none());
    let circles = circles.map(|(at, _)| at).collect();
    (depths, circles)
}
