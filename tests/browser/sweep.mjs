// How much a sweep tries: a part in every run of the tests, the whole of it in `./build.sh measure`, which sets
// `IJU_SWEEPS=all`.

/** Whether this run tries everything. */
const IS_WHOLE = process.env.IJU_SWEEPS === "all";

/**
 * What a run tries.
 * @template T
 * @param {T} some in every run
 * @param {T} all in a run of the measurements
 */
export const sweep = (some, all) => (IS_WHOLE ? all : some);

/** The examples of a list that a run tries: every n-th, or all. */
export const every = (n, list) => list.filter((_, at) => at % sweep(n, 1) === 0);
