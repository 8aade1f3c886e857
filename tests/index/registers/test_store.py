"""The registers of a generation: made with it, found by filters, and for visitors from what they may see alone."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import publishing
from index.catalog import EVERYONE, PUBLIC
from index.checking import check
from index.embeddings import load_embedder
from index.errors import IndexingError
from index.generations import Generation
from index.publishing import Library
from index.registers.words import parse, register_words
from tests.index.registers.made_up import PLAN, plan
from tests.index.small import law

DIGEST = PLAN.replace("半年小结和全年总结", "小结和总结")
HIDDEN = PLAN.replace("临江", "望海").replace("11月30日", "12月5日")
OTHER_LAW = law("law", "为了规范灯笼经营，制定本办法。", "经营者应当建立台账。")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """A public plan, one of which officers see the official text and visitors a digest, a hidden plan, a law."""
    data, embedder = tmp_path_factory.mktemp("registers"), load_embedder("static")
    official = plan(PLAN + "完\n", access="internal", document_id="both")
    digest = replace(plan(DIGEST, document_id="both"), text_kind="digest")
    documents = (plan(), digest, official, plan(HIDDEN, access="internal", document_id="hidden"), OTHER_LAW)
    publishing.write(data, embedder, lambda writer: [writer.put(one) for one in documents])
    with closing(Library(data, embedder)) as library, library.pin() as found:
        yield found


def whats(generation: Generation, access: frozenset[str], **query: object) -> list[tuple[str, str]]:
    """Document and thing of the deadlines of a question."""
    _, found = generation.registers.deadlines(access, **query)  # type: ignore[arg-type]
    return [(one.document_id, one.what) for one in found]


def test_each_asker_gets_his_own_text(generation: Generation) -> None:
    """Of one document an officer reads the official text, a visitor the digest; of the hidden one a visitor nothing."""
    june = {"since": date(2024, 6, 20), "before": date(2024, 6, 20)}
    fixed = {
        access: [row for row in whats(generation, access, **june) if "小结" in row[1]] for access in (EVERYONE, PUBLIC)
    }
    assert fixed[EVERYONE] == [("both", "半年小结"), ("hidden", "半年小结"), ("plan", "半年小结")]
    assert fixed[PUBLIC] == [("both", "小结"), ("plan", "半年小结")]


def test_totals_and_organs_are_counted_for_the_asker(generation: Generation) -> None:
    """Not even a number tells of what is hidden."""
    registers = generation.registers
    officers, visitors = (registers.duties(access)[0] for access in (EVERYONE, PUBLIC))
    alone = registers.duties(EVERYONE, documents=["hidden"])[0]
    assert officers - visitors == alone > 0
    assert dict(registers.organs(PUBLIC))["各基层所"] == 2 * 3
    assert registers.duties(PUBLIC, documents=["hidden"]) == (0, [])


def test_days_of_a_span(generation: Generation) -> None:
    """A day outside is left out; what recurs is found in every span of its year, and in none after it."""
    assert whats(generation, PUBLIC, documents=["plan"], since=date(2024, 7, 1), before=date(2024, 7, 31)) == [
        ("plan", "统计表"),
        ("plan", "进展情况"),
    ]
    assert whats(generation, PUBLIC, since=date(2025, 1, 1), before=date(2025, 12, 31)) == []


def test_pages_and_filters(generation: Generation) -> None:
    """Counted over all pages; by organ, modal word, words, and only what has a time."""
    registers = generation.registers
    total, first = registers.duties(PUBLIC, documents=["plan"], limit=2)
    _, second = registers.duties(PUBLIC, documents=["plan"], limit=2, offset=2)
    assert (total > 4, len(first), len(second), first[0] == second[0]) == (True, 2, 2, False)
    assert {row.organ for row in registers.duties(PUBLIC, organ="基层")[1]} == {"各基层所"}
    assert [row.document_id for row in registers.duties(PUBLIC, words="建立台账")[1]] == ["law"]
    assert all(row.due_text for row in registers.duties(PUBLIC, dated=True)[1])
    assert registers.duties(PUBLIC, modal="must_not")[0] == 0


def test_contacts_of_a_document(generation: Generation) -> None:
    """With their lists as they were."""
    total, (contact,) = generation.registers.contacts(PUBLIC, documents=["plan"])
    assert (total, contact.names, contact.phones) == (1, ("周明", "李雪"), ("0123-4567890",))


def test_check_reads_the_registers(generation: Generation, tmp_path: Path) -> None:
    """Nothing is misplaced in what was written."""
    assert "derived files" not in {violation.rule for violation in check(generation, tmp_path)}


@pytest.mark.parametrize("broken", ["x =", "[verbs]\nwhy = ''\nwords = '加强'", "[verbs]\nwhy = 'so'\nwords = ''\n"])
def test_a_broken_list_is_named(broken: str) -> None:
    """One clear line."""
    with pytest.raises(IndexingError, match=r"registers/words\.toml"):
        parse(broken)


def test_the_shipped_lists_are_whole() -> None:
    """Longest first, nothing twice."""
    verbs = register_words().verbs
    assert len(verbs) == len(set(verbs)) > 300
    assert [len(verb) for verb in verbs] == sorted((len(verb) for verb in verbs), reverse=True)
