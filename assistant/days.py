"""Days as the office counts them: today in China, and days written as text."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.errors import QuestionError

_CHINA = ZoneInfo("Asia/Shanghai")
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def today(now: datetime | None = None) -> date:
    """The day it is in China at `now` (with a zone; default: this moment), whatever the server's own zone."""
    return (now or datetime.now(_CHINA)).astimezone(_CHINA).date()


def parse_day(text: str) -> date:
    """A day written as 2026-03-01.

    Raises:
        QuestionError: in Chinese; it is not written like that, or there is no such day.
    """
    if not _WRITTEN.fullmatch(text):
        raise QuestionError(f"日期“{text[:20]}”格式不对，请写成“年-月-日”，例如 2026-03-01。")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(f"没有“{text}”这一天，请改成存在的日期。") from error
