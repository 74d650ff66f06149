#!/usr/bin/env bash
# The commands of a developer and of CI: each sets up what is missing, then does its work.
# It does not know how a site is made; `cargo xtask` does.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly USAGE='usage: ./build.sh <verb>

  serve   set up, build, and serve the site on this machine
  test    set up, and run everything that CI runs
  build   set up, and build the site into dist/
  verify  build the committed state in another folder and name every file that differs from dist/
  check   formatting, lints, rules and worked examples; no browser
  screens set up, build, and take pictures of every screen into target/screens/
  measure set up, and make the long measurements: soundness, tightness, questions, speed, pace (an hour)'

verb=${1:-}
current='the call'
anew=''    # the folder of a second build
beside=''  # a step that runs beside others
printed='' # the file of what that step prints

main() {
  case "$verb:$#" in
    serve:1) set_up_rust; set_up_node; build_site; serve_site ;;
    test:1) set_up_rust; set_up_node; set_up_browser; run_tests; finish 'everything passed' ;;
    build:1) set_up_rust; set_up_node; build_site; finish 'the site is in dist/' ;;
    screens:1) set_up_rust; set_up_node; set_up_browser; build_site; take_screens ;;
    verify:1) set_up_rust; set_up_node; verify_site; finish 'dist/ is what the committed state gives' ;;
    check:1) set_up_rust; set_up_node; check_code; check_rules; finish 'everything passed' ;;
    measure:1) set_up_rust; set_up_node; set_up_browser; measure; finish 'everything measured' ;;
    help:1 | --help:1 | -h:1) printf '%s\n' "$USAGE" ;;
    *) printf '%s\n' "$USAGE" >&2; trap - EXIT; exit 2 ;;
  esac
}

# --- what is printed ---

step() {
  current=$1
  printf '\n== %s\n' "$current"
}

finish() {
  printf '\n%s: %s (%d min %d s)\n' "$verb" "$1" $((SECONDS / 60)) $((SECONDS % 60))
}

# Whatever ends the script early, the last line names the step; nothing of a second build is left behind.
name_failed_step() {
  local status=$?
  [[ -z $anew ]] || rm -rf "$anew"
  [[ -z $beside ]] || { pkill -P "$beside" && wait "$beside"; } 2>/dev/null || true
  [[ -z $printed ]] || rm -f "$printed"
  if ((status != 0)); then
    printf '\n%s: FAILED at: %s\n' "${verb:-build.sh}" "$current" >&2
  fi
}
trap name_failed_step EXIT

# Waits for the step that runs beside others, and shows what it printed.
join_beside() {
  local status=0
  wait "$beside" || status=$?
  beside=''
  cat "$printed"
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
    rustup toolchain install "$channel" --profile minimal \
      --component clippy --component rust-src --component rustfmt
  fi
  local targets
  targets=$(rustup target list --toolchain "$channel" --installed)
  if ! grep -qx wasm32-unknown-unknown <<<"$targets"; then
    rustup target add --toolchain "$channel" wasm32-unknown-unknown
  fi
  cargo --version
}

# Whether a toolchain is there with all that the steps call.
has_components() {
  local tool
  for tool in rustc cargo cargo-clippy rustfmt; do
    rustup which --toolchain "$1" "$tool" >/dev/null 2>&1 || return 1
  done
  rustup component list --toolchain "$1" --installed | grep -qx rust-src
}

set_up_node() {
  step 'set-up: Node'
  has node && has npm || stop 'Node is missing. Install Node 20 or newer, with npm, then run this again.'
  local version
  version=$(node --version)
  local major=${version#v}
  major=${major%%.*}
  ((major >= 20)) || stop "Node is $version; 20 or newer is needed."
  # npm writes this file last, so it is older than the lock only if packages are missing or old.
  if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --no-audit --no-fund
  fi
  printf 'node %s\n' "$version"
}

set_up_browser() {
  step 'set-up: Chromium and Firefox'
  if ! { find_browser && find_firefox; } && ((EUID == 0)) && has apt-get; then
    local missing=()
    find_browser || missing+=(chromium fonts-noto-cjk)
    find_firefox || missing+=(firefox-esr)
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
  fi
  find_firefox || stop 'Firefox is missing. Install it (on Debian, `apt-get install firefox-esr`), or set FIREFOX to its path, then run this again.'
  find_browser || stop 'Chromium is missing. Install it (with a Japanese font: on Debian, `apt-get install chromium fonts-noto-cjk`),' \
    'or set CHROMIUM to the path of a Chromium or Chrome, then run this again.'
  printf '%s\n' "$CHROMIUM" "$FIREFOX"
}

# Sets CHROMIUM to a browser that can be run.
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

# Sets FIREFOX to one that can be run.
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

# --- work ---

build_site() {
  step 'site'
  cargo xtask site
}

# Nothing that an earlier build left can pass for this one's: only installed packages are shared, and only if
# the committed list of them is the one they were installed from.
verify_site() {
  step 'verify: dist/'
  [[ -e dist/hashes.txt ]] || stop 'There is no dist/ to compare with: run `./build.sh build` first.'
  local here=$PWD
  anew=$(mktemp -d)
  step "verify: $(git rev-parse HEAD) in $anew"
  git archive HEAD | tar -x -C "$anew"
  cd "$anew"
  if cmp -s package-lock.json "$here/package-lock.json"; then ln -s "$here/node_modules" node_modules; else npm ci --no-audit --no-fund; fi
  CARGO_TARGET_DIR=$anew/target cargo xtask site
  cd "$here"
  step 'verify: compare'
  local differs=0
  diff -rq dist "$anew/dist" || differs=1
  if [[ -n $(git status --porcelain --untracked-files=no) ]]; then printf '%s\n' 'Files have changed since the last commit; dist/ may hold those changes.' >&2; fi
  ((differs == 0)) || stop 'dist/ is not what the committed state gives: the files above differ.'
}

# Replaces this shell, so that Ctrl+C ends the server and nothing else is printed after its address.
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
  # With the profile and the setting of the build that follows, which then finds what its macros need.
  RUSTC_BOOTSTRAP=1 cargo clippy --release --lib --no-default-features --target wasm32-unknown-unknown --locked -- -D warnings
}

check_rules() {
  step 'rules: build the command line'
  cargo build --locked --bin iju
  local iju=${CARGO_TARGET_DIR:-target}/debug/iju
  step 'rules: iju check'
  "$iju" check
  step 'rules: iju test'
  "$iju" test
  step 'rules: the made-up town that uses the whole rule language'
  "$iju" check tests/cases
  "$iju" --rules tests/cases test
  step 'rules: every small change of them is noticed by a worked example'
  "$iju" mutants
  "$iju" --rules tests/cases mutants
}

take_screens() {
  step 'screens'
  node tests/measure/screens.mjs target/screens
}

# Too long for every change. Each prints its seed and its counts, and fails if it finds a counterexample.
measure() {
  local verb
  for verb in soundness questions tightness; do
    step "measure: $verb"
    cargo bench --locked --bench measure -- "$verb"
  done
  build_site
  step 'measure: the common rule set, checked'
  local common=tests/measure/common
  cargo run --locked --bin iju -- check "$common"
  cargo run --locked --bin iju -- --rules "$common" test
  step 'measure: speed, native'
  cargo bench --locked --bench measure -- speed --write target/site/common.jsonl
  step 'measure: speed through the edge to JavaScript'
  cargo run --locked --bin iju -- --rules "$common" site --parts target/site --out target/site/common
  node tests/measure/speed.mjs
  step 'measure: every worked example typed into the form'
  IJU_TYPE_ALL=1 node --test --test-reporter=spec tests/browser/cases.test.mjs
  step 'measure: how fast the page answers, the processor slowed four times'
  node tests/measure/pace.mjs
  step 'measure: Lighthouse'
  npm ci --prefix tests/measure/lighthouse --no-audit --no-fund
  node tests/measure/lighthouse/run.mjs
}

# Pages are made by our own code alone: made twice they are the same. The engine is made by a compiler too, which may
# write in what it knows of its folder: it has the hash that it had in the folder where it was last recorded.
check_same_bytes() {
  step 'the same bytes: every page made twice'
  local iju=${CARGO_TARGET_DIR:-target}/debug/iju
  anew=$(mktemp -d)
  "$iju" site --out "$anew/once"
  "$iju" site --out "$anew/twice"
  diff -rq "$anew/once" "$anew/twice" || stop 'A page made twice differs: the files above.'
  rm -rf "$anew"
  anew=''
  step 'the same bytes: the engine, as recorded in another folder'
  local recorded=tests/engine.sha256 found
  found=$(sed -n 's/^# \([0-9a-f]*\)  engine\.wasm$/\1/p' dist/hashes.txt)
  [[ $found == "$(<"$recorded")" ]] || stop "The engine's hash is not the one in $recorded." \
    'If src/, a dependency, a tool or a flag of the build changed it, record it:' "  printf '%s\n' $found > $recorded" \
    'If none of these changed, something of this folder or machine is in the engine.'
  printf '%s\n' "$found"
}

# Linking the engine keeps one processor busy: what needs no site is tested on the others meanwhile.
run_tests() {
  check_code
  check_rules
  step 'site: build what builds it'
  cargo build --locked --package xtask
  printed=$(mktemp)
  build_site >"$printed" 2>&1 &
  beside=$!
  # One package at a time: together they would unify features, and compile most dependencies twice.
  step 'native tests'
  cargo test --locked --package iju-check
  step 'tests of the build'
  cargo test --locked --package xtask
  join_beside 'site'
  check_same_bytes
  step 'types of the script'
  npm run --silent types
  step 'tests in WebAssembly and in the browser'
  local wasm=(tests/wasm/*.test.mjs) browser=(tests/browser/*.test.mjs)
  ((${#wasm[@]} > 0)) || stop 'tests/wasm holds no test.'
  ((${#browser[@]} > 0)) || stop 'tests/browser holds no test.'
  node --test --test-concurrency=2 --test-reporter=spec "${wasm[@]}" "${browser[@]}"
}

main "$@"
