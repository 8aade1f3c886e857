import pytest

from eval.metrics.spans import Span, covered, overlaps, precision, recall, shared


def span(start: int, end: int, document: str = "d", version: str = "v") -> Span:
    """A span of one document."""
    return Span(document, version, start, end)


def test_overlapping_spans_are_counted_once():
    """0–10 and 5–20 cover twenty characters, and a span inside another adds none."""
    assert covered([span(5, 20), span(0, 10), span(6, 7)]) == 20


def test_spans_of_other_texts_are_counted_apart():
    """The same offsets in another document or another revision are other characters."""
    assert covered([span(0, 10), span(0, 10, "e"), span(0, 10, "d", "w")]) == 30
    assert shared([span(0, 10)], [span(0, 10, "d", "w")]) == 0


def test_precision_and_recall_by_the_character():
    """Found 0–10 and 8–20 against gold 15–25: five of twenty found, five of ten gold."""
    found, gold = [span(0, 10), span(8, 20)], [span(15, 25)]
    assert precision(found, gold) == pytest.approx(0.25)
    assert recall(found, gold) == pytest.approx(0.5)


def test_nothing_found_has_no_precision_and_no_gold_no_recall():
    """A share of nothing is not 0: it could not be scored."""
    assert precision([], [span(0, 1)]) is None
    assert recall([], [span(0, 1)]) == 0.0
    assert recall([span(0, 1)], []) is None


def test_overlap_of_sixty_per_cent_of_either_is_enough():
    """Six of ten characters are enough and five are not, on whichever side the ten are."""
    assert overlaps(span(0, 10), span(4, 100))
    assert not overlaps(span(0, 10), span(5, 100))
    assert overlaps(span(0, 100), span(94, 104))


def test_an_empty_span_overlaps_nothing():
    """A citation of no characters is never right."""
    assert not overlaps(span(3, 3), span(0, 10))
    assert covered([span(5, 3)]) == 0
