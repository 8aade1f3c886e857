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

# The evaluators' bench: questions checked, the trivial baseline, both halves asked and scored, faults put to the gate.
half=eval/datasets/enforcement
$python -m index add "$corpus" --access public --data "$data/public" >/dev/null 2>&1
for name in dev test; do
    $python -m eval dataset check $half-$name.jsonl --data "$data/public"
    $python -m eval dataset baseline $half-$name.jsonl --data "$data/public"
    $python -m eval answers --dataset $half-$name.jsonl --data "$data/public" --out "$data/$name.jsonl"
    $python -m eval score "$data/$name.jsonl" --data "$data/public" --keep eval/results/enforcement-$name.json
done
$python -m eval.bench.unasked "$data/test.jsonl" --data "$data/public"
$python -m eval.bench.faults "$data/public" $half-dev.jsonl eval/results/enforcement-dev.json

# References and the law of the day; backup and restore beside a running server.
$python -m tests.index.measure_references "$corpus"
$python -m tests.index.measure_cross_references "$corpus"
$python -m tests.assistant.measure_editions "$corpus"
$python -m eval.bench.backup "$corpus"

# The field's public sets.
for name in stard equals legaldc cmrc2018-ranking cmrc2018 cjrc drcd rgb-zh lawbench lexeval; do
    $python -m eval public $name --bench "$bench" --work "$data/$name" --corpus "$corpus" --keep
done

# Understanding, grounding, registers; the shipped pack alone; the page in a browser.
$python -m tests.assistant.measure_understanding "$corpus"
$python -m tests.assistant.measure_grounding "$corpus"
$python -m tests.index.registers.measure_registers "$corpus"
$python -m eval.bench.pack $half-dev.jsonl $half-test.jsonl
$python -m eval.bench.page --data "$data"

# What the checks take out of a faulty model's answers; others beside 500 slow streams; one search, re-ranking and all.
$python -m eval.bench.checking --data "$data/public"
$python -m eval.bench.slow_models --data "$data/public"
OMP_NUM_THREADS=1 $python -m eval.bench.searching "$corpus" --questions "$bench/stard/queries.train.jsonl.gz" --work "$data/searching"

# The embedding over five folds of STARD (half an hour; goes on where it was interrupted), then the re-ranker on top.
$python -m index.training folds --bench "$bench" --corpus "$corpus" --work "$data/folds" --report eval/results/embedding.json
INDEX_RERANKER=none $python -m eval.bench.searches --dataset $half-dev.jsonl --data "$data/public" --out "$data/searches.jsonl"
$python -m index.training.reranking --bench "$bench" --folds "$data/folds" --data "$data/public" --searches "$data/searches.jsonl" --out "$data/reranker"

# Speed and cost at three sizes, against the stock way of the field in the same run (half an hour).
$python -m eval.bench.speed "$corpus" --peers .venv-peers/bin/python
# The growth of building and searching to a million clauses, real and made (an hour).
OMP_NUM_THREADS=1 $python -m eval.bench.curve "$corpus" --questions "$bench/stard/queries.train.jsonl.gz"
$python -m eval.readme
