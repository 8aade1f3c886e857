"""The knowledge pack says what the official texts say, whole, and in words of its own.

Digest and official text are read the same way (parsed, cleaned, outlined) and compared clause by clause under the same
path. `index/pack/omissions.toml` lists what a digest leaves out on purpose.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from index.cleaning import clean
from index.documents import PARTS, Node
from index.parsing import parse
from index.structure import outline
from tests.index.facts import PHONE, TITLE, facts, normal

PACK = Path(__file__).parents[2] / "index" / "pack"
CATALOG: list[dict[str, object]] = json.loads((PACK / "catalog.json").read_text(encoding="utf-8"))
DOCUMENTS = [str(row["id"]) for row in CATALOG]
LEFT_ASIDE = ("网页", "无关内容")
"""Parts that no digest has: they are not the document's."""

BINDING = (
    *("应当", "可以", "必须", "有权"),
    *("不得", "不予", "不承担", "不构成", "不属于", "不视为", "无权", "禁止", "除外"),
)
"""What binds, allows, denies and excepts; a digest may say it together, never more often than the official clause."""

FIGURE = r"[0-9]+(?:\.[0-9]+)?(?:[万亿]?元|倍|%|个?工作日|个月|小时|日|年|天)(?:以[上下])?|百分之[0-9]+"
"""An amount or a time in a normal text."""

LONGEST_OWN_RUN = 40
"""As many signs in a row (Chinese characters and digits) may not be the source's own."""


class Pair(NamedTuple):
    """The clauses of a document in the pack's words and in the official ones: path to the clause's own text."""

    digest: Mapping[str, str]
    official: Mapping[str, str]


class Omission(NamedTuple):
    """A fact that a digest leaves out on purpose."""

    document: str
    path: str
    fact: str


def clauses(file: Path) -> dict[str, str]:
    """Each clause's own text: without its label and without the clauses below it."""
    text = clean(parse(file.name, file.read_bytes(), max_bytes=1_000_000)).text
    nodes = outline(text)
    return {node.path: _own_text(text, nodes, position) for position, node in enumerate(nodes)}


def _own_text(text: str, nodes: tuple[Node, ...], position: int) -> str:
    pieces, start = [], nodes[position].start
    for child in (node for node in nodes if node.parent == position):
        pieces.append(text[start : child.start])
        start = child.end
    pieces.append(text[start : nodes[position].end])
    own = "\n".join(pieces).strip()
    label = nodes[position].label
    return own.removeprefix(label) if nodes[position].level != "part" else own


def official_file(corpus: Path, document: str) -> Path:
    """The official text of a document of the pack."""
    rows: list[dict[str, str]] = json.loads((corpus / "catalog.json").read_text(encoding="utf-8"))
    return corpus / next(row["path"] for row in rows if row["id"] == document)


@cache
def read(corpus: Path, document: str) -> Pair:
    """Both texts of a document, without the parts that are not the document's.

    A part that a website's furniture cuts in two (头部, 网页, 头部（二）) is one in the digest.
    """
    kept: dict[str, str] = {}
    for path, text in clauses(official_file(corpus, document)).items():
        if not path.startswith(LEFT_ASIDE):
            whole = re.sub(f"^({'|'.join(PARTS)})（.*）$", r"\1", path)
            kept[whole] = f"{kept[whole]}\n{text}" if whole in kept else text
    return Pair(clauses(PACK / f"{document}.txt"), kept)


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> str:
    """Each document of the pack in turn."""
    return str(request.param)


@pytest.fixture
def pair(corpus: Path, document: str) -> Pair:
    """Each document of the pack in turn, in both texts."""
    return read(corpus, document)


def omissions() -> list[dict[str, str]]:
    """The rows of the list of omissions."""
    rows: list[dict[str, str]] = tomllib.loads((PACK / "omissions.toml").read_text(encoding="utf-8"))["omission"]
    return rows


def omitted() -> set[Omission]:
    """What the list of omissions allows to be absent."""
    return {Omission(row["document"], row["path"], row["fact"]) for row in omissions()}


def absent(pair: Pair, document: str) -> set[Omission]:
    """The facts of the official clauses that the digest's clauses do not have."""
    return {
        Omission(document, path, str(fact))
        for path, text in pair.official.items()
        for fact in facts(text) - facts(pair.digest.get(path, ""))
    }


def signs(text: str) -> str:
    """What counts as wording: Chinese characters and digits; a title is one foreign sign."""
    return re.sub(r"[^\u4e00-\u9fff0-9|]", "", re.sub(TITLE, "|", text.replace("|", "")))


def own_runs(text: str) -> set[str]:
    """Every run of 40 signs of a text."""
    own = signs(text)
    return {own[start : start + LONGEST_OWN_RUN] for start in range(len(own) - LONGEST_OWN_RUN + 1)}


@cache
def official_runs(corpus: Path) -> frozenset[int]:
    """The hash of every run of 40 signs of all plans and regulations."""
    files = sorted([*(corpus / "plans").iterdir(), *(corpus / "regulations").iterdir()])
    return frozenset(hash(run) for file in files for run in own_runs(file.read_text(encoding="utf-8")))


def longest_run(digest: str, official: str) -> str:
    """The longest run of the digest's signs that also stands in the official text, titles aside: how own its words are."""
    own, longest = signs(digest), ""
    source = re.sub(r"[^\u4e00-\u9fff0-9]", "", official)
    for start in range(len(own)):
        while own[start : start + len(longest) + 1] in source and start + len(longest) < len(own):
            longest = own[start : start + len(longest) + 1]
    return longest


def test_catalog_lists_every_text_as_a_public_digest() -> None:
    """Each row names its text; each text has its row; loading the official text finds the same id."""
    assert {str(row["path"]) for row in CATALOG} == {file.name for file in PACK.glob("*.txt")}
    assert len(set(DOCUMENTS)) == len(CATALOG)
    for row in CATALOG:
        assert row["digest"] is True
        assert row["access"] == "public"
        if row["promulgated"] is not None:
            date.fromisoformat(str(row["promulgated"]))


@pytest.mark.corpus
def test_catalog_agrees_with_the_official_one(corpus: Path) -> None:
    """Numbers, dates, issuers and regions are those of the official texts."""
    rows = json.loads((corpus / "catalog.json").read_text(encoding="utf-8"))
    official = {row["id"]: row for row in rows}
    for row in CATALOG:
        same = row.keys() - {"path", "version_note", "digest", "access"}
        assert {key: row[key] for key in same} == {key: official[row["id"]][key] for key in same}


@pytest.mark.corpus
def test_clauses_stand_under_the_official_paths(pair: Pair) -> None:
    """The digest has exactly the clauses of the official text, in its order."""
    assert list(pair.digest) == list(pair.official)


@pytest.mark.corpus
def test_every_clause_says_something(pair: Pair) -> None:
    """A clause of the official text with a text of its own has one in the digest."""
    assert [path for path, text in pair.official.items() if text.strip() and not pair.digest[path].strip()] == []


@pytest.mark.corpus
def test_a_digest_adds_no_fact(pair: Pair) -> None:
    """Every fact of a digest's clause stands in the official clause; an organ may be named from elsewhere in the text."""
    organs = {fact for text in pair.official.values() for fact in facts(text) if fact.kind == "organ"}
    added = {(path, fact) for path, text in pair.digest.items() for fact in facts(text) - facts(pair.official[path])}
    assert {(path, str(fact)) for path, fact in added if fact not in organs} == set()


@pytest.mark.corpus
def test_a_digest_binds_no_more_than_the_official_text(pair: Pair, document: str) -> None:
    """No clause of a rule's digest obliges, allows, denies or excepts more often than the official one."""
    rule = {} if document.startswith("plan-") else pair.digest
    counts = {(path, word): text.count(word) for path, text in rule.items() for word in BINDING}
    assert {key for key, count in counts.items() if count > pair.official[key[0]].count(key[1])} == set()


@pytest.mark.corpus
def test_amounts_and_times_of_a_rule_come_in_the_official_order(pair: Pair, document: str) -> None:
    """All of them, as often as there: none has slipped to another conduct (plans spell out 分别于, so they differ)."""
    rule = {} if document.startswith("plan-") else pair.official
    for path, text in rule.items():
        if path != "头部":
            assert re.findall(FIGURE, normal(pair.digest[path])) == re.findall(FIGURE, normal(text)), path


@pytest.mark.corpus
def test_a_digest_leaves_out_no_fact_unless_listed(pair: Pair, document: str) -> None:
    """Every fact of an official clause is in the digest's clause or on the list of omissions."""
    assert absent(pair, document) - omitted() == set()


@pytest.mark.corpus
def test_the_list_of_omissions_is_true(corpus: Path) -> None:
    """Each omission is one still, and says why."""
    missing = set().union(*(absent(read(corpus, document), document) for document in DOCUMENTS))
    assert omitted() <= missing
    assert all(len(row["reason"]) > 4 for row in omissions())


@pytest.mark.corpus
def test_wording_is_the_projects_own(corpus: Path, document: str) -> None:
    """No run of 40 signs stands in any plan or regulation, titles aside."""
    own = (PACK / f"{document}.txt").read_text(encoding="utf-8")
    assert [run for run in own_runs(own) if hash(run) in official_runs(corpus)] == []


@pytest.mark.corpus
def test_no_person_and_no_phone_number_is_named(corpus: Path, document: str) -> None:
    """Neither the staff named as contacts nor any phone number is in the pack."""
    text = (PACK / f"{document}.txt").read_text(encoding="utf-8")
    contact = re.findall(r"联系人[：:](.*)", official_file(corpus, document).read_text(encoding="utf-8"))
    names = {name for line in contact for name in re.findall("[\u4e00-\u9fff]+", line) if len(name) <= 3}
    assert [name for name in names if name in text] == []
    assert re.findall(PHONE, text) == []


def test_runs_are_found_across_punctuation() -> None:
    """The measure of own wording sees through commas and line breaks, and not through titles."""
    assert longest_run("先写好。甲乙，丙丁\n戊", "前甲乙丙、丁戊后") == "甲乙丙丁戊"
    assert longest_run("甲乙《丙丁》戊", "甲乙《丙丁》戊") == "甲乙"
