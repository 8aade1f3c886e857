"""An evaluation report in a real browser without a network: nothing is asked for, nothing fails, all of it can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from eval.report.page import write_report
from eval.texts import Texts
from tests.e2e.conftest import Visit
from tests.eval.report.made import FINE, bad, good, row, scored
from tests.library import Office

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=http://127.0.0.1:9/x onerror=alert(1)> ![x](http://127.0.0.1:9/y) [z](javascript:alert(1)) " + "长" * 999
)
OUTSIDE = "Array.from(document.querySelectorAll('body *')).filter((one) => !one.closest('.wide, .side ul, .hidden, .filter, svg, pre, .skip') && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"


@pytest.fixture(scope="module")
def report(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report about two runs, in which answers try what they can."""
    out = tmp_path_factory.mktemp("report") / "报告.html"
    with office.library.pin() as generation:
        texts = Texts(generation.catalog, generation.name, "made up")
        hostile = [row(FINE, HOSTILE), *bad(texts)[1:]]
        write_report([scored(texts, good(texts)), scored(texts, hostile, name="bad")], out)
    return out


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide", "phone"])
def visit(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The report, opened from the disk with the network off."""
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    visit = Visit.of(page)
    page.goto(report.as_uri())
    yield visit
    page.close()


def test_nothing_is_asked_for_and_nothing_fails(visit: Visit, report: Path) -> None:
    """The file itself is the only request, also with every failure opened; the console stays empty."""
    visit.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    visit.page.wait_for_load_state("networkidle")
    assert visit.requests == [report.as_uri()]
    assert visit.errors == []


def test_nothing_runs_out_of_the_page(visit: Visit) -> None:
    """Opened to the last, no text, table or plot stands beyond the right edge; wide tables scroll by themselves."""
    visit.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert visit.page.evaluate(OUTSIDE) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_filter_leaves_one_sort_of_failures(visit: Visit) -> None:
    """Without a script: one question was answered that should have been refused."""
    shown = "Array.from(document.querySelectorAll('.failures .question')).filter((one) => one.checkVisibility()).length"
    assert visit.page.evaluate(shown) == 3
    visit.page.click("label:has(#only-not-refused)")
    assert visit.page.evaluate(shown) == 1
    assert visit.page.evaluate("document.querySelectorAll('.failures .group').length") == 3
    assert visit.page.is_visible("#failures :text('灯笼的税率？')")


def test_a_changed_question_is_one_click_away(visit: Visit) -> None:
    """The link leads to the question, which opens with a click and shows what was expected."""
    visit.page.click(".side.worse a")
    visit.page.click(".question:target > summary")
    assert visit.page.is_visible(".question:target .expected .no")


def test_paper_shows_what_is_closed_on_the_screen(visit: Visit) -> None:
    """Printed, every answer and every table of numbers is there, and nothing that only a screen can use."""
    visible = "(selector) => Array.from(document.querySelectorAll(selector)).every((one) => one.checkVisibility())"
    assert not visit.page.evaluate(visible, ".answered")
    visit.page.emulate_media(media="print")
    visit.page.wait_for_function(visible, arg=".answered, .numbers table")
    assert not visit.page.is_visible(".filter")


def test_plots_are_text_in_the_page_s_font(visit: Visit) -> None:
    """Their Chinese can be selected and is drawn in the font of the text around it."""
    fonts = "Array.from(new Set(Array.from(document.querySelectorAll('.plot text'), (one) => getComputedStyle(one).fontFamily)))"
    assert visit.page.evaluate(fonts) == [visit.page.evaluate("getComputedStyle(document.body).fontFamily")]
    assert "处罚" in visit.page.text_content("#quality-right .plot")
