"""A judge when one is wanted: a chat model says whether answers are faithful to what they cite, and relevant.

It stands beside the measures that need no model and replaces none; how far both agree is told as Cohen's kappa. Replies
are kept by the hash of all that they depend on, so a judgement that was interrupted goes on, and one made again costs
nothing. Refused answers, and those that cite internal documents while the judge is elsewhere, are not put to it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import platformdirs
from pydantic import StrictBool, StrictStr, ValidationError

from assistant.messages import Citation
from eval.cases import Case
from eval.chat_model import ChatModel, ReplyError
from eval.dataset import Dataset
from eval.halves import is_frozen
from eval.lines import Line
from eval.measures import MEASURES
from eval.progress import bar
from eval.replies import Replies
from eval.runs import Run
from eval.scores import Estimate
from eval.scoring import estimate
from eval.settings import EvalSettings
from eval.statistics import kappa
from prompts.chat_prompts import load_prompt

ASKED: Final[Mapping[str, tuple[str, str]]] = {
    "faithful": ("judge_faithfulness", "support"),
    "relevant": ("judge_relevance", "right"),
}
"""What the judge is asked: the prompt, and the measure that needs no model and is held against it (1 is yes)."""
Unscored = Literal["error", "refused", "withheld", "failed", "unread"]
"""Why there is no verdict: no answer; a refusal; an internal text that may not leave; no reply; one not as asked."""
_NONE: Final = "（无）"
_FENCE: Final = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one answer. `reason` is the judge's, or says why a call failed."""

    id: str
    kind: str
    measure: str
    verdict: bool | None
    unscored: Unscored | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The judge against a measure that needs no model, over the answers that both have scored."""

    measure: str
    n: int
    both: int
    judge_only: int
    measure_only: int
    neither: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was judged: the share of yes with its interval, and what could not be scored, by reason."""

    prompt: str
    share: Estimate
    unscored: Mapping[Unscored, int]
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Judgement:
    """A run judged. `verdicts` is empty for a closed (frozen test) dataset that nobody opened."""

    run: str
    dataset: str
    dataset_sha256: str
    model: str
    closed: bool
    opened: bool
    judged: Mapping[str, Judged]
    verdicts: tuple[Verdict, ...]


class _Reply(Line):
    reason: StrictStr
    verdict: StrictBool


@dataclass(frozen=True, slots=True)
class _Put:
    """An answer as it is put to the judge; without a text where `unscored` says why it is not."""

    case: Case
    measure: str
    text: str = ""
    unscored: Unscored | None = None


def judge(
    run: Run,
    dataset: Dataset,
    cases: Sequence[Case],
    settings: EvalSettings,
    *,
    cache: Path | None = None,
    workers: int = 4,
    opened: bool = False,
) -> Judgement:
    """Have a chat model judge the answers of a run.

    Args:
        run: what was answered.
        dataset: what was asked.
        cases: the questions with their answers, from `eval.scoring.cases`.
        settings: which model judges, and where it is.
        cache: folder for its replies (default: the user's cache).
        workers: calls at a time.
        opened: show single questions of a frozen test half.

    Raises:
        MeasureError: no model is set, its package is not installed, or it cannot be reached; replies so far are kept.
        DatasetError: a frozen test half was changed.
    """
    closed = is_frozen(dataset.path)
    replies = Replies(cache or Path(platformdirs.user_cache_dir("ip-assistant", appauthor=False)) / "judge")
    puts = [_put(case, name, settings) for name in ASKED for case in cases]
    failed = _ask({_key(put, settings): put.text for put in puts if put.text}, settings, replies, workers)
    verdicts = [_verdict(put, replies, failed, _key(put, settings)) for put in puts]
    by_id = {case.item.id: case for case in cases}
    return Judgement(
        run.path.name,
        dataset.path.name,
        dataset.sha256,
        settings.judge,
        closed,
        opened,
        {name: _judged(name, [one for one in verdicts if one.measure == name], by_id) for name in ASKED},
        tuple(verdicts) if opened or not closed else (),
    )


def read_reply(reply: str) -> tuple[bool, str] | None:
    """Verdict and reason of a reply; None where it is anything but the JSON object that was asked for.

    Thinking before `</think>` is dropped (its opening tag may stand in the server's template), and a fence of code
    around the whole.
    """
    said = reply.rpartition("</think>")[2].strip()
    fenced = _FENCE.fullmatch(said)
    try:
        read = _Reply.model_validate_json(fenced[1] if fenced else said)
    except ValidationError:
        return None
    return read.verdict, read.reason


def in_words(judgement: Judgement) -> str:
    """A judgement for a terminal: a line of figures and one of agreement for each thing judged; no verdict's text."""
    lines = [f"{judgement.run}: {judgement.dataset}, judged by {judgement.model}"]
    for name, found in judgement.judged.items():
        share, agreed = found.share, found.agreement
        known = share.value is not None and share.low is not None and share.high is not None
        figure = f"{share.value:.3f} ({share.low:.3f} {share.high:.3f})" if known else "-"
        apart = ", ".join(f"{reason} {count}" for reason, count in sorted(found.unscored.items())) or "none"
        lines.append(f"{name:10}{figure}  n={share.n}; unscored: {apart}; {found.prompt}")
        agreement = "-" if agreed.kappa is None else f"{agreed.kappa:.3f}"
        lines.append(
            f"{'':10}kappa with {agreed.measure} {agreement}  n={agreed.n}: both {agreed.both}, judge only "
            f"{agreed.judge_only}, {agreed.measure} only {agreed.measure_only}, neither {agreed.neither}"
        )
    return "\n".join(lines)


def _put(case: Case, measure: str, settings: EvalSettings) -> _Put:
    unscored = _unscored(case, settings)
    if unscored:
        return _Put(case, measure, unscored=unscored)
    prompt, row = load_prompt(ASKED[measure][0]), case.row
    known = {
        "day": row.as_of.isoformat(),
        "history": _lines({"role": turn.role, "content": turn.content} for turn in row.history),
        "question": _json(row.question),
        "answer": _json(row.answer),
        "texts": _lines(map(_cited, row.citations)),
    }
    return _Put(case, measure, prompt.render({name: known[name] for name in prompt.variables}))


def _unscored(case: Case, settings: EvalSettings) -> Unscored | None:
    """Why an answer is not put to the judge, where it is not."""
    editions = [case.texts.edition(one.document_id) for one in case.row.citations]
    if case.row.error is not None:
        return "error"
    if case.row.abstained:
        return "refused"
    internal = any(edition and edition.access == "internal" for edition in editions)
    return "withheld" if internal and not settings.judge_is_near else None


def _cited(one: Citation) -> dict[str, object]:
    """A cited text with what is known of its document."""
    known = {
        "n": one.n,
        "title": one.document_title,
        "number": one.document_number,
        "clause": one.clause_path,
        "state": one.state,
        "from": one.effective_from and one.effective_from.isoformat(),
        "to": one.effective_to and one.effective_to.isoformat(),
        "text": one.cited_text,
    }
    return {name: value for name, value in known.items() if value is not None}


def _ask(asked: Mapping[str, str], settings: EvalSettings, replies: Replies, workers: int) -> dict[str, str]:
    """Ask what is not kept yet, and keep it; why calls failed, by their key."""
    left = {key: text for key, text in asked.items() if replies.get(key) is None}
    if not left:
        return {}
    model = ChatModel(settings)
    model.greet()
    failed: dict[str, str] = {}

    def ask(key: str, text: str) -> None:
        try:
            replies.put(key, model.reply(text))
        except ReplyError as error:
            failed[key] = str(error)
        advance()

    with bar("verdicts", len(asked), len(asked) - len(left)) as advance:
        pool = ThreadPoolExecutor(workers, thread_name_prefix="judge")
        try:
            for done in as_completed([pool.submit(ask, key, text) for key, text in left.items()]):
                done.result()
        finally:
            pool.shutdown(cancel_futures=True)
    return failed


def _key(put: _Put, settings: EvalSettings) -> str:
    return Replies.key(load_prompt(ASKED[put.measure][0]).stamp, settings.judge, put.text)


def _verdict(put: _Put, replies: Replies, failed: Mapping[str, str], key: str) -> Verdict:
    item = put.case.item
    if put.unscored or key in failed:
        return Verdict(item.id, item.kind, put.measure, None, put.unscored or "failed", failed.get(key, ""))
    read = read_reply(replies.get(key) or "")
    if read is None:
        return Verdict(item.id, item.kind, put.measure, None, "unread")
    return Verdict(item.id, item.kind, put.measure, read[0], reason=read[1])


def _judged(name: str, verdicts: Sequence[Verdict], cases: Mapping[str, Case]) -> Judged:
    prompt, measure = ASKED[name]
    pairs = [
        (one.verdict, value == 1)
        for one in verdicts
        if one.verdict is not None and (value := MEASURES[measure].value(cases[one.id])) is not None
    ]
    return Judged(
        load_prompt(prompt).stamp,
        estimate(None if one.verdict is None else float(one.verdict) for one in verdicts),
        dict(Counter(one.unscored for one in verdicts if one.unscored)),
        _agreement(measure, pairs),
    )


def _agreement(measure: str, pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Pairs of the judge's verdict and the measure's."""
    counts = Counter(pairs)
    sides = (counts[True, True], counts[True, False], counts[False, True], counts[False, False])
    return Agreement(measure, len(pairs), *sides, kappa([judge for judge, _ in pairs], [other for _, other in pairs]))


def _lines(rows: Iterable[Mapping[str, object]]) -> str:
    return "\n".join(map(_json, rows)) or _NONE


def _json(value: object) -> str:
    """A value as JSON on one line: nothing within it can pass for the end of the data."""
    return json.dumps(value, ensure_ascii=False)
