"""Whatever goes wrong with a model, the reader gets a right answer: the model's own, or the quoted clauses."""

from collections.abc import Callable
from typing import Any

import pytest

from eval.bench.model_server import Cut, Delta, Pause, Raw, Reply
from tests.assistant.chat.writing import FINE, SECOND, codes, desk
from tests.library import Office

GOOD = Reply((FINE, SECOND))
Said = str | Reply


def then_good(first: Said) -> Callable[[Any, int], Said]:
    """A fault that passes."""
    return lambda _body, number: first if number == 0 else GOOD


def sse(text: str) -> Raw:
    """A chunk with this content, written by hand."""
    return Raw(f'data: {{"choices": [{{"index": 0, "delta": {{"content": "{text}"}}}}]}}\n\n'.encode())


PASSING = {
    "nothing is wrong": GOOD,
    "429 once": then_good(Reply(status=429, error="slow down", headers={"retry-after": "0"})),
    "500 once": then_good(Reply(status=500, error="boom")),
    "503 once": then_good(Reply(status=503, error="starting")),
    "the connection is lost before anything came, once": then_good(Reply((Cut(),))),
    "a malformed first chunk, once": then_good(Reply((Raw(b"data: {no json\n\n"),))),
    "the prompt is too long, once": then_good(
        Reply(status=400, error="This model's maximum context length is 512 tokens")
    ),
    "choices are null amid the words": Reply((FINE, Delta(choices=None), SECOND)),
    "choices are empty amid the words": Reply((FINE, Delta(choices=[]), SECOND)),
    "content is null amid the words": Reply((Delta({"content": None}), FINE, Delta({"content": None}), SECOND)),
    "delta is empty amid the words": Reply((FINE, Delta({}), SECOND)),
    "no token counts": Reply((FINE, SECOND), usage=None),
    "comments between the chunks": Reply((Raw(b": ping\n\n"), FINE, Raw(b": ping\n\n"), SECOND)),
    "lines end with CR and LF": Reply((Raw(b": ping\r\n\r\n"), FINE, SECOND)),
    "thinking in tags": Reply(("<think>罚六万元？[1]不对。</think>\n\n", FINE, SECOND)),
    "thinking in its own field": Reply((Delta({"reasoning_content": "罚六万元？[1]"}), FINE, SECOND)),
    "thinking that only ends": Reply(("罚六万元？不对，再看一遍。\n</think>\n", FINE, SECOND)),
    "thinking between the sentences": Reply((FINE, "<thinking>六万元</thinking>", SECOND)),
    "signs of the template": Reply((FINE, SECOND, "<|im_end|>")),
    "one character a chunk": Reply((FINE, SECOND), piece=1),
    "everything in one chunk": Reply((FINE + SECOND,), piece=10_000),
    "the end without a reason, after whole sentences": Reply((FINE, SECOND + "\n"), finish=None),
    "small talk around the answer": Reply(("好的，根据以上资料：\n", FINE, SECOND, "\n以上内容仅供参考。")),
    "no citations, but one clause bears it out": Reply(("违规经营灯笼的，可以处五万元以下的罚款。", SECOND)),
    "bold type and headings": Reply(("## 处罚\n", "**违规经营灯笼的**，可以处五万元以下的罚款。[1]\n", SECOND)),
}
LATE, FAILED, GONE, POOR = "model_late", "model_failed", "model_unavailable", "model_unsupported"
FAILING = {
    "key refused (401)": (Reply(status=401, error="bad key"), GONE),
    "not allowed (403)": (Reply(status=403, error="forbidden"), GONE),
    "no such model (404)": (Reply(status=404, error="no such model"), GONE),
    "the request is refused (400)": (Reply(status=400, error="unsupported parameter"), FAILED),
    "the prompt is always too long": (Reply(status=400, error="maximum context length is 9 tokens"), FAILED),
    "always 429": (Reply(status=429, error="slow down", headers={"retry-after": "0"}), GONE),
    "429 for a minute": (Reply(status=429, error="slow down", headers={"retry-after": "60"}), GONE),
    "always 500": (Reply(status=500, error="boom"), GONE),
    "always 502": (Reply(status=502, error="<html>bad gateway</html>"), GONE),
    "the first token is late": (Reply((Pause(2), FINE)), LATE),
    "silence between two tokens": (Reply((FINE, Pause(2), SECOND)), LATE),
    "silence amid a sentence": (Reply((FINE[:10], Pause(2), FINE[10:])), LATE),
    "a trickle without end": (Reply((FINE * 90,), piece=1, every=0.1), LATE),
    "the connection is always lost": (Reply((Cut(),)), FAILED),
    "the connection is lost amid a sentence": (Reply((FINE[:20], Cut())), FAILED),
    "the connection is lost after two sentences": (Reply((FINE, SECOND, "罚款", Cut())), FAILED),
    "chunks are always malformed": (Reply((Raw(b"data: {no json\n\n"),)), FAILED),
    "a malformed chunk amid the words": (Reply((FINE, SECOND, Raw(b"data: {no json\n\n"))), FAILED),
    "an error amid the words": (Reply((FINE, Raw(b'data: {"error": {"message": "out of memory"}}\n\n'))), GONE),
    "an empty reply": (Reply(()), FAILED),
    "blanks only": (Reply((" \n \n ",)), FAILED),
    "thinking only": (Reply(("<think>罚五万元。[1]</think>",)), FAILED),
    "thinking without end": (Reply(("<think>", FINE, SECOND)), FAILED),
    "a tool call instead of words": (Reply((Delta({"tool_calls": []}),), finish="tool_calls"), FAILED),
    "cut off at the length": (Reply((FINE, SECOND, "其中"), finish="length"), FAILED),
    "the end without a reason, amid a sentence": (Reply((FINE, "其中"), finish=None), FAILED),
    "stopped by a filter": (Reply((FINE, SECOND), finish="content_filter"), FAILED),
    "one sentence again and again": (Reply((FINE * 9,)), FAILED),
    "the same words again and again": (Reply((FINE, "罚款" * 400)), FAILED),
    "a sentence without end": (Reply(("".join(chr(0x4E00 + n) for n in range(2000)),)), FAILED),
    "another language": (Reply(("The fine is up to 50,000 yuan. [1]\nIt may be imposed. [1]",)), POOR),
    "a poem instead": (Reply(("床前明月光，疑是地上霜。举头望明月，低头思故乡。",)), POOR),
    "a refusal": (Reply(("抱歉，我无法回答这个问题。",)), POOR),
    "citations only": (Reply(("[1][1]",)), POOR),
    "citations of nothing": (Reply(("可以处五万元以下的罚款。[99]",)), POOR),
    "a range that explodes": (Reply(("可以处五万元以下的罚款。[1-99999]",)), POOR),
    "citations within code": (Reply(("可以处五万元以下的罚款`[1]`。",)), POOR),
    "JSON": (Reply(('{"answer": "可以处五万元以下的罚款", "n": 1}',)), POOR),
    "a block of code": (Reply(("```\n可以处五万元以下的罚款。[1]\n```\n",)), POOR),
    "a table": (Reply(("| 行为 | 罚款 |\n| --- | --- |\n| 违规 | 五万元[1] |\n",)), POOR),
    "broken characters": (Reply(("可以处五\ufffd元以下的罚款。[1]",)), POOR),
    "a title that breaks off": (Reply(("《灯笼管理条例规定，可以处五万元以下的罚款。[1]",)), POOR),
    "a clause's number that breaks off": (Reply(("根据第四条第，可以处五万元以下的罚款。[1]",)), POOR),
    "another figure": (Reply(("可以处六万元以下的罚款。[1]",)), POOR),
    "no citation, another figure": (Reply(("可以处六万元以下的罚款。",)), POOR),
    "the value that is asked for is missing": (Reply(("由灯笼管理部门责令改正。[1]",)), POOR),
}

LIMITS: dict[str, dict[str, float]] = {
    "the first token is late": {"chat_first_seconds": 0.3},
    "silence between two tokens": {"chat_between_seconds": 0.3},
    "silence amid a sentence": {"chat_between_seconds": 0.3},
    "a trickle without end": {"chat_seconds": 1},
}


@pytest.mark.parametrize("name", PASSING)
def test_what_a_client_can_live_with_reaches_the_reader(office: Office, name: str) -> None:
    """The model's two sentences are shown, and nothing else of what came with them."""
    with desk(office, PASSING[name]) as written:
        answer = written.ask()
    assert (answer.answerer, codes(answer)) == ("model", ["ai_generated"])
    assert "五万元以下" in answer.answer
    assert not any(word in answer.answer for word in ("六万元", "think", "<|", "仅供参考", "**", "#"))


@pytest.mark.parametrize("name", FAILING)
def test_whatever_else_comes_the_clauses_are_quoted(office: Office, name: str) -> None:
    """The answer is the one that needs no model, and the reader is told why."""
    reply, code = FAILING[name]
    with desk(office, reply, **LIMITS.get(name, {})) as written:
        answer = written.ask()
    quoted = office.ask(answer.question)
    assert (answer.blocks, answer.abstained) == (quoted.blocks, False)
    assert (answer.answerer, codes(answer)) == ("extractive", [code])


def test_no_server_is_a_fault_too(office: Office) -> None:
    """Nobody listens at the address."""
    with desk(office, GOOD) as gone:
        url = gone.served.url
    with desk(office, GOOD, chat_base_url=url) as written:
        assert codes(written.ask()) == ["model_unavailable"]
