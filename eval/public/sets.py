"""The public sets by name: `run` measures one of them on this installation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eval.errors import MeasureError
from eval.public import ranking, reading, rgb, statutes
from eval.public.asking import AS_OF
from eval.public.figures import Figures
from eval.public.selection import MEANING as SELECTION
from eval.public.shelving import statutes as statutes_index
from index.embeddings import Embedder, load_embedder
from index.settings import load_settings

_ASSISTANT: Final = "the answer without marks and notices, empty where it abstains; asked as `eval answers` asks"
_FIRST_CLAUSE: Final = "the clause that the assistant's own search ranks first, whether it then answers or not"
_RANKED: Final = {
    "Recall@1, Recall@10, Recall@100": "mean share of the relevant rows among the first k",
    "MRR@10": "mean of 1 / rank of the first relevant row within 10, else 0",
    "nDCG@10": "binary gain, discount log2(rank + 1)",
    "all@10": "share of questions with every relevant row among the first 10",
    "search": "the product's search: BM25 and embedding, fused",
    "bm25": "the product's BM25 alone",
    "difference": "search less bm25, question by question",
}
_CMRC: Final = {
    "EM": "equal to a reference, case and punctuation apart (official script)",
    "F1": "longest common run of segments, best reference (official script)",
}
_CJRC: Final = {
    "EM": "equal to a reference on letters and digits, each reference left out in turn",
    "F1": "bag of characters, each reference left out in turn; an unanswerable question needs an empty answer",
}
_HOLDS: Final = {"holds a reference": "span questions: a reference stands word for word in the prediction"}
_BOTH: Final = {"assistant": _ASSISTANT, "selection": SELECTION}
_TRAINED: Final = (
    "the shipped embedding was trained on these very questions (STARD train, LeCoQA): `search` is no measure of unseen "
    "questions; eval/results/embedding.json has weights trained without a fold of them"
)
_LAWBENCH: Final = {
    "ROUGE-L": "F1 of the longest common subsequence over jieba words, percent / 100 (LawBench: rouge_chinese)",
    "rc-F1": "bag of characters against the one reference",
    "assistant": _ASSISTANT,
    "first clause": _FIRST_CLAUSE,
    "selection": SELECTION,
}
_LEXEVAL: Final = {
    "accuracy": "the option whose pairs of characters the answer shares most, half of them at least, is the right one",
    "ROUGE-L": "F1 of the longest common subsequence over jieba words without punctuation; LexEval's own library "
    "counts a repeated word once",
    "assistant": _ASSISTANT,
    "first clause": _FIRST_CLAUSE,
}
LEFT_OUT: Final = {
    "lawbench": {
        "1-2": "asks which of four statements is right or wrong: the assistant quotes provisions and chooses nothing",
        "3-6": "asks to apply the law to a case and choose: the same",
    },
    "lexeval": {
        "1_1": "asks which statements about a concept are right: a choice would be the adapter's, not the assistant's",
        "3_4": "asks to apply the law to a case and choose: the same",
        "3_5": "asks to compute and choose: the same",
    },
}
"""Tasks that are there and not measured, each with its reason."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a set is read from, and where its indexes and runs go."""

    bench: Path
    work: Path
    corpus: Path | None
    embedder: Embedder

    def statutes(self, name: str) -> Path:
        """The index of the statutes.

        Raises:
            MeasureError: no corpus is named.
            DatasetError: the statutes are not in it.
        """
        if self.corpus is None:
            raise MeasureError(f"{name}: needs the statutes; name the folder of the corpus that holds bulk/")
        return statutes_index(self.corpus, self.work, self.embedder)


def run(name: str, bench: Path, work: Path, corpus: Path | None = None) -> Figures:
    """Measure a public set, read from its folder below `bench`, on this installation.

    Args:
        name: one of `NAMES`.
        bench: holds a folder for each set.
        work: where indexes, questions and runs are written; what is there of the same set is replaced.
        corpus: holds `bulk/statutes.jsonl.gz`; needed by lawbench and lexeval.

    Returns:
        Numbers and names only, ready for JSON: n, estimates with 95 % intervals, what could not be scored, definitions.

    Raises:
        MeasureError: there is no such set, or it needs the corpus.
        DatasetError: a folder, file or field is missing or wrong.
    """
    if name not in _SETS:
        raise MeasureError(f"{name!r}: no such set; there are {', '.join(NAMES)}")
    (work / name).mkdir(parents=True, exist_ok=True)
    embedder = load_embedder(load_settings(data=work).embedding_model)
    return {"set": name, "as_of": AS_OF.isoformat()} | _SETS[name](Place(bench, work, corpus, embedder), name)


def _ranked(place: Place, name: str) -> Figures:
    collection = ranking.COLLECTIONS[name](place.bench)
    notes = {"note": _TRAINED} if name == "stard" else {}
    return ranking.measured(collection, place.work / name, place.embedder) | {"definitions": _RANKED} | notes


def _read(place: Place, name: str) -> Figures:
    whole, scores = reading.read(name, place.bench)
    definitions = (_CJRC if name == "cjrc" else _CMRC) | _HOLDS | _BOTH
    return reading.measured(whole, scores, place.work / name, place.embedder) | {"definitions": definitions}


def _rgb(place: Place, name: str) -> Figures:
    whole = rgb.trials(place.bench / "rgb_zh")
    return rgb.measured(whole, place.work / name, place.embedder) | {"definitions": _BOTH | rgb.MEANINGS}


def _lawbench(place: Place, name: str) -> Figures:
    folder, work = place.bench / name, place.work / name
    whole, scores = reading.read(name, place.bench)
    questions = {task: statutes.lawbench(folder, task) for task in ("1-1", "3-2", "3-8")}
    data = place.statutes(name)
    tasks = {
        task: statutes.recited(asked, data, work / f"{task}.jsonl", place.embedder, score=statutes.lawbench_rouge)
        for task, asked in questions.items()
    }
    tasks["2-5"] = reading.measured(whole, scores, work, place.embedder)
    return {"tasks": tasks, "left_out": LEFT_OUT[name], "definitions": _LAWBENCH}


def _lexeval(place: Place, name: str) -> Figures:
    folder, work = place.bench / name, place.work / name
    articles, essays = statutes.choices(folder), statutes.essays(folder)
    data = place.statutes(name)
    tasks = {
        "1_2": statutes.chosen(articles, data, work / "1_2.jsonl", place.embedder),
        "5_4": statutes.recited(essays, data, work / "5_4.jsonl", place.embedder, score=statutes.lexeval_rouge),
    }
    return {"tasks": tasks, "left_out": LEFT_OUT[name], "definitions": _LEXEVAL}


_SETS: Final[Mapping[str, Callable[[Place, str], Figures]]] = {
    "stard": _ranked,
    "equals": _ranked,
    "legaldc": _ranked,
    "cmrc2018-ranking": _ranked,
    "cmrc2018": _read,
    "cjrc": _read,
    "drcd": _read,
    "rgb-zh": _rgb,
    "lawbench": _lawbench,
    "lexeval": _lexeval,
}
NAMES: Final = tuple(_SETS)
