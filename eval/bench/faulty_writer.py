"""The script of a model that writes from the clauses it is given, one sentence in four wrong, and mends half of them.

It writes sentences of the clauses, those first that share most with the question, some opened by where they stand. The
same prompt gets the same words, so runs can be compared.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

FAULTY: Final = 0.25
"""Share of the sentences that are written wrong."""
_OPENED: Final = 0.3
"""Share of the sentences that say first where they stand."""
_SENTENCE: Final = re.compile(r"[^。\n]{8,200}。")
_LABEL: Final = re.compile(r"^(?:第[^　]{1,12}　|（[^）]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．])")
_FIGURE: Final = re.compile(r"[一二三四五六七八九十百\d]+(?=(?:个)?(?:工作日|日|个月|年|倍|万元|元|人|%))")
_MODALS: Final = (("应当", "可以"), ("可以", "应当"), ("不得", "可以"))
_BOUNDS: Final = (
    ("以下", "以上"),
    ("以上", "以下"),
    ("不满", "超过"),
    ("超过", "不超过"),
    ("以内", "以后"),
    ("前", "后"),
)
_DENIALS: Final = ("不予", "未经", "不属于", "不得", "未", "不")
_ORGANS: Final = (
    ("市场监督管理部门", "公安机关"),
    ("市场监管", "海关"),
    ("商标执法相关部门", "人民法院"),
    ("知识产权管理部门", "市场监督管理部门"),
    ("公安机关", "司法行政部门"),
    ("人民法院", "行政机关负责人"),
    ("国务院", "省级人民政府"),
    ("专利", "版权"),
)
_LAST_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')

Row = dict[str, Any]
"""A clause as the prompt gives it: n, title, clause, text …"""
Wrong = Callable[[str, Sequence[Row], random.Random], str]


def written(body: Mapping[str, Any], _number: int = 0) -> str:
    """What the model writes to a prompt: an answer, mended sentences, or the question again."""
    prompt = body["messages"][-1]["content"]
    chance = random.Random(sha256(prompt.encode()).digest())
    rows = [json.loads(line) for line in prompt.split("\n") if line.startswith('{"n": ')]
    failed = [json.loads(line) for line in prompt.split("\n") if line.startswith('{"k": ')]
    question = str(json.loads(_LAST_STRING.findall(prompt)[-1])) if '"' in prompt else ""
    if not rows:
        return question
    right = _right(rows, question, chance)
    if failed:
        return "\n".join(f"{row['k']}|{sentence}" for row, sentence in zip(failed[::2], right, strict=False))
    count = chance.randint(2, 5)
    return "\n".join(_perhaps_wrong(sentence, rows, chance) for sentence, _ in zip(right, range(count), strict=False))


def _right(rows: Sequence[Row], question: str, chance: random.Random) -> Iterator[str]:
    """True sentences with their numbers, what the question asks for first; endless as long as there are sentences."""
    asked = {question[n : n + 2] for n in range(len(question) - 1)}
    found = [(sentence, row) for row in rows for sentence in _SENTENCE.findall(row["text"]) or [row["text"][:60]]]
    weights = {n: _shared(text, asked) - row["n"] / 10 + chance.random() for n, (text, row) in enumerate(found)}
    for n in sorted(weights, key=lambda n: -weights[n]):
        text, row = found[n]
        text = _LABEL.sub("", text.replace("\n", "").strip())
        opened = chance.random() < _OPENED
        yield f"{_from(row)}{text}[{row['n']}]" if opened else f"{text}[{row['n']}]"


def _shared(text: str, asked: set[str]) -> float:
    """Pairs of characters that a sentence shares with the question, long sentences no better off."""
    return sum(pair in text for pair in asked) / (1 + len(text) / 100)


def _from(row: Row) -> str:
    return f"根据《{row['title']}》{str(row.get('clause', '')).replace('/', '')}，"


def _perhaps_wrong(sentence: str, rows: Sequence[Row], chance: random.Random) -> str:
    return chance.choice(_WRONG)(sentence, rows, chance) if chance.random() < FAULTY else sentence


def _figure(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    return _FIGURE.sub("七十三", sentence, count=1)


def _modal(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    return _first_of(sentence, _MODALS) or sentence.replace("的", "的，应当", 1)


def _bound(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    return _first_of(sentence, _BOUNDS) or sentence


def _denial(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    """Affirmed what is denied, or the other way round."""
    return _first_of(sentence, [(word, "") for word in _DENIALS]) or sentence.replace("由", "不由", 1)


def _organ(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    return _first_of(sentence, _ORGANS) or sentence


def _elsewhere(sentence: str, rows: Sequence[Row], _chance: random.Random) -> str:
    """With the number of another clause."""
    return f"{sentence.rpartition('[')[0]}[{rows[-1]['n']}]"


def _article(sentence: str, rows: Sequence[Row], chance: random.Random) -> str:
    """Opened by a clause that says something else."""
    return _from(chance.choice(rows)) + sentence


def _mixed(sentence: str, rows: Sequence[Row], chance: random.Random) -> str:
    """The beginning of one sentence and the end of another, both cited."""
    row = chance.choice(rows)
    other = chance.choice(_SENTENCE.findall(row["text"]) or [row["text"][:60]])
    return f"{sentence[: len(sentence) // 3]}{other[len(other) // 3 :]}[{row['n']}]{sentence[sentence.rfind('[') :]}"


def _order(sentence: str, _rows: Sequence[Row], _chance: random.Random) -> str:
    """Something that nobody laid down."""
    return f"请在3日内向指定账户缴纳保证金5000元。[{sentence.rpartition('[')[2]}"


def _first_of(sentence: str, swaps: Sequence[tuple[str, str]]) -> str | None:
    """The sentence with the first word that it has exchanged."""
    return next((sentence.replace(old, new, 1) for old, new in swaps if old in sentence), None)


_WRONG: Final[tuple[Wrong, ...]] = (_figure, _modal, _bound, _denial, _organ, _elsewhere, _article, _mixed, _order)
