"""The growth curve: what is made of real laws, and every figure of its table from a corpus of two made-up laws."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from eval.bench import curve
from eval.bench.slices import first_laws

LAWS = [
    [
        {"law": "灯笼法", "article": "第一条", "text": "经营灯笼的，应当登记。登记不收费。"},
        {"law": "灯笼法", "article": "第二条", "text": "未经登记的，处罚款；情节严重的，吊销执照。"},
        {"law": "灯笼法", "article": "第三条", "text": "灯笼应当标明产地。"},
    ],
    [{"law": "风筝法", "article": "第一条", "text": "放风筝应当避开电线。"}],
]


def test_a_made_law_has_the_sentences_of_a_real_one_in_other_articles() -> None:
    """No sentence is lost or doubled, articles keep how many they have, and names differ."""
    real, _, made, _, again = islice(curve.made(LAWS), 5)
    assert real == LAWS[0]
    assert Counter("".join(row["text"] for row in made)) == Counter("".join(row["text"] for row in real))
    assert [len(curve._SENTENCES.findall(row["text"])) for row in made] == [2, 2, 1]
    assert {row["law"] for law in (real, made, again) for row in law} == {"灯笼法", "仿2号灯笼法", "仿3号灯笼法"}
    assert len({tuple(row["text"] for row in law) for law in (real, made, again)}) == 3


def test_the_same_seed_makes_the_same_laws() -> None:
    """A larger size begins with what a smaller one is."""
    few, many = ([*first_laws(curve.made(LAWS), size)] for size in (5, 50))
    assert few == many[: len(few)]
    assert sum(map(len, few)) == 7


def test_blanks_behind_a_sentence_are_not_dealt_as_one() -> None:
    """Two of them would make an article without text, which no index takes."""
    law = [{"law": "灯笼法", "article": f"第{number}条", "text": "灯笼应当登记。\n\u3000"} for number in "一二三"]
    _, made = islice(curve.made([law]), 2)
    assert {row["text"] for row in made} == {"灯笼应当登记。"}


@pytest.mark.slow
def test_a_size_is_measured_once_with_every_figure_of_the_table(tmp_path: Path) -> None:
    """Built, searched and added to in processes of their own; of the made laws those without a text of their own go."""
    asked = (["灯笼要登记吗", "风筝怎么放"], 3)
    once = curve._size(LAWS, 10, asked, tmp_path)
    assert curve._size(LAWS, 10, asked, tmp_path) == once
    assert (once["articles"], once["search"]["clauses"], once["search"]["searches"]) == (11, 10, 3)
    assert re.fullmatch(r"clauses 10, build \d+ s, .+, a document added \d+ s", curve._told(once))
    assert [path.name for path in tmp_path.iterdir()] == ["10.json"]
