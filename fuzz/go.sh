#!/usr/bin/env bash
# Runs fuzz targets side by side for so many minutes and writes a table and what was found:
#   go.sh OUT MINUTES [TARGET...]        (BINARY and SEEDS beside this script, or as the environment says)
# OUT/summary.tsv has a line a target: runs of the reader, minutes of processor time, coverage, finds, greatest memory.
# OUT/found.tar.gz has the inputs that crashed, hung or took too much, and the ends of the logs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd); minutes=$2; shift 2
binary=${BINARY:-$here/all}
seeds=${SEEDS:-$here/seeds}
[ -d "$seeds" ] || { mkdir -p "$here/unpacked" && tar -xzf "$here/seeds.tar.gz" -C "$here/unpacked" && seeds=$here/unpacked/seeds; }
work=$(mktemp -d)
# Files that readers are tried on are better in memory.
home=/dev/shm; [ -w $home ] && [ "$(df -m --output=avail $home | tail -1)" -gt 500 ] || home=$work
home=$(mktemp -d "$home/byline-fuzz-XXXXXX")
end=$(awk -v now="$(date +%s)" -v minutes="$minutes" 'BEGIN {printf "%d", now + minutes * 60}')
# Short inputs first, and no weighing of every input by how rare what it does is: two to five times the runs in a minute.
options="-max_len=40000 -len_control=100 -entropic=0"
targets=${*:-$(BYLINE_FUZZ_TARGET=list "$binary" 2>/dev/null)}

one() {
  local target=$1 turn=0 left code
  local dir=$work/$target
  # What was learned is kept where the environment names a folder.
  local corpus=${CORPUS:-$dir/corpus}/$target
  mkdir -p "$corpus" "$dir/found" "$dir/logs" "$home/$target" "$seeds/$target"
  while left=$((end - $(date +%s))); [ $left -gt 3 ] && [ $turn -lt 80 ]; do
    local before; before=$(ls "$dir/found" | wc -l)
    TIMEFORMAT='%U %S'
    { time BYLINE_FUZZ_TARGET=$target BYLINE_FUZZ_HOME=$home/$target TMPDIR=$home/$target \
      "$binary" "$corpus" "$seeds/$target" -artifact_prefix="$dir/found/" -rss_limit_mb=1024 -timeout=25 \
      -report_slow_units=5 -max_total_time=$left $options -print_final_stats=1 >"$dir/logs/$turn" 2>&1; } 2>>"$dir/cpu"
    code=$?
    # A stack that overflowed ends the process before it can write its input.
    if [ $code -ne 0 ] && [ "$(ls "$dir/found" | wc -l)" -eq "$before" ]; then
      cp "$home/$target"/byline-fuzz-*/input "$dir/found/silent-$turn-code$code" 2>/dev/null
    fi
    rm -rf "${home:?}/$target"/byline-fuzz-*
    turn=$((turn + 1))
  done
  local logs=("$dir"/logs/*)
  awk -v target="$target" -v turns=$turn -v found="$(ls "$dir/found" | wc -l)" \
    -v cpu="$(awk '{s += $1 + $2} END {printf "%.1f", s / 60}' "$dir/cpu")" '
    # A run that was ended has no last line: its last line of progress counts.
    FNR == 1 { total += last; last = 0 }
    /^#[0-9]+/ { last = substr($1, 2) + 0 }
    /stat::number_of_executed_units:/ { last = $2 }
    /stat::peak_rss_mb:/ && $2 > peak { peak = $2 }
    { for (i = 1; i < NF; i++) if ($i == "cov:" && $(i + 1) > cov) cov = $(i + 1) }
    /rss: / { n = split($0, p, "rss: "); v = p[n] + 0; if (v > peak) peak = v }
    END { printf "%s\t%d\t%s\t%d\t%d\t%d\t%d\n", target, total + last, cpu, cov, found, peak, turns }
  ' "${logs[@]}" >"$dir/line"
}

for target in $targets; do one "$target" & done
wait
{ printf 'target\truns\tcpu_minutes\tcoverage\tfound\tpeak_mb\tstarts\n'; cat "$work"/*/line; } >"$out/summary.tsv"
for target in $targets; do
  for log in "$work/$target/logs"/*; do
    grep -q 'ERROR\|panicked\|SUMMARY' "$log" && { echo "== $target $(basename "$log")"; tail -c 1500 "$log" | tr -cd '[:print:]\n'; }
  done
done >"$work/logs.txt"
(cd "$work" && tar -czf "$out/found.tar.gz" logs.txt ./*/found)
rm -rf "$work" "$home"
