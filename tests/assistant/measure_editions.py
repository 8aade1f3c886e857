"""Whether nothing is cited without its state: `python -m tests.assistant.measure_editions CORPUS [--data DIR]`.

Each question is asked with the clock set before and after each change of an edition. The states are those of the table
below, told from the texts by hand, and nothing of `index` computes them. Prints JSON.
"""

import argparse
import json
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from assistant.messages import Answer, Citation, Question
from assistant.pipeline import answer_stream, collect
from eval.bench.results import record
from index import publishing
from index.embeddings import Embedder, load_embedder
from index.intake import find, take_in
from index.numerals import to_chinese
from index.publishing import Library

HERE = Path(__file__).parent
DATASET = HERE.parents[1] / "eval" / "datasets" / "enforcement-dev.jsonl"
DAYS = tuple(map(date.fromisoformat, ("2025-10-14", "2025-10-15", "2026-11-21", "2026-12-31", "2027-01-01")))
LAST_DAYS = {
    "anti-unfair-competition-law-2019": (date(2025, 10, 14), "已被修改"),
    "trademark-law-2019": (date(2026, 12, 31), "已被修改"),
    "ip-criminal-interp-2004": (date(2025, 4, 25), "已废止"),
    "ip-criminal-interp-2007": (date(2025, 4, 25), "已废止"),
    "ip-criminal-interp-2020": (date(2025, 4, 25), "已废止"),
    "ip-punitive-damages-2021": (date(2026, 4, 30), "已废止"),
    "patent-filing-conduct-rules-2017-repealed": (date(2024, 1, 19), "已废止"),
}
"""The last day of each text that ended, and its state from the next day on."""
WRITTEN = {"text": "《{}》", "date": "{0.year}年{0.month}月{0.day}日"}
RULE = ("administrative-penalty-law-2021", "第三十七条")


@dataclass(frozen=True)
class Asked:
    """A question with its answer and what it took, in milliseconds."""

    kind: str
    answer: Answer
    took: float


class Desk:
    """Asks on a day, and knows of each document what the corpus says of it."""

    def __init__(self, library: Library, embedder: Embedder, rows: Iterable[Mapping[str, str]]) -> None:
        self.library, self.embedder = library, embedder
        self.rows = {row["id"]: row for row in rows}

    def ask(self, text: str, as_of: date, conduct: date | None = None, kind: str = "") -> Asked:
        start = perf_counter()
        question = Question(text, as_of, conduct_date=conduct)
        answer = collect(answer_stream(self.library, self.embedder, question))
        return Asked(kind, answer, (perf_counter() - start) * 1000)

    def state(self, document_id: str, day: date) -> str:
        """The state on a day by the table above, the catalog's day of effect and, without any, its word."""
        row = self.rows[document_id]
        start = date.fromisoformat(row["effective"]) if row.get("effective") else None
        last, after = LAST_DAYS.get(document_id, (None, ""))
        if start and day < start:
            return "尚未生效"
        if last:
            return "现行有效" if day <= last else after
        return "现行有效" if start and row["status"] in {"现行有效", "尚未生效"} else row["status"]

    def silent(self, answer: Answer) -> Iterator[str]:
        """Documents cited that are not in force on the day of asking, without a notice that says so."""
        notices = notices_of(answer)
        for document_id in dict.fromkeys(citation.document_id for citation in answer.citations):
            state = self.state(document_id, answer.as_of)
            if state != "现行有效" and not self.said(document_id, state, answer.as_of, notices):
                yield document_id

    def said(self, document_id: str, state: str, as_of: date, notices: list[str]) -> bool:
        """Whether a notice names the document with its state, and with its day where there is one.

        A plan has no state: it is of a year, which is told as soon as it is over.
        """
        row = self.rows[document_id]
        if row.get("region"):
            year = int(row["year"])
            return year >= as_of.year or any(row["short_title"] in text and f"{year}年" in text for text in notices)
        day = row.get("effective") if state == "尚未生效" else None
        last = LAST_DAYS.get(document_id, (None, ""))[0] or (date.fromisoformat(day) if day else None)
        told = [text for text in notices if f"《{row['short_title']}》" in text and state in text]
        return any(last is None or WRITTEN["date"].format(last) in text for text in told)


def main() -> None:
    """Measure over the real corpus, indexed here unless a folder with an index is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    rows = json.loads((given.corpus / "catalog.json").read_text(encoding="utf-8"))
    embedder = load_embedder("static")
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or indexed(given.corpus, Path(folder), embedder)
        library = Library(data, embedder)
        record("editions", figures(Desk(library, embedder, rows)))
        library.close()


def indexed(corpus: Path, data: Path, embedder: Embedder) -> Path:
    """The folder with an index of the corpus."""
    publishing.write(
        data,
        embedder,
        lambda writer: list(take_in(find([corpus]), writer, data, access="public", max_bytes=50_000_000)),
    )
    return data


def figures(desk: Desk) -> dict[str, object]:
    """All figures of the file."""
    asked = [desk.ask(text, day, kind=kind) for kind, text in questions() for day in DAYS]
    conducts = tomllib.loads((HERE / "editions.toml").read_text(encoding="utf-8"))["conduct"]
    past = [(row, desk.ask(row["question"], row["as_of"], row.get("conduct_date"), "conduct")) for row in conducts]
    every = [*asked, *(one for _, one in past)]
    return {
        "days": [day.isoformat() for day in DAYS],
        "by_day": {day.isoformat(): of_day(desk, [one for one in asked if one.answer.as_of == day]) for day in DAYS},
        "conducts": {"asked": len(past), "wrong": [row["question"] for row, one in past if not right(row, one.answer)]},
        "counterparts": counterparts(desk),
        "without_their_state": sorted({f"{n} on {one.answer.as_of}" for one in every for n in desk.silent(one.answer)}),
        "states_wrong": sum(c.state != desk.state(c.document_id, one.answer.as_of) for one, c in cited(every)),
        "milliseconds": {"p50": round(quantiles([one.took for one in every], n=20)[9], 1)}
        | {"p95": round(quantiles([one.took for one in every], n=20)[18], 1)},
    }


def questions() -> Iterator[tuple[str, str]]:
    """Every article of the laws that change, the words of officers, and the questions of the dataset's open half."""
    for title, last in (("商标法", 87), ("反不正当竞争法", 41)):
        yield from (("look-up", f"{title}第{to_chinese(number)}条") for number in range(1, last + 1))
    for title in ("知识产权刑事解释（2004）", "知识产权刑事解释（三）（2020）", "惩罚性赔偿解释（2021）"):
        yield from (("look-up", f"{title}第{to_chinese(number)}条") for number in (1, 3, 5))
    texts = tomllib.loads((HERE / "editions.toml").read_text(encoding="utf-8"))["questions"]["texts"]
    yield from (("words", text) for text in texts)
    if DATASET.is_file():
        rows = map(json.loads, DATASET.read_text(encoding="utf-8").splitlines())
        yield from (("dataset", row["question"]) for row in rows if not row.get("history"))


def of_day(desk: Desk, asked: list[Asked]) -> dict[str, int]:
    """Questions, answers, citations and those not in force, and how many of these go without a word."""
    citations = [citation for _, citation in cited(asked)]
    return {
        "questions": len(asked),
        "answered": sum(not one.answer.abstained for one in asked),
        "citations": len(citations),
        "not_in_force": sum(desk.state(c.document_id, one.answer.as_of) != "现行有效" for one, c in cited(asked)),
        "violations": sum(len(list(desk.silent(one.answer))) for one in asked),
    }


def cited(asked: Iterable[Asked]) -> Iterator[tuple[Asked, Citation]]:
    """Every citation with the question it answers."""
    return ((one, citation) for one in asked for citation in one.answer.citations)


def right(row: Mapping[str, object], answer: Answer) -> bool:
    """Whether the edition of the conduct's day comes first, and the other and the rule only where they must be."""
    if row.get("none"):
        return answer.abstained and not answer.citations and any("还没有施行" in text for text in notices_of(answer))
    ids = [citation.document_id for citation in answer.citations]
    ruled = RULE in {(citation.document_id, citation.clause_path) for citation in answer.citations}
    others = set(ids) - {row["first"], RULE[0]}
    return ids[:1] == [row["first"]] and others == {row.get("also")} - {None} and ruled == row["rule"]


def counterparts(desk: Desk) -> dict[str, int]:
    """Of the enforcement articles of 商标法 and 反不正当竞争法, how many are answered with the number by hand beside."""
    table = tomllib.loads((HERE.parent / "index" / "correspondence.toml").read_text(encoding="utf-8"))
    days = {"trademark": date(2026, 12, 31), "competition": date(2025, 10, 14)}
    asked = shown = wrong = 0
    for name, work in table.items():
        old, new = (desk.rows[work[key]]["short_title"] for key in ("old", "new"))
        for number in work["enforcement"]:
            label, targets = (
                f"第{to_chinese(number)}条",
                [f"第{to_chinese(n)}条" for n in work["articles"][str(number)]],
            )
            told = notices_of(desk.ask(f"{old}{label}", days[name]).answer)
            right = [text for text in told if f"《{old}》{label}" in text and f"《{new}》" in text]
            asked += 1
            shown += any(any(f"《{new}》{target}" in text for target in targets[:1]) for text in right) or (
                not targets and any("没有找到" in text for text in right)
            )
            wrong += any("没有找到" not in t and not any(f"》{target}" in t for target in targets) for t in right)
    return {"asked": asked, "shown_as_by_hand": shown, "another_one_shown": wrong}


def notices_of(answer: Answer) -> list[str]:
    """Everything that the answer says in its own words."""
    segments = (segment for block in answer.blocks for segment in block.segments if segment.kind == "notice")
    return [*(segment.text for segment in segments), *(note.text for note in answer.notes)]


if __name__ == "__main__":
    main()
