"""The canary: internal documents full of marker words are loaded, and a visitor learns nothing of them by any way.

Every answer to a visitor is compared with that of a library that never had these documents: titles, counts, states,
order and scores must be the same, so nothing is left that could tell.
"""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import index
from assistant import logs
from assistant.app import create_app
from assistant.settings import Settings
from index import publishing
from index.catalog import EVERYONE, PUBLIC
from index.embeddings import load_embedder
from index.intake import find, take_in
from index.langchain import CatalogRetriever
from index.publishing import Library
from index.retrieval import Query, Retriever
from index.settings import IndexSettings

PACK = Path(index.__file__).parent / "pack"
TODAY = "2026-11-21"
STANDARD = "tm-infringement-standard-2020"
"""A digest of the pack."""
LANTERNS = """灯笼管理条例
第一条　为了规范灯笼经营，制定本条例。
第二条　销售灯笼应当登记，登记机关应当自受理之日起二十日内作出决定。
第三条　未经登记销售灯笼的，责令改正，可以处五万元以下的罚款；销售陶俑的，依照《陶俑保护规定》第二条处理。
第四条　本条例自2020年5月1日起施行。
"""
NEXT = """灯笼管理条例
第一条　为了规范灯笼和貔貅经营，制定本条例。
第二条　销售灯笼应当向饕餮署登记，登记机关应当自受理之日起七日内作出决定。
第三条　未经登记销售灯笼的，责令改正，可以处九十九万元以下的罚款。
第四条　本条例自2026年6月1日起施行。
"""
PLAN = """瓯鹭市2031年玳瑁螭吻专项行动方案
瓯鹭市监〔2031〕77号
为查处玳瑁螭吻假冒商标，依据《灯笼管理条例》第二条、第三条，制定本方案。
一、玳瑁目标
办案率达到百分之七十三点一九。
二、螭吻任务
（一）嘲风检查。严厉打击螭吻商标侵权行为，销售灯笼、青瓷的商户应当逐一检查。
（二）狻猊检查。在展会期间设立狻猊投诉站。
三、要求
各县区应当于10月9日前将总结报送瓯鹭市饕餮署狴犴科。
联系人：负屃　联系电话：0999-7654321　邮箱：canary@fuxi.example
"""
REPEALING = """陶俑保护规定
第一条　为了保护螭吻，制定本规定。
第二条　本规定自2026年7月1日起施行，《灯笼管理条例》同时废止。
"""
OFFICIAL = """许昌市知识产权执法保护专项行动实施方案
一、蒲牢目标
查处蒲牢案件四百四十四件。
二、蒲牢任务
（一）囚牛检查。每月17日前报送囚牛统计表。
"""
MARKERS = [
    *("玳瑁", "螭吻", "嘲风", "狻猊", "瓯鹭", "饕餮", "狴犴", "负屃", "貔貅", "蒲牢", "囚牛", "canary", "fuxi"),
    *("0999", "7654321", "2031", "七十三点", "九十九万", "四百四十四"),
]
HIDDEN = [
    {"id": "canary-plan", "path": "plan.txt", "title": "瓯鹭市2031年玳瑁螭吻专项行动方案", "doc_number": "瓯鹭市监〔2031〕77号",
     "doc_type": "专项行动方案", "issuer": "瓯鹭市饕餮署", "region": "瓯鹭市", "year": 2031, "short_title": "玳瑁螭吻方案"},
    {"id": "canary-next", "path": "next.txt", "title": "灯笼管理条例（2026年修订）", "doc_type": "行政法规", "issuer": "饕餮署",
     "effective": "2026-06-01"},
    {"id": "canary-repeal", "path": "repeal.txt", "title": "陶俑保护规定", "doc_type": "部门规章", "effective": "2026-07-01"},
    {"id": "plan-xuchang-2022", "path": "official.txt", "title": "许昌蒲牢方案", "year": 2022, "region": "许昌市"},
]  # fmt: skip
FILES = {"plan.txt": PLAN, "next.txt": NEXT, "repeal.txt": REPEALING, "official.txt": OFFICIAL}
RELATIONS = """[[relation]]
kind = "replaces"
new = "canary-next"
old = "lanterns"
clause = "第四条"
from = 2026-06-01
reason = "第四条写明自该日起施行"

[[relation]]
kind = "repeals"
new = "canary-repeal"
old = "standard"
clause = "第二条"
from = 2026-07-01
reason = "貔貅"
"""
"""What the office says of its documents, in both folders: where the internal ones are missing, it says nothing."""
_PLACES = re.compile(r'[0-9a-f]{64}|"(?!year")\w+": \d+|\b(?:start|end)=\d+')
"""Hashes, offsets and counts: in a long text any of them may hold the figures of a marker."""
QUESTIONS = [
    "瓯鹭市2031年玳瑁螭吻专项行动方案什么时候报送总结？",
    "《瓯鹭市2031年玳瑁螭吻专项行动方案》是哪天印发的",
    "玳瑁螭吻方案的联系电话是多少",
    "玳瑁螭吻的专项方案讲了什么",
    "瓯鹭市监〔2031〕77号是什么文件",
    "瓯鹭市监[2031]77号第二条怎么规定",
    "瓯鹭的方案有什么要求",
    "瓯鹭和许昌的方案有什么不同",
    "枣庄和瓯鹭市的总结分别什么时候报",
    "狻猊投诉站设在哪里",
    "嘲风检查怎么做",
    "貔貅经营要登记吗",
    "向谁登记灯笼",
    "灯笼管理条例第三条罚多少",
    "灯笼管理条例（2026年修订）第二条",
    "灯笼管理条例第九条",
    "灯笼管理条例现在还有效吗",
    "灯笼管理条例什么时候修订的，被什么文件废止",
    "未经登记销售灯笼罚九十九万元对吗",
    "陶俑保护规定第一条",
    "蒲牢案件要查处多少件",
    "许昌的实施方案有哪些任务",
    "许昌每月几号前报送统计表",
    "2031年的方案有哪些",
    "今年的方案要求什么",
    "一共有几份文件",
    "一共有几份方案，分别是哪些",
    "哪些方案提到了展会",
    "哪些文件规定了二十日的期限",
    "哪些地方要求十月九日前报送总结",
    "商标侵权怎么认定",
    "假冒专利怎么处理",
    "销售灯笼的商户要检查吗",
    "canary@fuxi.example 是谁的邮箱",
    "0999-7654321 是哪个单位的电话",
    "内部文件有哪些",
    "天气怎么样",
    "什么是螭吻",
    "饕餮署狴犴科负责什么",
    "负屃",
]  # fmt: skip
FOLLOW_UPS = [
    (("瓯鹭的方案什么时候报总结",), "那联系电话呢"),
    (("许昌的方案有哪些任务", "枣庄呢"), "瓯鹭呢"),
    (("灯笼管理条例第二条怎么规定",), "下一条呢"),
    (("灯笼管理条例（2026年修订）",), "它第三条呢"),
]
FILTERS = [
    {"document_id": "canary-plan"}, {"document_id": "canary-next"}, {"document_id": "plan-xuchang-2022"},
    {"region": "瓯鹭市"}, {"region": "许昌"}, {"kind": "专项行动方案"}, {"kind": "行政法规"}, {"year": 2031}, {"year": 2022},
    {"state": "已被修改"}, {"state": "已废止"}, {"state": "现行有效"}, {"state": "尚未生效"}, {"state": "未知"},
]  # fmt: skip


class Office(NamedTuple):
    """A visitor's way to a server, the application behind it, its library, and the log that it wrote."""

    client: TestClient
    app: FastAPI
    library: Library
    log: io.StringIO


def load(data: Path, folder: Path, *, hidden: bool) -> None:
    """The shipped pack and a law for everybody; with `hidden` the internal documents too."""
    folder.mkdir()
    data.mkdir()
    (data / "relations.toml").write_text(RELATIONS.replace("standard", STANDARD), encoding="utf-8")
    for name, text in (FILES | {"lanterns.txt": LANTERNS}).items():
        (folder / name).write_text(text, encoding="utf-8")
    law = {"id": "lanterns", "path": "lanterns.txt", "title": "灯笼管理条例", "doc_type": "行政法规", "doc_number": "示令〔2020〕1号",
           "effective": "2020-05-01"}  # fmt: skip
    for rows, access in (([law], "public"), (HIDDEN if hidden else [], "internal")):
        if rows:
            (folder / "catalog.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            files = find([PACK, folder] if access == "public" else [folder])
            taken = []
            publishing.write(
                data,
                load_embedder("static"),
                lambda writer, files=files, access=access, taken=taken: taken.extend(
                    take_in(files, writer, data, access=access, max_bytes=10**6)
                ),
            )
            assert [item.error for item in taken if item.error] == []


def opened(place: Path, *, hidden: bool) -> Iterator[Office]:
    """A server for visitors, with everything that it logs."""
    load(place / "data", place / "files", hidden=hidden)
    root, log = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    logs.configure(log)
    app = create_app(Settings(host="0.0.0.0", sign_in="visitors", index=IndexSettings(data=place / "data")))
    library = Library(place / "data", load_embedder("static"))
    with TestClient(app, base_url="http://office.example", raise_server_exceptions=False) as client:
        yield Office(client, app, library, log)
    library.close()
    root.handlers, root.level = handlers, level


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office with the internal documents."""
    yield from opened(tmp_path_factory.mktemp("canary"), hidden=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office that never had them."""
    yield from opened(tmp_path_factory.mktemp("plain"), hidden=False)


def told(response: httpx.Response) -> object:
    """All that a response says, but ids, times and the name of the generation."""
    if "event-stream" in response.headers.get("content-type", ""):
        frames = [frame.split("\n") for frame in response.text.strip().split("\n\n")]
        body: object = [(name, bare(json.loads(data.removeprefix("data: ")))) for name, data in frames]
    elif "json" in response.headers.get("content-type", ""):
        body = bare(response.json())
    else:
        body = response.text
    headers = {name: value for name, value in response.headers.items() if name not in {"date", "content-length"}}
    return response.status_code, {**headers, "etag": None, "last-modified": None}, body


def bare(value: Any) -> Any:
    """JSON without what differs from one asking to the next."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {"id", "created"} if "answerer" in value or "object" in value else set()
    dropped = {"timing", "index"} | made
    return {name: bare(item) for name, item in value.items() if name not in dropped}


def silent(response: httpx.Response, asked: str) -> None:
    """No marker stands in a response, but those that the visitor wrote himself."""
    sent = _PLACES.sub("", json.dumps(told(response), ensure_ascii=False))
    assert [marker for marker in MARKERS if marker in sent and marker not in asked] == []


def same(canary: Office, plain: Office, method: str, path: str, **request: Any) -> httpx.Response:
    """One request to both offices, with the same outcome and without a marker; gives back what the canary's said."""
    responses = [office.client.request(method, path, **request) for office in (canary, plain)]
    assert told(responses[0]) == told(responses[1])
    silent(responses[0], path + json.dumps(request, ensure_ascii=False))
    return responses[0]


def asks() -> Iterator[dict[str, Any]]:
    """Bodies of questions, in all forms."""
    for day in (TODAY, "2019-01-01", "2027-06-01"):
        yield from ({"question": question, "as_of": day} for question in QUESTIONS)
    for before, question in FOLLOW_UPS:
        history = [{"role": "user", "content": text} for text in before]
        yield {"question": question, "history": history, "as_of": TODAY}
    for filters in FILTERS:
        for question in ("有什么要求", "未经登记销售灯笼罚多少", "一共有几份文件", "瓯鹭什么时候报总结"):
            yield {"question": question, "filters": filters, "as_of": TODAY}
    yield {"question": "未经登记销售灯笼罚多少", "conduct_date": "2026-08-01", "as_of": TODAY}
    yield {"question": "2026年8月销售灯笼没有登记罚多少", "as_of": TODAY}


def chats() -> Iterator[dict[str, Any]]:
    """Every question whole; those of today as streams too."""
    for body in asks():
        yield {"json": body | {"stream": False}}
        if body["as_of"] == TODAY:
            yield {"json": body}


def ids() -> list[str]:
    """Ids and versions that a visitor could guess; the last one is nobody's."""
    return ["canary-plan", "canary-next", "canary-repeal", "lanterns", "plan-xuchang-2022", "nobody"]


def versions() -> list[str]:
    """SHA-256 of the hidden texts, as whoever has the file could compute it; the last one is nobody's."""
    return [*(sha256(text.encode()).hexdigest() for text in FILES.values()), "0" * 64]


def opens() -> Iterator[dict[str, Any]]:
    """Each id, with each version and on other days."""
    for document_id in ids():
        yield {"path": f"/api/documents/{document_id}"}
        yield {"path": f"/api/documents/{document_id}", "params": {"as_of": "2027-06-01"}}
        yield from ({"path": f"/api/documents/{document_id}", "params": {"version": one}} for one in versions())


def parts_of_documents(part: str) -> Iterator[dict[str, Any]]:
    """What stands beside each document: its file, and what cleaning changed."""
    for document_id in ids():
        yield {"path": f"/api/documents/{document_id}/{part}"}
        yield from ({"path": f"/api/documents/{document_id}/{part}", "params": {"version": one}} for one in versions())


def offers() -> Iterator[dict[str, Any]]:
    """Questions that are offered on several days, and after each question."""
    yield from ({"params": {"as_of": day}} for day in (TODAY, "2019-01-01", "2031-01-01"))


def follow_ups() -> Iterator[dict[str, Any]]:
    """What is offered after an answer."""
    yield from ({"json": {"question": question, "as_of": TODAY}} for question in QUESTIONS[:12])


def completions() -> Iterator[dict[str, Any]]:
    """Questions on OpenAI's wire, whole."""
    for question in QUESTIONS[:15]:
        yield {"json": {"model": "ip-assistant", "messages": [{"role": "user", "content": question}]}}


def lookups() -> Iterator[dict[str, Any]]:
    """Searches on Dify's wire, of all documents and of single ones."""
    for knowledge in ("all", "public", *ids()):
        setting = {"top_k": 20, "score_threshold": 0}
        for query in ("狻猊投诉站", "未经登记销售灯笼罚多少"):
            yield {"json": {"knowledge_id": knowledge, "query": query, "retrieval_setting": setting}}


def kept() -> Iterator[dict[str, Any]]:
    """Of a visitor nothing is kept, so nothing is found."""
    yield from ({}, {"params": {"q": "玳瑁"}})


def references() -> Iterator[dict[str, Any]]:
    """The references of each document, those to it, and both at once, on several days, whole and page by page."""
    yield {"params": {"limit": 1000}}
    yield from ({"params": {"limit": 1, "offset": offset}} for offset in range(5))
    for document_id in ids():
        for name in ("document_id", "cites"):
            yield from ({"params": {name: document_id, "as_of": day}} for day in (TODAY, "2027-06-01"))
            yield {"params": {"document_id": "lanterns", "cites": "lanterns"} | {name: document_id}}


def registers(name: str) -> Iterator[dict[str, Any]]:
    """A register whole, of each document and region, by whom, and in spans of days."""
    yield from ({"params": {"as_of": day}} for day in (TODAY, "2031-10-01"))
    yield from ({"params": {"document_id": document_id, "as_of": TODAY}} for document_id in ids())
    yield from ({"params": {"region": region, "as_of": TODAY}} for region in ("瓯鹭", "许昌", "无名"))
    yield {"params": {"organ": "各县区", "as_of": TODAY}}
    if name.startswith("deadlines"):
        yield {"params": {"from": "2031-01-01", "to": "2031-12-31", "as_of": TODAY}}


def files(name: str) -> Iterator[dict[str, Any]]:
    """A register as a file of each form."""
    for form in ("csv", "xlsx", "doc"):
        yield from (
            {"path": f"/api/{name}.{form}", "params": {"as_of": TODAY} | more}
            for more in ({}, {"document_id": "canary-plan"})
        )


CASES: dict[str, tuple[str, Callable[[], Iterator[dict[str, Any]]]]] = {
    "/api/chat": ("POST", chats),
    "/api/documents": (
        "GET",
        lambda: iter([{}, *({"params": {"as_of": day}} for day in ("2019-01-01", "2027-06-01"))]),
    ),
    "/api/documents/{document_id:path}": ("GET", opens),
    "/api/documents/{document_id:path}/original": ("GET", partial(parts_of_documents, "original")),
    "/api/documents/{document_id:path}/edits": ("GET", partial(parts_of_documents, "edits")),
    "/api/suggestions": ("GET", offers),
    "/api/suggestions#": ("POST", lambda: ({"path": "/api/suggestions", **one} for one in follow_ups())),
    "/api/conversations": ("GET", kept),
    "/api/conversations/{conversation_id}": ("GET", lambda: iter([{"path": "/api/conversations/1"}])),
    "/api/conversations/{conversation_id}/export": ("GET", lambda: iter([{"path": "/api/conversations/1/export"}])),
    "/api/conversations/{conversation_id}/answers/{answer_id}/feedback": (
        "PUT",
        lambda: iter([{"path": "/api/conversations/1/answers/2/feedback", "json": {"verdict": "up"}}]),
    ),
    "/api/session": ("GET", lambda: iter([{}])),
    "/api/session/oidc": ("GET", lambda: iter([{}])),
    "/api/session/oidc/callback": ("GET", lambda: iter([{}])),
    "/api/widget/{key}/token": ("POST", lambda: iter([{"path": "/api/widget/site_none/token"}])),
    "/api/widget/{key}/chat": (
        "POST",
        lambda: iter([{"path": "/api/widget/site_none/chat", "json": {"question": QUESTIONS[0]}}]),
    ),
    "/v1/chat/completions": ("POST", completions),
    "/v1/models": ("GET", lambda: iter([{}])),
    "/v1/models/{name}": ("GET", lambda: iter([{"path": "/v1/models/ip-assistant"}, {"path": "/v1/models/canary"}])),
    "/retrieval": ("POST", lookups),
    "/widget.js": ("GET", lambda: iter([{}])),
    "/api/references": ("GET", references),
    **{f"/api/{name}": ("GET", partial(registers, name)) for name in ("deadlines", "duties", "contacts")},
    **{
        f"/api/{name}.{{form}}": ("GET", partial(files, name))
        for name in ("deadlines", "duties", "contacts", "references")
    },
    "/api/deadlines.ics": ("GET", lambda: registers("deadlines.ics")),
    "/healthz": ("GET", lambda: iter([{}])),
    "/readyz": ("GET", lambda: iter([{}])),
    "/openapi.json": ("GET", lambda: iter([{}])),
    "/": ("GET", lambda: iter([{}])),
    "/web": ("GET", lambda: iter([{"path": "/web/main.js"}, {"path": "/web/canary-plan"}, {"path": "/web/"}])),
}
"""What is tried of each route: whoever adds a route adds a line."""


def routes(app: FastAPI) -> set[str]:
    """The paths of all routes that the application answers, of included routers and mounts too."""
    found, left = set(), list(app.routes)
    while left:
        route = left.pop()
        inner = getattr(route, "original_router", None)
        left += list(inner.routes) if inner is not None else []
        if (path := getattr(route, "path", None)) is not None:
            found.add(path)
    return found


def test_the_canary_sings_for_officers(canary: Office) -> None:
    """The test can fail: the internal documents are there and an officer's search finds them first."""
    with canary.library.pin() as generation:
        assert {row["id"] for row in HIDDEN} <= {
            edition.document_id for edition in generation.catalog.editions(EVERYONE)
        }
        assert not {"canary-plan", "canary-next"} & {one.document_id for one in generation.catalog.editions(PUBLIC)}
        query = Query("狻猊投诉站", date(2026, 11, 21), EVERYONE)
        first = Retriever(generation, load_embedder("static")).retrieve(query)[0]
    assert first.chunk.document_id == "canary-plan"


def test_every_route_is_tried(canary: Office) -> None:
    """A new route without a canary case fails here."""
    assert routes(canary.app) - CASES.keys() == set()
    assert {path.split("{")[0] for path in canary.app.openapi()["paths"]} <= {path.split("{")[0] for path in CASES}


@pytest.mark.parametrize("route", CASES)
def test_a_visitor_learns_nothing(canary: Office, plain: Office, route: str) -> None:
    """Each request gets what an office without the internal documents says, and none of their words; the log too."""
    method, cases = CASES[route]
    for case in cases():
        request = dict(case)
        same(canary, plain, method, request.pop("path", route), **request)
    logged = canary.log.getvalue()
    assert [marker for marker in MARKERS if marker in logged] == []


def test_what_is_hidden_answers_as_what_is_not_there(canary: Office) -> None:
    """Byte for byte the same problem, for the id, for the version of a public document, and for other methods."""
    for method in ("GET", "HEAD", "POST", "DELETE", "PUT"):
        absent = canary.client.request(method, "/api/documents/nobody")
        for document_id in ("canary-plan", "canary-next", "canary-repeal"):
            hidden = canary.client.request(method, f"/api/documents/{document_id}")
            assert (hidden.status_code, hidden.content, hidden.headers) == (
                absent.status_code, absent.content, absent.headers)  # fmt: skip
    with canary.library.pin() as generation:
        official = generation.catalog.edition("plan-xuchang-2022", EVERYONE).version_id
    both = [
        canary.client.get("/api/documents/plan-xuchang-2022", params={"version": version})
        for version in (official, "0" * 64)
    ]
    assert both[0].status_code == 404
    assert both[0].content == both[1].content


@pytest.mark.parametrize("question", [*QUESTIONS, "灯笼", "检查", "应当", "总结", "商标"])
def test_passages_and_scores_are_the_same(canary: Office, plain: Office, question: str) -> None:
    """How rare a word is, and how long texts are, is counted over public documents only: not even scores differ."""
    found = []
    for office in (canary, plain):
        with office.library.pin() as generation:
            query = Query(question, date(2026, 11, 21), PUBLIC, top_k=200)
            passages = Retriever(generation, load_embedder("static")).retrieve(query)
        found.append([(one.chunk, one.edition, one.score, one.rank, dict(one.parts)) for one in passages])
    assert found[0] == found[1]


def test_langchain_hands_out_public_documents_only(canary: Office, plain: Office) -> None:
    """The retriever for others' chains, with its default."""
    found = [
        CatalogRetriever(
            library=office.library, embedder=load_embedder("static"), today=lambda: date(2026, 11, 21)
        ).invoke("狻猊投诉站")
        for office in (canary, plain)
    ]
    assert found[0] == found[1] != []
