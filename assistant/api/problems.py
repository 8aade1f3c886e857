"""How the server refuses: problem documents (RFC 9457) with a `detail` in Chinese that says what, where, what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"

_DETAILS = {
    "missing": "缺少“{where}”，请补上。",
    "extra_forbidden": "不认识“{where}”，请检查拼写或去掉它。",
    "json_invalid": "请求内容不是有效的 JSON，请检查括号、引号和逗号。",
    "string_type": "“{where}”应为文本。",
    "string_unicode": "“{where}”含有残缺的字符（半个代理对），请删去后再试。",
    "string_too_short": "“{where}”是空的，请填写或去掉它。",
    "string_too_long": "“{where}”太长，最多 {max_length} 个字，请删减。",
    "too_long": "“{where}”最多 {max_length} 项，请只保留最近的。",
    "tuple_type": "“{where}”应为列表。",
    "int_type": "“{where}”应为整数。",
    "int_parsing": "“{where}”应为整数。",
    "bool_type": "“{where}”应为 true 或 false。",
    "literal_error": "“{where}”只能是这些之一：{expected}。",
    "greater_than_equal": "“{where}”不能小于 {ge}。",
    "less_than_equal": "“{where}”不能大于 {le}。",
    "day": "“{where}”：{reason}",
}
_SHOWN = 5
_OTHERWISE = "“{where}”的值不能用，请对照 /openapi.json 修改。"


class FieldProblem(BaseModel):
    """What is wrong with one field, named by its path in the body or the address."""

    model_config = ConfigDict(frozen=True)

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `code` is for programs and stays the same; `detail` is for people."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[FieldProblem, ...] = ()


def problem(status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()) -> Problem:
    """A problem under HTTP's own name for its status."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, code=code, errors=tuple(errors))


def field_problems(errors: Sequence[Mapping[str, object]]) -> list[FieldProblem]:
    """The first of what validation found, in Chinese; the values themselves are not repeated."""
    return [_field_problem(error) for error in errors[:_SHOWN]]


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a response."""
    return Response(problem.model_dump_json(), problem.status, headers, MEDIA_TYPE)


def _field_problem(error: Mapping[str, object]) -> FieldProblem:
    kind, location, values = str(error["type"]), error["loc"], error.get("ctx")
    parts = [str(part) for part in location][1:] if isinstance(location, tuple) else []
    if kind == "json_invalid":
        return FieldProblem(field="", detail=_DETAILS[kind])
    if not parts:
        return FieldProblem(field="", detail="请求内容应为 JSON 对象，至少要有 question 一项。")
    where = ".".join(parts)
    named = values if isinstance(values, dict) else {}
    return FieldProblem(field=where, detail=_DETAILS.get(kind, _OTHERWISE).format(where=where, **named))


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problems with these statuses, as the OpenAPI document declares the responses of a route."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
