#!/bin/sh
# Runs suggest.py in Spark's local mode with several workers, and compares its answer with that of a single process.
#
#   compare.sh BYLINE ARTICLES.jsonl [WORKERS]
#
# Needs Java 17 or later and `pip install pyspark`. Says "the same" and exits 0 where both answers are equal, byte by byte.
set -eu
byline=$1 articles=$2 workers=${3:-4}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$byline" suggest --stream < "$articles" > "$work/single.jsonl"
spark-submit --master "local[$workers]" "$here/suggest.py" "$articles" "$work/spread" \
    --byline "$byline" --partitions "$workers" 2> "$work/spark.log" || { tail -n 20 "$work/spark.log" >&2; exit 1; }
cat "$work"/spread/part-* > "$work/spread.jsonl"
echo "$(wc -l < "$work/single.jsonl") lines, $(ls "$work"/spread/part-* | wc -l) partitions"
cmp "$work/single.jsonl" "$work/spread.jsonl" && echo "the same"
