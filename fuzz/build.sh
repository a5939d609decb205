#!/usr/bin/env bash
# Builds the one binary with all fuzz targets, with the flags that cargo fuzz gives (`cargo fuzz build --sanitizer none`
# does the same), linked statically, so that it runs on any x86-64 Linux.
set -euo pipefail
cd "$(dirname "$0")"
flags="--cfg fuzzing -Ctarget-feature=+crt-static -Cpasses=sancov-module"
for arg in level=4 inline-8bit-counters pc-table trace-compares; do
  flags+=" -Cllvm-args=-sanitizer-coverage-$arg"
done
RUSTFLAGS="$flags" cargo build --release --target x86_64-unknown-linux-gnu "$@"
