#!/usr/bin/env bash
# Builds the one binary with all fuzz targets, with the flags that cargo fuzz gives (`cargo fuzz build --sanitizer none`
# does the same). It is not linked statically: libFuzzer asks the C library for its own memcmp and others when it starts,
# and where that library is in the binary (glibc 2.36) it gets none, and ends with the first comparison.
set -euo pipefail
cd "$(dirname "$0")"
flags="--cfg fuzzing -Cpasses=sancov-module"
for arg in level=4 inline-8bit-counters pc-table trace-compares; do
  flags+=" -Cllvm-args=-sanitizer-coverage-$arg"
done
RUSTFLAGS="$flags" cargo build --release --target x86_64-unknown-linux-gnu "$@"
