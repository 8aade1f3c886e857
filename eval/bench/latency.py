"""What a person waits for: a real server on a data folder, questions over HTTP one after another, JSON to stdout.

    python -m eval.bench.latency --data DIR [--questions FILE] [--times 200]

Measured per question: the whole answer (`stream: false`) and the time until the first text of a stream; once: from
starting the process until /readyz answers 200.
"""

import http.client
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.results import record
from eval.bench.serving import HOST, ask, served

QUESTIONS = (
    "实施方案报给哪个部门、用什么方式？",
    "贴牌加工怎么认定？",
    "商标的使用是指什么？",
    "商标法第六十条罚多少？",
    "哪些行为属于商标侵权？",
    "许昌和枣庄的方案有什么不同？",
    "各地方案的总体目标是什么？",
    "什么时候报送年度总结？",
    "专利侵权纠纷由谁处理？",
    "地理标志保护有哪些要求？",
    "重点领域有哪些？",
    "行政处罚案件应当在多少天内办结？",
    "销售不知道是侵权商品怎么处理？",
    "怎么投诉假冒商品？",
    "容易导致混淆怎么判断？",
    "驰名商标怎么保护？",
    "奥林匹克标志能不能用？",
    "电商平台有什么责任？",
    "跨区域协作怎么开展？",
    "今天天气怎么样？",
)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds over `n` questions."""

    n: int
    p50: float
    p95: float
    largest: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Times":
        """The percentiles of some measured times."""
        cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
        return cls(len(milliseconds), round(cuts[9], 1), round(cuts[18], 1), round(max(milliseconds), 1))


def main(
    data: Annotated[Path, typer.Option(help="Folder of a built index.")],
    questions: Annotated[Path | None, typer.Option(help="One question a line, or JSON lines with `question`.")] = None,
    times: Annotated[int, typer.Option(help="How many questions are asked.", min=2)] = 200,
) -> None:
    """Start the server on the data, ask, print p50 and p95 as JSON."""
    asked = list(islice(cycle(read_questions(questions) if questions else QUESTIONS), times))
    with served(data) as server:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
        for question in asked[: len(QUESTIONS)]:
            whole_ms(connection, question)
        whole = [whole_ms(connection, question) for question in asked]
        first = [first_text_ms(connection, question) for question in asked]
    colds = [server.cold_seconds, *(cold_start(data) for _ in range(4))]
    figures = {
        "cold_start_s": round(statistics.median(colds), 2),
        "cold_starts_s": [round(seconds, 2) for seconds in colds],
        "whole_answer_ms": asdict(Times.of(whole)),
        "first_text_ms": asdict(Times.of(first)),
    }
    record("latency", figures)


def read_questions(path: Path) -> list[str]:
    """Questions from a file, plain or JSON lines."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [json.loads(line)["question"] if line.startswith("{") else line for line in lines]


def cold_start(data: Path) -> float:
    """Seconds from starting the server's process until it is ready."""
    with served(data) as server:
        return server.cold_seconds


def whole_ms(connection: http.client.HTTPConnection, question: str) -> float:
    """Milliseconds until the whole answer was read."""
    began = time.perf_counter()
    ask(connection, question, stream=False).read()
    return (time.perf_counter() - began) * 1000


def first_text_ms(connection: http.client.HTTPConnection, question: str) -> float:
    """Milliseconds until the first text of the stream was read; the rest is read too, but not counted."""
    began = time.perf_counter()
    response = ask(connection, question, stream=True)
    while (line := response.readline()) and line != b"event: text\n":
        pass
    milliseconds = (time.perf_counter() - began) * 1000
    response.read()
    return milliseconds


if __name__ == "__main__":
    typer.run(main)
