"""Search as a whole: exact references first, one mask for access, day and filters, and nothing the asker may not see."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import publishing
from index.documents import Access, Filters
from index.reranking import Unchanged
from index.retrieval import Passage, Query, Retriever
from tests.fakes import CharacterEmbedder
from tests.index.small import law
from tests.library import TODAY, Office

EVERYONE: frozenset[Access] = frozenset({"public", "internal"})
VISITOR: frozenset[Access] = frozenset({"public"})
ASKED = ("贴牌加工怎么处罚", "商标法第六十条", "方案几号前报送总结", "地理标志专用标志怎么申请")


def search(
    office: Office,
    text: str,
    *,
    day: date = TODAY,
    access: frozenset[Access] = EVERYONE,
    top_k: int = 10,
    **narrowed: object,
) -> list[Passage]:
    """Passages from the made-up library."""
    with office.library.pin() as generation:
        query = Query(text, day, access, Filters(**narrowed), top_k)  # type: ignore[arg-type]
        return Retriever(generation, office.embedder).retrieve(query)


def told(retriever: Retriever, query: Query) -> list[tuple[str, str, float]]:
    """What a query finds, to compare."""
    found = retriever.retrieve(query)
    return [(passage.chunk.document_id, passage.chunk.path, passage.score) for passage in found]


def documents(passages: list[Passage]) -> set[str]:
    """Ids of the documents that were found."""
    return {passage.chunk.document_id for passage in passages}


def test_passages_come_best_first(office: Office) -> None:
    """Scores fall, ranks count from 1, and there are no more than asked for."""
    found = search(office, "商标侵权行为怎么打击", top_k=4)
    assert [passage.rank for passage in found] == [1, 2, 3, 4]
    assert sorted((passage.score for passage in found), reverse=True) == [passage.score for passage in found]


def test_a_named_article_comes_first(office: Office) -> None:
    """A clause that is named is found by its number, whatever other words stand around it."""
    best = search(office, "登记申请之外，灯笼管理条例第四条还说什么")[0]
    assert (best.chunk.path, best.retriever) == ("第四条", "reference")


@pytest.mark.parametrize(("day", "edition"), [(date(2026, 12, 31), "lantern-2020"), (date(2027, 1, 1), "lantern-2026")])
def test_the_edition_of_the_day_is_found(office: Office, day: date, edition: str) -> None:
    """On the eve of the change the old edition answers, on the day itself the new one, and never both."""
    found = documents(search(office, "灯笼管理条例规定罚款多少", day=day))
    assert found & {"lantern-2020", "lantern-2026"} == {edition}


def test_another_edition_is_found_when_asked_for(office: Office) -> None:
    """A filter by document opens an edition that is not in force."""
    assert documents(search(office, "罚款", document_id="lantern-2026")) == {"lantern-2026"}


def test_a_visitor_finds_public_documents_only(office: Office) -> None:
    """Not even by name: the internal plan does not exist for him."""
    assert "plan-wanghai" in documents(search(office, "望海市的工作总结何时报送"))
    assert "plan-wanghai" not in documents(search(office, "望海市的工作总结何时报送", access=VISITOR))


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"region": "临江"}, {"plan-linjiang"}),
        ({"region": "江南省"}, {"plan-linjiang", "plan-wanghai"}),
        ({"year": 2024}, {"plan-linjiang", "plan-wanghai"}),
        ({"year": 2023}, set()),
        ({"kind": "行政法规"}, {"lantern-2020"}),
        ({"state": "尚未生效"}, {"lantern-2026"}),
    ],
)
def test_filters_narrow_the_search(office: Office, narrowed: dict[str, object], found: set[str]) -> None:
    """Region (also the province above), year, kind and state keep the rest out."""
    assert documents(search(office, "商标和灯笼的规定", top_k=50, **narrowed)) == found


def test_what_found_a_passage_is_told(office: Office) -> None:
    """The parts add up to the score, so that a ranking can be explained."""
    for passage in search(office, "展会投诉站"):
        assert passage.score == pytest.approx(sum(passage.parts.values()))
        assert passage.retriever in {"lexical", "dense"}


def test_thirty_two_threads_find_what_one_finds(library: Office) -> None:
    """Caches, masks and the re-ranker's arrays are shared: the same passages with the same scores, every time."""
    asked = [Query(text, TODAY, VISITOR, Filters(year=year)) for text in ASKED for year in (None, 2024)] * 8
    with library.library.pin() as generation:
        one = Retriever(generation, library.embedder)
        expected = [told(one, query) for query in asked]
        many = Retriever(generation, library.embedder)
        with ThreadPoolExecutor(32) as pool:
            assert list(pool.map(lambda query: told(many, query), asked)) == expected


def test_a_mask_is_made_once_for_a_day_and_filters(office: Office) -> None:
    """Two questions of one day share it; another day, or another filter, has its own; a name opens only a copy."""
    with office.library.pin() as generation:
        owners = Retriever(generation, office.embedder).owners(EVERYONE)
        query = Query("灯笼", TODAY, EVERYONE)
        mask = owners.mask(query, set())
        assert owners.mask(replace(query, text="罚款"), set()) is mask
        assert owners.mask(replace(query, as_of=date(2027, 1, 1)), set()) is not mask
        assert owners.mask(query, {"lantern-2026"}).sum() > mask.sum() == owners.mask(query, set()).sum()


def test_askers_of_one_kind_share_what_they_see(office: Office) -> None:
    """Names and masks are made once for a catalog, not once for every portal; visitors have their own."""
    with office.library.pin() as generation:
        one, other = (Retriever(generation, office.embedder) for _ in range(2))
        assert one.owners(VISITOR) is other.owners(VISITOR) is not one.owners(EVERYONE)
        assert one.names(VISITOR) is other.names(VISITOR) is not one.names(EVERYONE)


def test_several_documents_may_be_searched_alone(office: Office) -> None:
    """A portal's own documents, and of these only what counts on the day."""
    both = frozenset({"lantern-2020", "lantern-2026"})
    assert documents(search(office, "商标和灯笼的规定", document_ids=both)) == {"lantern-2020"}


def test_without_a_re_ranker_the_two_sides_are_told(office: Office) -> None:
    """`none` leaves the fused order: what shared signs and nearness gave is the score."""
    with office.library.pin() as generation:
        found = Retriever(generation, office.embedder, Unchanged()).retrieve(Query("展会投诉站", TODAY, EVERYONE))
    assert found[0].chunk.document_id == "plan-linjiang"
    assert all(set(passage.parts) == {"lexical", "dense"} for passage in found)


def test_a_question_that_shares_nothing_still_gets_an_answer_list(office: Office) -> None:
    """No common character: only the dense side has candidates, and nothing fails."""
    assert {passage.retriever for passage in search(office, "zzz")} == {"dense"}


def test_where_the_official_text_is_internal_a_visitor_finds_the_public_digest(tmp_path: Path) -> None:
    """Both have rows: each asker finds, under one id, the one text that he may see and that counts for him."""
    official, digest = law("a-law", "全文说灯笼。", access="internal"), law("a-law", "要点说灯笼。")
    embedder = CharacterEmbedder()
    publishing.write(
        tmp_path, embedder, lambda writer: [writer.put(official), writer.put(replace(digest, text_kind="digest"))]
    )
    with closing(publishing.Library(tmp_path, embedder)) as library:
        office = Office(library, embedder)
        for access, text in ((EVERYONE, "第一条　全文说灯笼。"), (VISITOR, "第一条　要点说灯笼。")):
            for asked in ("灯笼", "a-law办法第一条"):
                assert [passage.chunk.text for passage in search(office, asked, access=access)] == [text]


def test_copied_words_find_their_clause_before_those_of_a_law_they_name(tmp_path: Path) -> None:
    """The named law has nine clauses of much the same words; the sentence stands in another."""
    named = law("灯笼", *(f"灯笼摊贩在夜市经营，应当出具收据第{number}联。" for number in range(1, 10)))
    quoted = law("夜市", "灯笼摊贩依照灯笼办法的规定经营的，应当出具收据。")
    embedder = CharacterEmbedder()
    publishing.write(tmp_path, embedder, lambda writer: [writer.put(named), writer.put(quoted)])
    with closing(publishing.Library(tmp_path, embedder)) as library:
        found = search(Office(library, embedder), "摊贩依照灯笼办法的规定经营的，应当出具收据", top_k=3)
        assert (found[0].chunk.document_id, found[0].retriever) == ("夜市", "quoted")
        assert search(Office(library, embedder), "灯笼办法第二条")[0].retriever == "reference"
