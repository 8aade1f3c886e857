"""The README's generated blocks, from settings and measured results: `python -m eval.readme` fills them in.

A block stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`; a test fails when one is out of date.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings

from assistant.settings import Settings
from eval.report.summary import summary
from eval.settings import EvalSettings
from index.settings import IndexSettings

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
PAGES = ("README.md", "README.zh-CN.md")
_BLOCK = "<!-- {name}: begin -->\n{text}<!-- {name}: end -->"


def main() -> None:
    """Bring all pages up to date."""
    for page in PAGES:
        path = ROOT / page
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


def filled(page: str) -> str:
    """A page with its blocks made anew."""
    made = {"settings": settings_table("setting", "default", "meaning"), "figures": figures()}
    made["quality"], made["质量"] = (summary(RESULTS, chinese=chinese) for chinese in (False, True))
    made["设置"] = settings_table("名称", "默认值", "含义")
    for name, text in made.items():
        pattern = re.compile(_BLOCK.format(name=name, text="[^<]*"))
        page = pattern.sub(_BLOCK.format(name=name, text=text).replace("\\", r"\\"), page)
    return page


def settings_table(name: str, default: str, meaning: str) -> str:
    """A row per setting; Chinese where the last heading is."""
    rows = [f"| {name} | {default} | {meaning} |", "|---|---|---|", *_settings(chinese=not meaning.isascii())]
    return "\n".join(rows) + "\n"


def figures() -> str:
    """What the last measurement gave, as a table."""
    rows = [f"| {what} | {value} |\n" for what, value in _figures()]
    return "| what | measured |\n|---|---|\n" + "".join(rows)


def _settings(*, chinese: bool) -> Iterator[str]:
    kinds: tuple[type[BaseSettings], ...] = (IndexSettings, Settings, EvalSettings)
    for kind in kinds:
        for name, field in kind.model_fields.items():
            if field.description:
                shown = "—" if field.default_factory or field.default is None else f"`{field.default}`"
                words = field.title if chinese else field.description
                yield f"| `{kind.model_config['env_prefix']}{name.upper()}` | {shown} | {words} |"


def _figures() -> Iterator[tuple[str, str]]:
    """One line per figure that a reader cares about; a result that was never measured leaves no line."""
    if found := _result("ingest"):
        cost = f"{found['add_seconds_median']} s, {found['peak_mb']} MB at most"
        what = f"loading {found['documents']} documents ({found['articles']:,} articles, embedding included)"
        yield what, f"{cost}; `check`: {found['check_violations']} violations"
    if found := _result("latency"):
        whole = found["whole_answer_ms"]
        yield (
            f"a whole answer over HTTP (n={whole['n']})",
            f"p50 {whole['p50']} ms, p95 {whole['p95']} ms",
        )
        yield "cold start of `serve` until it is ready (median of 5)", f"{found['cold_start_s']} s"
    if found := _result("structure"):
        tables = found["plan_outlines"].values()
        wrong, clauses = sum(table["wrong"] for table in tables), sum(table["clauses"] for table in tables)
        yield "outlines of the five real plans against hand-written tables", f"{wrong} of {clauses} clauses differ"
        for name, made in found.items():
            if name.startswith("generated"):
                share = f"{made['right']:.1%} of {made['clauses']:,} clauses right"
                yield f"structure of {made['plans']} generated plans", share
    yield from _law_of_the_day()
    yield from _search_and_page()
    if found := _result("kill"):
        yield (
            f"`kill -9` at {found['kills']} random moments of an `add`",
            f"{found['violations']} violations in {found['questions']:,} questions",
        )
    if found := _result("churn"):
        levels = [level["memory_mb"] for level in found["levels"]]
        what = f"{found['changes']} adds and removes beside a server with open streams"
        yield (
            what,
            f"{levels[0]} MB at first, {levels[-1]} at last; {found['violations']} of {found['questions']:,} failed",
        )


def _search_and_page() -> Iterator[tuple[str, str]]:
    """One search, the page in a browser, a chat model's answers: what was measured last."""
    if found := _result("searching"):
        one = found["trees"]
        times = f"p50 {one['clock_ms']['p50']} ms, p95 {one['clock_ms']['p95']} ms, {one['rss_mb']} MB"
        yield f"one search over {one['clauses']:,} clauses on one core, re-ranking and all", times
    if found := _result("page"):
        first, opened = found["first_text_ms"]["median"], found["citation_opens_ms"]["median"]
        weights = f"{found['page_gzip_kb']} kB and {found['widget_gzip_kb']} kB"
        yield "page and widget, compressed", weights
        yield (
            "first words of an answer in a browser; opening a citation in a law of 1,260 articles",
            f"{first} ms; {opened} ms",
        )
    if found := _result("checking"):
        shown, without = found["model"], found["unchecked"]
        what = "facts that no citation holds, of a scripted model wrong in every fourth sentence: with checks, without"
        yield what, f"{shown['facts_unsupported']} of {shown['facts_shown']:,}, {without['facts_unsupported']:,}"
    if found := _result("slow-models"):
        beside = found["beside_ms"]
        what = f"an answer beside {found['still_open']} that a slow model is writing"
        yield what, f"p50 {beside['p50']} ms, slowest {beside['max']} ms"


def _law_of_the_day() -> Iterator[tuple[str, str]]:
    """References, editions, backups: what was measured last."""
    if found := _result("references-in"):
        asked = found["retrieval"]
        yield (
            f"clauses by their number, {len(asked['hit_at_1_by_kind'])} kinds of spelling (n={asked['questions']:,})",
            f"Hit@1 {asked['hit_at_1']:.3%}, p95 {asked['milliseconds']['p95']} ms",
        )
    if found := _result("references-out"):
        every = found["all"]
        shares = f"precision {every['precision']:.3f}, recall {every['recall']:.3f}"
        yield f"references inside documents against {every['labels']} labels by hand", shares
    if found := _result("editions"):
        days = found["by_day"].values()
        cited, wrong = sum(day["citations"] for day in days), sum(day["violations"] for day in days)
        what = f"citations out of force without a word of it, on {len(days)} days around changes of editions"
        yield what, f"{wrong} of {cited:,} citations"
    if found := _result("gate"):
        caught = sum(bool(fault["falls"]) for fault in found["faults"][1:])
        yield "deliberate faults caught by the gate", f"{caught} of {len(found['faults']) - 1}"


def _result(name: str) -> dict[str, Any] | None:
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else None


if __name__ == "__main__":
    main()
