"""Plots are text and shapes in the page's own colours and fonts."""

import re
import xml.etree.ElementTree as ET

from markupsafe import Markup

from eval.report.plots import TOKENS, Dot, Line, Part, Series, dots, lines, stacks

LABELS = ["全部", "处罚<b>$x^2$", "很长很长很长很长的类别\u202e"]


def plots() -> list[Markup]:
    """One of each sort."""
    return [
        dots("a", LABELS, [Series("run-1", [Dot(0.5, 0.25, 0.75), None, Dot(1.0)])]),
        dots("b", LABELS, [Series(f"run-{n}", [Dot(-0.1), Dot(0), None]) for n in (1, 2)], (-0.2, 0.2)),
        lines("c", [Line("run-1", [(1, Dot(0.1)), (100, Dot(0.9, 0.8, 1))])], "毫秒", "比例", log=True),
        stacks("d", LABELS, [Part("right", [0.5, 1, 0]), Part("error", [0.5, 0, 0])]),
    ]


def test_labels_stay_text() -> None:
    """Neither markup nor mathematics is made of a kind's name; a long one is cut, a hidden sign spelled out."""
    words = ["".join(text.itertext()) for text in ET.fromstring(plots()[0]).iter("text")]
    assert "全部" in words
    assert "处罚<b>$x^2$" in words
    assert "很长很长很长…" in words


def test_colours_and_fonts_are_the_page_s() -> None:
    """No colour, font, style sheet, date or name of a program of their own."""
    for svg in plots():
        assert set(re.findall(r"(?:fill|stroke): ([^;\"]+)", svg)) <= {"none", *(f"var(--{token})" for token in TOKENS)}
        assert not re.search("font-family|<style|<metadata|<!|<image|https?://(?!www.w3.org)", svg)


def test_ids_of_two_plots_never_meet() -> None:
    """They stand in one page, and each refers to its own marks only."""
    for svg, key in zip(plots(), "abcd", strict=True):
        ids, used = set(re.findall(r'\bid="([^"]+)"', svg)), set(re.findall(r'#([^")]+)', svg))
        assert all(name.startswith(f"{key}-") for name in ids)
        assert used <= ids


def test_the_same_data_give_the_same_bytes() -> None:
    """A report can be compared with an older one."""
    assert plots() == plots()


def test_a_dot_stands_where_its_value_is() -> None:
    """On an axis from 0 to 1, the dot of 0.5 is half-way between those of 0 and 1."""
    svg = dots("a", ["全部", "甲", "乙"], [Series("run-1", [Dot(0), Dot(0.5), Dot(1)])])
    places = [
        float(x)
        for x in re.findall(r'<use xlink:href="#a-m\w+" x="([\d.]+)" y="[\d.]+" style="fill: var\(--run-1', svg)
    ]
    assert len(places) == 3
    assert abs(places[1] - (places[0] + places[2]) / 2) < 0.01
