"""What checking removes from a model's answers: quoted, written and checked, written and taken as it comes.

    python -m eval.bench.checking --data DIR [--dataset NAME]

The model is a scripted server on loopback. It writes what models write: sentences of the clauses that it is given, one
in four with another figure, another modal word, another bound, another clause's number or an order that nobody gave;
told so, it mends every other one. The same question gets the same words, so runs can be compared.
"""

import json
import random
import re
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from assistant.answering.written import writing_with
from assistant.settings import Settings
from eval.answers import answer_all
from eval.asking import InProcess
from eval.bench.model_server import KEY, MODEL, model_server
from eval.bench.results import record
from eval.dataset import Dataset, load
from eval.runs import read_run
from eval.scoring import cases, score
from eval.texts import open_texts
from index.embeddings import load_embedder
from index.settings import load_settings

_DATASETS: Final = Path(__file__).parents[1] / "datasets"
_FAULTY: Final = 0.25
"""Share of the sentences that are written wrong."""
_SENTENCE: Final = re.compile(r"[^。\n]{8,200}。")
_FIGURE: Final = re.compile(r"[一二三四五六七八九十百\d]+(?=(?:个)?(?:工作日|日|个月|年|倍|万元|元|人|%))")
_SWAPS: Final = (("应当", "可以"), ("可以", "应当"), ("不得", "可以"), ("以下", "以上"), ("以上", "以下"))
_MEASURES: Final = ("right", "facts_vital", "all_facts", "forbidden_free", "refusal_right", "citation_valid", "support")


def main(
    data: Annotated[Path, typer.Option(help="Folder of an index of the corpus.")],
    dataset: Annotated[str, typer.Option(help="Name of a built-in dataset.")] = "enforcement-dev",
) -> None:
    """Ask three ways, print the measures of each as JSON."""
    questions = load(_DATASETS / f"{dataset}.jsonl")
    with model_server(_said) as served, tempfile.TemporaryDirectory() as folder:
        settings = Settings(chat_model=f"openai:{MODEL}", chat_base_url=served.url, chat_api_key=KEY)
        ways = {
            way: _scored(questions, data, Path(folder) / f"{way}.jsonl", settings, way)
            for way in ("extractive", "model", "unchecked")
        }
    record("checking", {"dataset": dataset, "calls": len(served.asked), "faulty": _FAULTY} | ways)


def _scored(questions: Dataset, data: Path, run: Path, settings: Settings, way: str) -> dict[str, Any]:
    """The measures of one way of answering."""
    embedder, started = load_embedder(load_settings().embedding_model), time.perf_counter()
    with closing(writing_with(settings)) as written, open_texts(data) as texts:
        own = None if way == "extractive" else written
        with closing(InProcess(data, embedder, own, checked=way == "model")) as asker:
            answer_all(questions, asker, run, workers=2)
        seconds = time.perf_counter() - started
        answers = read_run(run)
        totals = score(answers, questions, cases(answers, questions, texts)).totals
    values = {name: totals[name].value for name in _MEASURES}
    return {name: None if value is None else round(value, 4) for name, value in values.items()} | {
        "seconds": round(seconds, 1)
    }


def _said(body: Mapping[str, Any], _number: int) -> str:
    """What the model writes to a prompt."""
    prompt = body["messages"][-1]["content"]
    chance = random.Random(sha256(prompt.encode()).digest())
    rows = [json.loads(line) for line in prompt.split("\n") if line.startswith('{"n": ')]
    failed = [json.loads(line) for line in prompt.split("\n") if line.startswith('{"k": ')]
    if failed:
        return "\n".join(f"{row['k']}|{_right(rows, chance)}" for row in failed[::2])
    return "\n".join(_sentence(rows, chance) for _ in range(chance.randint(2, 5)))


def _right(rows: list[dict[str, Any]], chance: random.Random) -> str:
    """A sentence of one of the first clauses, with its number."""
    row = rows[min(int(chance.expovariate(1.2)), len(rows) - 1)]
    found = _SENTENCE.findall(row["text"].split("　", 1)[-1])
    return f"{chance.choice(found) if found else row['text'][:60]}[{row['n']}]"


def _sentence(rows: list[dict[str, Any]], chance: random.Random) -> str:
    right = _right(rows, chance)
    return chance.choice((_figure, _swap, _elsewhere, _order))(right, rows) if chance.random() < _FAULTY else right


def _figure(sentence: str, _rows: list[dict[str, Any]]) -> str:
    return _FIGURE.sub("七十三", sentence, count=1)


def _swap(sentence: str, _rows: list[dict[str, Any]]) -> str:
    old, new = next((pair for pair in _SWAPS if pair[0] in sentence), ("的", "的，应当"))
    return sentence.replace(old, new, 1)


def _elsewhere(sentence: str, rows: list[dict[str, Any]]) -> str:
    return f"{sentence.rpartition('[')[0]}[{rows[-1]['n']}]"


def _order(sentence: str, _rows: list[dict[str, Any]]) -> str:
    return f"请在3日内向指定账户缴纳保证金5000元。[{sentence.rpartition('[')[2]}"


if __name__ == "__main__":
    typer.run(main)
