//! Changed copies of the rules in tests/broken/base, and what the checker says of them. It knows no
//! single mistake; those are in tests/broken/cases.

use crate::folder::Folder;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostic, Diagnostics, Files};

/// The rules of a copy of tests/broken/base, in which each text is replaced, and the problems.
pub(crate) fn checked(
    test: &str,
    changes: &[(&str, &str, &str)],
) -> (Folder, Option<Checked>, Vec<Diagnostic>) {
    let folder = Folder::copy_of("tests/broken/base", test);
    for (file, find, replace) in changes {
        folder.replace(file, find, replace).unwrap();
    }
    let (checked, problems) = check_folder(&folder);
    (folder, checked, problems)
}

/// The rules of a folder, and the problems.
pub(crate) fn check_folder(folder: &Folder) -> (Option<Checked>, Vec<Diagnostic>) {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let checked = check::load(folder.path(), &mut files, &mut problems).unwrap();
    (checked, problems.sorted())
}

/// The codes of problems, in order.
pub(crate) fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}
