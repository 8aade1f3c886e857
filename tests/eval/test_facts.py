"""The labelled sentences are written for this test: they share no twelve characters in a row with any real text."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from eval.facts import facts

ROOT = Path(__file__).parents[2]
LABELLED = tomllib.loads(Path(__file__).with_name("facts_labelled.toml").read_text(encoding="utf-8"))
OWN = ("facts", "amounts", "numerals", "organs", "metrics/evidence", "metrics/support")


def f1(sentences, kind=""):
    """F1 over the facts of one kind in labelled sentences; of all kinds where none is named."""
    right = wrong = missed = 0
    for sentence in sentences:
        wanted = Counter(label for label in sentence["facts"] if label.startswith(kind))
        labels = (f"{fact.kind} {fact.value}" for fact in facts(sentence["text"]))
        got = Counter(label for label in labels if label.startswith(kind))
        right += (wanted & got).total()
        wrong += (got - wanted).total()
        missed += (wanted - got).total()
    return 2 * right / (2 * right + wrong + missed)


@pytest.mark.parametrize(("batch", "floor"), [("first", 0.98), ("second", 0.96)])
def test_labelled_sentences_are_read(batch, floor):
    """Of 200 sentences labelled beforehand, measured unseen at F1 0.971 for the second half, nearly every fact is found and no other."""
    assert len(LABELLED[batch]) == 100
    assert f1(LABELLED[batch]) >= floor


@pytest.mark.parametrize("kind", ["number", "date", "duration", "article", "document", "organ", "modal", "telephone"])
def test_no_kind_of_fact_is_neglected(kind):
    """A good total hides no kind that is read badly."""
    assert f1(LABELLED["first"] + LABELLED["second"], kind) >= 0.93


@pytest.mark.corpus
def test_labelled_sentences_are_our_own(corpus):
    """No sentence shares twelve characters in a row with a real text."""
    real = "\n".join(
        re.sub(r"\s", "", path.read_text()) for path in corpus.glob("*/*") if path.suffix in {".txt", ".md"}
    )
    runs = {real[start : start + 12] for start in range(len(real) - 11)}
    texts = [re.sub(r"\s", "", sentence["text"]) for batch in LABELLED.values() for sentence in batch]
    assert len(runs) > 100_000
    assert not [text for text in texts if any(text[start : start + 12] in runs for start in range(len(text) - 11))]


def test_facts_say_where_they_stand():
    """Offsets are those of the text as given, blanks and wide signs included."""
    text = "请在 ２０２２年 ９ 月 1 日前报送"
    (fact,) = facts(text)
    assert (fact.value, fact.text, text[fact.start : fact.end]) == ("2022年9月1日", "２０２２年 ９ 月 1 日", fact.text)


@pytest.mark.parametrize("text", ["五万元", "5万元", "50000元", "50,000 元", "５００００元"])
def test_one_amount_has_one_value(text):
    """However an amount is spelled, it is the same fact."""
    assert [fact.value for fact in facts(text)] == ["50000元"]


def test_what_numbers_a_line_is_no_fact():
    """（二）, 一、 and 3. in front of a line number it."""
    assert facts("（二）未经许可\n一、总体要求\n- 3.强化宣传\n一是加强领导") == ()


def test_a_title_keeps_its_year():
    """A piece of text is one fact: the year in a title is no date."""
    assert [fact.kind for fact in facts("《青岚市2022年工作方案》")] == ["title"]


@pytest.mark.parametrize("name", OWN)
def test_the_bench_does_not_ask_the_assistant(name):
    """What is checked may not check itself: of the assistant, the types of messages are all that is imported."""
    tree = ast.parse((ROOT / "eval" / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {module for module in imported if module.startswith("assistant")} <= {"assistant.messages"}


def test_grounding_is_not_even_loaded():
    """Nor does it come in by way of another module."""
    code = "import sys, eval.metrics.support; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "eval.facts" in loaded.split()
    assert {"assistant.grounding", "assistant.facts"}.isdisjoint(loaded.split())
