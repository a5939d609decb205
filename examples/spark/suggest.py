"""Suggestions for a corpus of any size: `byline suggest --stream` under the pipe of Apache Spark.

    spark-submit suggest.py ARTICLES.jsonl OUTPUT --byline /usr/local/bin/byline --partitions 64

Each worker starts the same binary once for each of its partitions, and pipes the lines through it. A line that cannot be
read is answered with {"error", "line"}, where "line" counts the lines of its partition; the rest goes on. The order of the
lines is kept. The binary must be at the same path on every machine, or be shipped with `--files` (it is one file, and
needs no network).
"""

import argparse
import os
import shlex

from pyspark.sql import SparkSession


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("articles", help="Byline JSONL, one article a line; any path that Spark can read")
    arguments.add_argument("output", help="a folder to make, with one part for each partition")
    arguments.add_argument("--byline", default="byline", help="the program's path on the workers")
    arguments.add_argument("--partitions", type=int, default=None, help="parts that are worked on at the same time")
    arguments.add_argument("--with", dest="suggesters", default=None, help="suggesters, with commas between")
    arguments.add_argument("--min-score", default=None, help="least score from 0 to 1")
    given = arguments.parse_args()

    command = [given.byline, "suggest", "--stream"]
    if given.suggesters:
        command += ["--with", given.suggesters]
    if given.min_score:
        command += ["--min-score", given.min_score]

    spark = SparkSession.builder.appName("byline suggest").getOrCreate()
    lines = spark.sparkContext.textFile(given.articles, minPartitions=given.partitions)
    # Code points travel as UTF-8, whatever the locale of a worker is.
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
    suggested = lines.pipe(shlex.join(command), env=environment, checkCode=True)
    suggested.saveAsTextFile(given.output)
    spark.stop()


if __name__ == "__main__":
    main()
