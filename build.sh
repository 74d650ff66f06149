#!/usr/bin/env bash
# The commands that developers and CI run. Each one installs the tools that are missing, then does its work.
# It does not build the site itself: `cargo xtask` does.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly USAGE='usage: ./build.sh <verb>

  serve    build the site and serve it on this machine
  test     run everything that CI runs
  build    build the site into dist/
  verify   build the committed state in another folder and name every file that differs from dist/
  check    check formatting, lints, rules and worked examples, without a browser
  screens  build the site and take a picture of every screen into target/screens/
  measure  make the long measurements: soundness, tightness, questions, speed, pace, walks (an hour)

Every verb first installs the tools that are missing.'

verb=${1:-}
current='the call'
other=''      # the folder of a second build, removed at the end
background='' # the process id of the step that runs in the background
output=''     # the file with the output of that step

main() {
  case "$verb:$#" in
    serve:1) set_up_rust; set_up_node; build_site; serve_site ;;
    test:1) set_up_rust; set_up_node; set_up_browser; run_tests; finish 'everything passed' ;;
    build:1) set_up_rust; set_up_node; build_site; finish 'the site is in dist/' ;;
    screens:1) set_up_rust; set_up_node; set_up_browser; build_site; take_screens; finish 'see target/screens/' ;;
    verify:1) set_up_rust; set_up_node; verify_site; finish 'dist/ equals a build of the commit elsewhere' ;;
    check:1) set_up_rust; set_up_node; check_code; build_iju; check_rules; finish 'everything passed' ;;
    measure:1) set_up_rust; set_up_node; set_up_browser; measure; finish 'everything measured' ;;
    help:1 | --help:1 | -h:1) printf '%s\n' "$USAGE" ;;
    *) printf '%s\n' "$USAGE" >&2; trap - EXIT; exit 2 ;;
  esac
}

# --- output ---

step() {
  current=$1
  printf '\n== %s\n' "$current"
}

finish() {
  printf '\n%s: %s (%d min %d s)\n' "$verb" "$1" $((SECONDS / 60)) $((SECONDS % 60))
}

# Runs at every exit: removes temporary files, ends the background step, and after a failure names the failed step.
clean_up() {
  local status=$?
  [[ -z $other ]] || rm -rf "$other"
  [[ -z $background ]] || { pkill -P "$background" && wait "$background"; } 2>/dev/null || true
  [[ -z $output ]] || rm -f "$output"
  if ((status != 0)); then
    printf '\n%s: FAILED at: %s\n' "${verb:-build.sh}" "$current" >&2
  fi
}
trap clean_up EXIT

# Waits for the background step and prints its output. It fails if the step failed.
join_background() {
  local status=0
  wait "$background" || status=$?
  background=''
  cat "$output"
  current=$1
  return "$status"
}

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# --- set-up ---

set_up_rust() {
  step 'set-up: Rust'
  has rustup || stop 'rustup is missing. Install it, then run this again.'
  has cargo || stop "cargo is missing from PATH although rustup is there: add ${CARGO_HOME:-$HOME/.cargo}/bin to PATH."
  local channel
  channel=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
  [[ -n $channel ]] || stop 'rust-toolchain.toml names no channel.'
  if ! has_components "$channel"; then
    rustup toolchain install "$channel" --profile minimal --component clippy --component rustfmt
  fi
  local targets
  targets=$(rustup target list --toolchain "$channel" --installed)
  if ! grep -qx wasm32-unknown-unknown <<<"$targets"; then
    rustup target add --toolchain "$channel" wasm32-unknown-unknown
  fi
  cargo --version
}

# Succeeds if the toolchain is installed with every tool that the steps call.
has_components() {
  local tool
  for tool in rustc cargo cargo-clippy rustfmt; do
    rustup which --toolchain "$1" "$tool" >/dev/null 2>&1 || return 1
  done
}

set_up_node() {
  step 'set-up: Node'
  { has node && has npm; } || stop 'Node is missing. Install Node 20 or newer, with npm, then run this again.'
  local version
  version=$(node --version)
  local major=${version#v}
  major=${major%%.*}
  ((major >= 20)) || stop "Node is $version; 20 or newer is needed."
  # npm writes this file last. If it is older than the lock file, packages are missing or outdated.
  if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --no-audit --no-fund
  fi
  printf 'node %s\n' "$version"
}

set_up_browser() {
  step 'set-up: Chromium, Firefox and WebKit'
  if ! { find_browser && find_firefox && find_webkit; } && ((EUID == 0)) && has apt-get; then
    local missing=()
    find_browser || missing+=(chromium fonts-noto-cjk)
    find_firefox || missing+=(firefox-esr)
    find_webkit || missing+=(webkit2gtk-driver xvfb xauth)
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
  fi
  find_firefox || stop 'Firefox is missing. Install it (on Debian: apt-get install firefox-esr),' \
    'or set FIREFOX to its path, then run this again.'
  find_browser || stop 'Chromium is missing. Install it and a Japanese font' \
    '(on Debian: apt-get install chromium fonts-noto-cjk),' \
    'or set CHROMIUM to the path of a Chromium or Chrome, then run this again.'
  find_webkit || stop 'WebKit is missing. Install it (on Debian: apt-get install webkit2gtk-driver xvfb xauth),' \
    'or set WEBKIT_DRIVER, MINI_BROWSER and XVFB to the paths of WebKitWebDriver, MiniBrowser and xvfb-run,' \
    'then run this again.'
  printf '%s\n' "$CHROMIUM" "$FIREFOX" "$WEBKIT_DRIVER"
}

# Sets CHROMIUM to the path of an installed Chromium or Chrome, or fails.
find_browser() {
  local name path
  for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome; do
    if path=$(command -v "$name"); then
      export CHROMIUM=$path
      return 0
    fi
  done
  return 1
}

# Sets FIREFOX to the path of an installed Firefox, or fails.
find_firefox() {
  local name path
  for name in ${FIREFOX:+"$FIREFOX"} firefox-esr firefox; do
    if path=$(command -v "$name"); then
      export FIREFOX=$path
      return 0
    fi
  done
  return 1
}

# Sets WEBKIT_DRIVER, MINI_BROWSER and XVFB to the paths of WebKit's driver, its browser and xvfb-run, or fails.
find_webkit() {
  local driver display path
  driver=$(command -v "${WEBKIT_DRIVER:-WebKitWebDriver}") || return 1
  display=$(command -v "${XVFB:-xvfb-run}") || return 1
  has xauth || return 1 # xvfb-run calls it
  for path in ${MINI_BROWSER:+"$MINI_BROWSER"} /usr/lib/*/webkit2gtk-4.1/MiniBrowser; do
    if [[ -x $path ]]; then
      export WEBKIT_DRIVER=$driver XVFB=$display MINI_BROWSER=$path
      return 0
    fi
  done
  return 1
}

# --- work ---

build_site() {
  step 'site'
  cargo xtask site
}

# Compares dist/ with a build of the committed state in another folder. The two builds share only the installed npm
# packages, and those only if the committed lock file is the one that they were installed from.
verify_site() {
  [[ -e dist/hashes.txt ]] || build_site
  local here=$PWD
  other=$(mktemp -d)
  step "verify: build $(git rev-parse HEAD) in $other"
  git archive HEAD | tar -x -C "$other"
  cd "$other"
  if cmp -s package-lock.json "$here/package-lock.json"; then
    ln -s "$here/node_modules" node_modules
  else
    npm ci --no-audit --no-fund
  fi
  CARGO_TARGET_DIR=$other/target cargo xtask site
  cd "$here"
  step 'verify: compare'
  local differs=0
  diff -rq dist "$other/dist" || differs=1
  if [[ -n $(git status --porcelain --untracked-files=no) ]]; then
    printf '%s\n' 'This folder has changes that are not committed; dist/ may contain them.' >&2
  fi
  ((differs == 0)) || stop 'dist/ differs from a build of the committed state: see the files above.'
}

# The server replaces this shell: Ctrl+C ends it, and its address stays the last line.
serve_site() {
  exec cargo xtask serve
}

check_code() {
  step 'formatting'
  cargo fmt --all --check
  step 'formatting and lints of scripts and styles'
  npm run --silent lint
  step 'lints'
  cargo clippy --workspace --all-targets --locked -- -D warnings
  step 'lints of the engine, for WebAssembly'
  # In the release profile, so that the build of the engine reuses the macros that this step compiles.
  cargo clippy --release --lib --no-default-features --target wasm32-unknown-unknown --locked -- -D warnings
}

build_iju() {
  step 'rules: build the command line'
  cargo build --locked --bin iju
}

# Needs the command line.
check_rules() {
  local iju=${CARGO_TARGET_DIR:-target}/debug/iju
  step 'rules: iju check'
  "$iju" check
  step 'rules: iju test'
  "$iju" test
  step 'rules: the made-up town that uses the whole rule language'
  "$iju" check tests/cases
  "$iju" --rules tests/cases test
  step 'rules: every small change to them breaks a worked example'
  "$iju" mutants
  "$iju" --rules tests/cases mutants
}

take_screens() {
  step 'screens'
  node tests/measure/screens.mjs target/screens
}

# The measurements that take too long for every change. The first five print their seed and counts, and fail at a
# counterexample.
measure() {
  local verb
  for verb in soundness days best questions tightness; do
    step "measure: $verb"
    cargo bench --locked --bench measure -- "$verb"
  done
  build_site
  node tests/measure/sizes.mjs
  check_same_engine
  step 'measure: the common rule set, checked'
  local common=tests/measure/common
  cargo run --locked --bin iju -- check "$common"
  cargo run --locked --bin iju -- --rules "$common" test
  step 'measure: speed, native'
  cargo bench --locked --bench measure -- speed --write target/site/common.jsonl
  step 'measure: evaluation, advice and decoding, native'
  cargo bench --locked --bench engine
  step 'measure: rules that are made to be dear'
  cargo bench --locked --bench measure -- bound
  step 'measure: speed through the edge to JavaScript'
  cargo run --locked --bin iju -- --rules "$common" site --parts target/site --out target/common
  node tests/measure/speed.mjs
  step 'measure: many households'
  node tests/measure/bulk.mjs
  step 'measure: a country of cities'
  # A whole country, 1,741 cities, takes minutes and 3 GB of disk.
  node tests/measure/country.mjs 100
  step 'measure: the sweeps of the native tests, whole'
  IJU_SWEEPS=all cargo test --locked --package iju-check --test native
  step 'measure: the sweeps of the browser tests, whole'
  local sweeping
  mapfile -t sweeping < <(grep -lF '"./sweep.mjs"' tests/browser/*.test.mjs)
  ((${#sweeping[@]} > 0)) || stop 'No test of tests/browser imports sweep.mjs.'
  IJU_SWEEPS=all node --test --test-concurrency=2 --test-reporter=spec "${sweeping[@]}"
  step 'measure: how fast the page answers, the processor slowed four times'
  node tests/measure/pace.mjs
  step 'measure: embedding and leaks in WebKit'
  node --test --test-reporter=spec tests/measure/webkit.test.mjs
  step 'measure: what the policy does not stop, and that a switch of language leaves nothing on the disk'
  node --test --test-reporter=spec tests/measure/beyond.test.mjs tests/measure/disk.test.mjs
  step 'measure: the walks of eight people'
  node tests/measure/walks.mjs
  step 'measure: Lighthouse'
  npm ci --prefix tests/measure/lighthouse --no-audit --no-fund
  node tests/measure/lighthouse/run.mjs
  step 'measure: write docs/measured.md'
  node tests/measure/tell.mjs
}

# Renders the pages twice and compares the bytes. `verify` compares everything, but it takes longer and needs a commit.
check_same_pages() {
  local iju=${CARGO_TARGET_DIR:-target}/debug/iju
  other=$(mktemp -d)
  step 'the same bytes: the pages, rendered twice'
  "$iju" site --out "$other/once"
  "$iju" site --out "$other/twice"
  diff -rq "$other/once" "$other/twice" || stop 'Two renderings of the pages differ: see the files above.'
  rm -rf "$other"
  other=''
}

# Builds the engine once more in another folder, and compares the bytes.
check_same_engine() {
  local built=${CARGO_TARGET_DIR:-target}/debug
  other=$(mktemp -d)
  step 'the same bytes: the engine, built in another folder'
  local copy=$other/copy
  mkdir "$copy"
  cp -R .cargo Cargo.lock Cargo.toml rust-toolchain.toml output src tests xtask "$copy"
  ln -s "$PWD/node_modules" "$copy/node_modules"
  # cargo sets the first variable for `cargo xtask`, which finds its folder by it.
  CARGO_MANIFEST_DIR=$copy/xtask CARGO_TARGET_DIR=$copy/target "$built/xtask" engine
  cmp target/site/engine.wasm "$copy/target/site/engine.wasm" \
    || stop 'Two builds of the engine differ: it contains something of its folder.'
  rm -rf "$other"
  other=''
}

# The engine's last step uses one processor. The tests that need no site run on the others meanwhile.
run_tests() {
  check_code
  # Builds the command line too. `cargo build` would compile it and its dependencies once more, with other features.
  step 'native tests: build'
  cargo test --locked --package iju-check --no-run
  check_rules
  step 'site: build xtask'
  cargo build --locked --package xtask
  output=$(mktemp)
  # The command line is built already. To build it once more, with other features, would replace it under the tests.
  IJU=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/iju build_site >"$output" 2>&1 &
  background=$!
  # One package at a time: for both together, cargo would unify their features and compile most dependencies twice.
  step 'native tests'
  cargo test --locked --package iju-check
  step 'tests of the build'
  cargo test --locked --package iju-output
  cargo test --locked --package xtask
  join_background 'site'
  check_same_pages
  step 'types of the script'
  npm run --silent types
  step 'tests in WebAssembly and in the browser'
  local wasm=(tests/wasm/*.test.mjs) browser=(tests/browser/*.test.mjs)
  ((${#wasm[@]} > 0)) || stop 'tests/wasm holds no test.'
  ((${#browser[@]} > 0)) || stop 'tests/browser holds no test.'
  node --test --test-concurrency=2 --test-reporter=spec "${wasm[@]}" "${browser[@]}"
}

main "$@"
