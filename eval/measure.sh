#!/bin/sh
# Every figure that the project states, one command a line. Each prints JSON and keeps it in eval/results/.
# Usage: sh eval/measure.sh CORPUS BENCH   (folders with the real documents and the public benchmarks)
set -eu
corpus=$1
bench=$2
python=.venv/bin/python
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

$python -m tests.index.measure_structure "$corpus"
$python -m eval.bench.ingest "$corpus"
$python -m index add "$corpus" --data "$data" >/dev/null 2>&1
$python -m eval.bench.latency --data "$data" --times 400
$python -m eval.bench.kill "$corpus" --kills 50
$python -m eval.bench.churn "$corpus/plans" --changes 100
$python -m eval.bench.lexical "$bench"
$python -m eval.readme
