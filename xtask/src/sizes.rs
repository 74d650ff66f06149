//! The sizes of what a visitor downloads, as a static host sends it, against their budgets.
//! It makes nothing smaller.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bundle;
use crate::workspace::{Failure, Workspace, files_below, step};

const KILOBYTE: usize = 1024;

/// What a file may weigh, in bytes.
#[derive(Debug, Clone, Copy)]
struct Budget {
    goal: usize,
    limit: usize,
}

const ENGINE: Budget = Budget { goal: 60 * KILOBYTE, limit: 60 * KILOBYTE };
const LOADER: Budget = Budget { goal: 2 * KILOBYTE, limit: 3 * KILOBYTE };
const PAGE: Budget = Budget { goal: 100 * KILOBYTE, limit: 120 * KILOBYTE };

/// Where a size stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Fine,
    AboveGoal,
    AboveLimit,
}

/// Prints the sizes and fails if one is above its limit.
pub(crate) fn report(workspace: &Workspace) -> Result<(), Failure> {
    step("sizes (gzip -6)");
    let mut weighed = vec![
        (workspace.parts().join("engine.wasm"), ENGINE),
        (workspace.dist().join(bundle::LOADER), LOADER),
    ];
    let pages = pages(&files_below(&workspace.dist())?);
    if pages.is_empty() {
        return Err(Failure::at(&workspace.dist(), "`iju site` wrote no page"));
    }
    weighed.extend(pages.into_iter().map(|page| (page, PAGE)));
    println!("{:<32} {:>10} {:>10}", "file", "size", "limit");
    let mut too_large = Vec::new();
    for (file, budget) in weighed {
        let bytes = fs::read(&file).map_err(|cause| Failure::at(&file, cause))?;
        let size = gzipped(&bytes).map_err(|cause| Failure::at(&file, cause))?;
        let name = file.strip_prefix(workspace.root()).unwrap_or(&file).display().to_string();
        let standing = standing(size, budget);
        println!("{}", row(&name, size, budget, standing));
        if standing == Standing::AboveLimit {
            too_large.push(name);
        }
    }
    if too_large.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("too large: {}", too_large.join(", "))))
    }
}

fn pages(files: &[PathBuf]) -> Vec<PathBuf> {
    files.iter().filter(|file| has_name(file, "index.html")).cloned().collect()
}

fn has_name(file: &Path, name: &str) -> bool {
    file.file_name().is_some_and(|own| own == name)
}

/// The size that a static host sends.
fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn standing(size: usize, budget: Budget) -> Standing {
    if size > budget.limit {
        Standing::AboveLimit
    } else if size > budget.goal {
        Standing::AboveGoal
    } else {
        Standing::Fine
    }
}

fn row(name: &str, size: usize, budget: Budget, standing: Standing) -> String {
    let remark = match standing {
        Standing::Fine => String::new(),
        Standing::AboveGoal => format!("  warning: above the goal of {}", kilobytes(budget.goal)),
        Standing::AboveLimit => "  TOO LARGE".to_owned(),
    };
    format!("{name:<32} {:>10} {:>10}{remark}", kilobytes(size), kilobytes(budget.limit))
}

/// A size in kilobytes with one decimal, rounded up so that what is above a limit looks so.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(KILOBYTE);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_rounded_up() {
        assert_eq!(kilobytes(0), "0.0 KB");
        assert_eq!(kilobytes(60 * KILOBYTE), "60.0 KB");
        assert_eq!(kilobytes(60 * KILOBYTE + 1), "60.1 KB");
    }

    #[test]
    fn a_budget_includes_its_limit() {
        assert_eq!(standing(100 * KILOBYTE, PAGE), Standing::Fine);
        assert_eq!(standing(100 * KILOBYTE + 1, PAGE), Standing::AboveGoal);
        assert_eq!(standing(120 * KILOBYTE, PAGE), Standing::AboveGoal);
        assert_eq!(standing(120 * KILOBYTE + 1, PAGE), Standing::AboveLimit);
        assert_eq!(standing(60 * KILOBYTE, ENGINE), Standing::Fine);
        assert_eq!(standing(60 * KILOBYTE + 1, ENGINE), Standing::AboveLimit);
    }

    #[test]
    fn what_repeats_weighs_less_than_it_measures() {
        let repeated = vec![b'a'; 10_000];
        assert!(gzipped(&repeated).unwrap() < 100);
    }
}
