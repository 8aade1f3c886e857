"""Of a 条 with several 款 the one is quoted that the question asks for."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.paragraphs import NAMES
from tests.library import Office


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "document", "path"),
    [
        ("强制措施权能不能委托给别的单位", "administrative-compulsion-law-2011", "第十七条/第一款"),
        ("法定赔偿能当惩罚性赔偿的基数吗", "ip-punitive-damages-2026", "第八条/第三款"),
        ("知产刑事解释里，侵犯商业秘密罪最重那一档怎么划线", "ip-criminal-interp-2025", "第十七条/第二款"),
        ("权利人辨认说是假货，执法人员还要审查什么", "tm-infringement-standard-2020", "第三十六条/第二款"),
    ],
)
def test_the_paragraph_asked_for_is_cited(library: Office, question: str, document: str, path: str) -> None:
    """Neighbours share the subject; only one 款 says it."""
    cited = library.ask(question, as_of=date(2026, 11, 21)).citations
    assert (document, path) in [(one.document_id, one.clause_path) for one in cited]


def test_the_shipped_weights_are_of_these_values() -> None:
    """A value added without learning anew would have no weight."""
    shipped = json.loads(Path("assistant/models/paragraphs.json").read_text(encoding="utf-8"))["weights"]
    assert tuple(shipped) == NAMES
