//! How much a sweep tries: a part in every run of the tests, the whole of it in `./build.sh measure`, which sets
//! `IJU_SWEEPS=all`. The browser tests do the same.

/// What a run tries: `some` in every run, `all` in a run of the measurements.
pub(crate) fn sweep<T>(some: T, all: T) -> T {
    if std::env::var("IJU_SWEEPS").is_ok_and(|asked| asked == "all") { all } else { some }
}
