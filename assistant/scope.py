"""Which documents a question is about, and the near misses: a place, a year, a title that is not loaded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.messages import Question, Segment
from assistant.notices import notice, written
from assistant.places import by_sort, of_its_own, with_documents, without
from assistant.shelf import Shelf, issuer_names, lower_names, parent_names, place_names
from assistant.understanding import Understanding
from assistant.words import how_laws_meet, load_words, speaks_of
from index.documents import Edition, Filters, Metadata
from index.references import Reference
from index.retrieval import fits

_NUMBERED = re.compile(r"\d\s*号?$|号令$")
"""Ends the number of a document: what cites such a number may be loaded where the document is not."""
_BY_YEAR = re.compile(r"(?:19|20)\d\d|\d\s*号")
"""Names one edition: by its year, or by the number of what issued it."""
_YEAR_OF_NUMBER = re.compile(r"〔((?:19|20)\d\d)〕")
_YEAR_OF_TITLE = re.compile(r"((?:19|20)\d\d)年的?$")
_OWN_OFFICE = re.compile("(?:本|[我咱]们?)(?:局|所|队|院|单位|机关)")
_OWN_PAPER = re.compile(
    _OWN_OFFICE.pattern
    + r"[^，。；]{0,12}\d\s*号[文件]{0,2}(?:里|中)?(?:说|规定|要求|写|明确|定)[^，。；？?什哪几多怎]{2,}[，。；].{6,}"
)
"""本局〔2026〕99号规定实名举报一律不回复。规章原本…: what it says is told, and the public rule is asked."""
_MOST_TITLES = 4
_PLAN_OF_YEAR = re.compile(r"20\d\d年?度?的?[^，。；？?]{0,20}(?:方案|计划|要点)")
"""Names a plan by its year; where no plan of the year is loaded, what another one says of that year is no answer."""
_NO_OTHER_PAPER = r"(?!\d|[^，。；？?]{0,12}(?:公告|令|办法|规程|指南|规则|条例|年报|白皮书))"
"""Behind an issuer and a year: no paper of another sort than a plan is named."""
_OWN_YEAR = re.compile(r"(?:19|20)\d\d|\d\d年")
_EDITION_YEAR = re.compile(r"[（(]((?:19|20)\d\d)年")
_INTERPRETATION = "司法解释"
_PASSED = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日[^，。；\n]{0,40}通过")
_HEAD = 300
"""Signs of a text in which it says when it was passed."""
_TRACES = frozenset({"standard", "what", "article", "truth"})
"""Kinds of question that a document which cites another can answer: what is done by its number, on what it rests."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched. No `document_ids`: everything that the filters and the day allow."""

    filters: Filters
    day: date
    """The day whose law counts: of the conduct where one is given or named, else of asking."""
    conduct: bool = False
    """Whether that day is of a conduct."""
    document_ids: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    """Words that must stand in the evidence itself: a place or a year that no document is of."""
    openings: tuple[Segment, ...] = ()
    refusal: tuple[Segment, ...] = ()
    """What is said when nothing is found; with `closed`, nothing is searched."""
    closed: bool = False


def scope_of(question: Question, asked: Understanding, shelf: Shelf) -> Scope:
    """The scope of a question on the day of the conduct, or of asking."""
    of_conduct = None if how_laws_meet(asked.text) else asked.conduct_date  # which law applies is ruled today
    conduct = question.conduct_date or of_conduct
    scope = Scope(_filters(question, shelf), conduct or question.as_of, conduct is not None)
    if later := tuple(_not_published(asked, shelf, question.as_of)):
        return replace(scope, refusal=later, closed=True)
    scope = _titles(scope, asked, shelf)
    if scope.closed:
        return scope
    scope = _years(_places(scope, asked, shelf), asked, shelf)
    allowed = {edition.document_id for edition in shelf.editions if fits(edition, scope.filters, scope.day)}
    return replace(scope, document_ids=tuple(name for name in scope.document_ids if name in allowed))


def of_plans(asked: Understanding, scope: Scope, shelf: Shelf) -> Understanding:
    """The question without articles where it is about plans alone: 三（二） and 第5条 are clauses by number there."""
    outlines = [shelf.document(name).outline for name in scope.document_ids]
    if not asked.articles or not outlines or any(node.level == "条" for outline in outlines for node in outline):
        return asked
    kept = (replace(one, article=None) if one.document_ids else one for one in asked.references)
    return replace(asked, references=tuple(one for one in kept if not one.article))


def plans(shelf: Shelf) -> tuple[Edition, ...]:
    """The editions that are plans: of a place, or called one."""
    kinds = load_words().groups["plan_kinds"]
    return tuple(e for e in shelf.editions if e.metadata.region or (e.metadata.kind or "").endswith(kinds))


def _filters(question: Question, shelf: Shelf) -> Filters:
    asked = question.filters
    shelved = None if asked.document_ids is None else frozenset(shelf.by_id)
    return Filters(asked.region, asked.year, asked.kind, asked.document_id, asked.state, shelved)


def plans_in(scope: Scope, shelf: Shelf) -> tuple[Edition, ...]:
    """The newest plans of every place that the filters allow."""
    allowed = [edition for edition in plans(shelf) if fits(edition, scope.filters, scope.day)]
    return tuple(shelf.by_id[name] for name in _newest(_ids(allowed), shelf))


def editions_meant(reference: Reference, asked: Understanding, shelf: Shelf, day: date) -> tuple[str, ...]:
    """Of the editions of a title those of a year that the question names, else those that count on the day.

    The year of a day or month (2025年5月罚了5万元) is of what happened, not of an edition.
    """
    years = {year for year in asked.years if not re.search(rf"{year}年\s*\d{{1,2}}月", asked.text)}
    of_year = [name for name in reference.document_ids if _years_of(shelf.by_id[name]) & years]
    return tuple(of_year) or shelf.of_the_day(reference.document_ids, day)


def as_said(name: str) -> str:
    """A name of a document without the 《》 around it."""
    inside = name[1:] if "》" not in name else name[1:-1] if name.endswith("》") else ""
    return inside if name.startswith("《") and inside and "》" not in inside else name


def _not_published(asked: Understanding, shelf: Shelf, as_of: date) -> Iterator[Segment]:
    """That a law named by its year or number came later than the day of asking.

    Nothing where another law is named, nor of a clause by its number, of which the answer says from when it counts.
    """
    named = () if asked.articles else asked.titles
    later = [one for one in named if _BY_YEAR.search(one.text) and _all_later(one, shelf, as_of)]
    ids = {name for one in later for name in one.document_ids}
    if all(one in later or ids & {*one.document_ids} for one in asked.references if one.document_ids):
        yield from (notice("not_published", asked=as_said(one.text)) for one in later[:1])


def _all_later(reference: Reference, shelf: Shelf, as_of: date) -> bool:
    """Whether every text of a law that is meant was published later, as far as the day or the year is known."""
    texts = [shelf.by_id[name].metadata for name in reference.document_ids]
    return bool(texts) and all(not one.region and (day := _earliest(one)) and day > as_of for one in texts)


def _earliest(text: Metadata) -> date | None:
    """The day of publication, else the first one of the year that a document's number names (法释〔2026〕7号)."""
    year = _YEAR_OF_NUMBER.search(text.number or "")
    return text.promulgated or (date(int(year[1]), 1, 1) if year else None)


def _titles(scope: Scope, asked: Understanding, shelf: Shelf) -> Scope:
    """Documents named by title; one that is not loaded closes the question unless another one is named."""
    numbered = any(_NUMBERED.search(reference.text) for reference in asked.titles if not reference.document_ids)
    if _speaks_of_plans(asked) and not (asked.places or numbered or _plans_named(asked, shelf)):
        return scope
    ids = [name for reference in asked.titles for name in editions_meant(reference, asked, shelf, scope.day)]
    scope = replace(scope, document_ids=tuple(dict.fromkeys(ids)), openings=_understood(scope, asked, shelf))
    unclear = [reference for reference in asked.titles if not reference.document_ids]
    unknown = [as_said(reference.text) for reference in unclear]
    unknown += [fact.value for fact in asked.claims if fact.kind == "document number"]
    unknown = [name for name in unknown if not _of_ones_own(name, asked)]
    if ids and _of_how_laws_meet(asked, ids, shelf):
        return replace(scope, document_ids=())
    if ids or not unknown:
        return scope
    refusal = tuple(segment for name in unknown for segment in _not_found(name, unclear, shelf))
    traced = all(_NUMBERED.search(name) for name in unknown) and asked.kind in _TRACES
    if asked.articles or not traced:
        return replace(scope, refusal=refusal, closed=True)
    return replace(scope, required=tuple(unknown), refusal=refusal)


def _of_how_laws_meet(asked: Understanding, document_ids: Iterable[str], shelf: Shelf) -> bool:
    """Whether it is asked how laws meet (一张海报踩了广告法和反法，两边各罚吗): the rule on it stands elsewhere."""
    of_plans = any(shelf.by_id[name].metadata.region for name in document_ids)
    return not (of_plans or asked.articles) and bool(how_laws_meet(asked.text))


def _of_ones_own(name: str, asked: Understanding) -> bool:
    """Whether a number is of a paper of the asker's own office, whose words are told before something else is asked."""
    return bool(_OWN_OFFICE.match(name) and _OWN_PAPER.search(asked.text)) and not asked.articles


def _not_found(name: str, unclear: Iterable[Reference], shelf: Shelf) -> Iterator[Segment]:
    """That a name is not known; or which documents it may mean, of which the asker must name one."""
    meant = next((reference.candidates for reference in unclear if as_said(reference.text) == name), ())
    titles = dict.fromkeys(shelf.title(one) for one in meant if one in shelf.by_id)
    for title in list(titles)[:_MOST_TITLES]:
        yield notice("may_mean", asked=name, title=title)
    if not titles:
        yield notice("no_document", asked=name)


def _understood(scope: Scope, asked: Understanding, shelf: Shelf) -> tuple[Segment, ...]:
    """As what each title was understood that is written otherwise than any known one."""
    near = ((reference, editions_meant(reference, asked, shelf, scope.day)) for reference in asked.titles)
    return tuple(
        notice("approximate", asked=as_said(reference.text), title=title)
        for reference, chosen in near
        if reference.approximate
        for title in dict.fromkeys(shelf.title(name) for name in chosen)
    )


def _speaks_of_plans(asked: Understanding) -> bool:
    """Whether plans are spoken of besides what a title in 《》 says (《山东省推进计划》 names one document)."""
    rest = without(asked.text, tuple(one for one in asked.titles if one.text.startswith("《")))
    return "plan" in asked.groups and speaks_of("plan", rest)


def _plans_named(asked: Understanding, shelf: Shelf) -> bool:
    named = {name for reference in asked.titles for name in reference.document_ids}
    return any(edition.document_id in named for edition in plans(shelf))


def _places(scope: Scope, asked: Understanding, shelf: Shelf) -> Scope:
    """Documents of the places named; a place without a document must stand in the evidence itself."""
    own = [e for e in plans(shelf) if _named_by_place(e, asked, shelf) or _issuer_named(e, asked)]
    below = [e for e in shelf.editions if parent_names(e) & set(asked.places)] if asked.places and not own else []
    if strangers := asked.strangers or tuple(name for name in asked.places if below and of_its_own(asked.text, name)):
        return _of_strangers(scope, asked, strangers)
    openings = scope.openings
    if below:
        asked_for = next(name for name in asked.places if any(name in parent_names(e) for e in below))
        openings = (*openings, notice("region_below", asked=asked_for, region=_region(below[0])))
    chosen = _ids([*own, *below])
    kept = tuple(name for name in scope.document_ids if name in chosen)
    regions = {shelf.by_id[name].metadata.region for name in kept}
    of_other_places = _ids(e for e in own if e.metadata.region not in regions)
    ids = (*kept, *of_other_places) if kept else (*chosen, *scope.document_ids)
    return replace(scope, document_ids=tuple(dict.fromkeys(ids)), openings=openings)


def _of_strangers(scope: Scope, asked: Understanding, strangers: tuple[str, ...]) -> Scope:
    """What cites a place without a document; nothing where only what such places issued themselves is asked for."""
    refusal = tuple(notice("no_region", asked=name) for name in strangers)
    own_only = not set(asked.places) - set(strangers) and any(of_its_own(asked.text, name) for name in strangers)
    required = (*scope.required, *strangers)
    return replace(scope, required=required, refusal=(*scope.refusal, *refusal), closed=own_only)


def _issuer_named(edition: Edition, asked: Understanding) -> bool:
    """A plan may be called by who issued it, where the question speaks of plans or of its year (国知局2022年要谁办)."""
    called = f"(?:{'|'.join(map(re.escape, issuer_names(edition)))})"
    year = edition.metadata.year or 0
    of_year = rf"{called}的?(?:{year}|{year % 100}年){_NO_OTHER_PAPER}"
    return bool(issuer_names(edition) and re.search(called if "plan" in asked.groups else of_year, asked.text))


def _named_by_place(edition: Edition, asked: Understanding, shelf: Shelf) -> bool:
    """Whether a plan is of a place named, or of the one above a place that has none itself (薛城区, 县里)."""
    named = set(asked.places)
    if not named or place_names(edition) & named:
        return bool(named)
    without_own = named - with_documents(shelf)
    return bool(without_own and (lower_names(edition) | by_sort(edition)) & without_own)


def _years(scope: Scope, asked: Understanding, shelf: Shelf) -> Scope:
    """Only documents of the years named; a year that none is of must stand in the evidence itself."""
    of_plans = "plan" in asked.groups or asked.places
    chosen = bool(scope.document_ids) and _named_by_year(scope, asked) == scope.document_ids
    if not asked.years or chosen or not (scope.document_ids or of_plans):
        return replace(scope, document_ids=_newest(scope.document_ids, shelf))
    searched = [edition for name in scope.document_ids for edition in _works(name, shelf)] or list(plans(shelf))
    fitting = [edition for edition in searched if _years_of(edition) & set(asked.years)]
    if fitting:
        return replace(scope, document_ids=tuple(dict.fromkeys((*_named_by_year(scope, asked), *_ids(fitting)))))
    if passed := [edition for edition in searched if _passed_in(edition, shelf) & set(asked.years)]:
        texts = (_text_told(edition, shelf) for edition in passed)
        return replace(scope, document_ids=_ids(passed), openings=(*scope.openings, *filter(None, texts)))
    refusal = [notice("no_year", asked=str(year)) for year in asked.years]
    existing = [edition for edition in searched if edition.metadata.year]
    refusal += [_exists(edition, shelf) for edition in existing[:3]]
    required = (*scope.required, *(f"{year}年" for year in asked.years))
    of_another_year = bool(_PLAN_OF_YEAR.search(asked.text)) and all(edition.metadata.year for edition in searched)
    of_another_year |= bool(asked.articles) and _earlier_edition(asked, searched)
    return replace(scope, required=required, refusal=(*scope.refusal, *refusal), closed=of_another_year)


def _named_by_year(scope: Scope, asked: Understanding) -> tuple[str, ...]:
    """The documents that a year in their own name chose (2003年办法): what other years choose stands beside them."""
    named = {name for one in asked.titles if _OWN_YEAR.search(one.text) for name in one.document_ids}
    return tuple(name for name in scope.document_ids if name in named)


def _earlier_edition(asked: Understanding, editions: Iterable[Edition]) -> bool:
    """Whether a clause is asked of an edition that is older than all that are loaded (1993年的反不正当竞争法第三条)."""
    named = {int(year) for one in asked.titles for year in _YEAR_OF_TITLE.findall(asked.text[: one.start])}
    starts = [min(_years_of(edition) - {0}, default=0) for edition in editions]
    return bool(named) and max(named) < min(starts, default=0)


def _works(document_id: str, shelf: Shelf) -> list[Edition]:
    """A document; of a law also the editions that it replaced and that replaced it, which a year may mean."""
    one = shelf.by_id[document_id]
    if one.metadata.region:
        return [one]
    return [e for e in shelf.editions if e is one or e.replaced_by == document_id or one.replaced_by == e.document_id]


def _exists(edition: Edition, shelf: Shelf) -> Segment:
    return notice("year_exists", year=str(edition.metadata.year), title=shelf.title(edition.document_id))


def _years_of(edition: Edition) -> set[int]:
    """The years by which an edition may be called."""
    metadata = edition.metadata
    dates = () if metadata.region else (metadata.promulgated, metadata.effective_from)
    marked = () if metadata.region else _EDITION_YEAR.findall(metadata.title)
    return {metadata.year or 0, *(day.year for day in dates if day), *map(int, marked)}


def _passed_in(edition: Edition, shelf: Shelf) -> set[int]:
    """The years in which an interpretation and its amendments were passed, as its head tells: 2001年管辖解释."""
    if edition.metadata.kind != _INTERPRETATION:
        return set()
    return {int(year) for year in _PASSED.findall(shelf.document(edition.document_id).text[:_HEAD])}


def _text_told(edition: Edition, shelf: Shelf) -> Segment | None:
    """Of which day the text is that is loaded of an interpretation called by the year of another one."""
    day = edition.metadata.promulgated
    return notice("text_of", title=shelf.title(edition.document_id), date=written(day)) if day else None


def _newest(document_ids: tuple[str, ...], shelf: Shelf) -> tuple[str, ...]:
    """Of several plans of one place the newest; all else stays."""
    newest: dict[str, int] = {}
    for name in document_ids:
        metadata = shelf.by_id[name].metadata
        if metadata.region and metadata.year:
            newest[metadata.region.name] = max(newest.get(metadata.region.name, 0), metadata.year)
    return tuple(name for name in document_ids if _is_newest(shelf.by_id[name], newest))


def _is_newest(edition: Edition, newest: dict[str, int]) -> bool:
    metadata = edition.metadata
    return not (metadata.region and metadata.year) or metadata.year == newest[metadata.region.name]


def _region(edition: Edition) -> str:
    return edition.metadata.region.name if edition.metadata.region else edition.metadata.title


def _ids(editions: Iterable[Edition]) -> tuple[str, ...]:
    return tuple(edition.document_id for edition in editions)
