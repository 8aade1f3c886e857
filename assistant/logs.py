"""Structured logs: one JSON object a line, for machines to read. Configured by entry points only.

What people ask is theirs: a question's text is written only where a setting allows it.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from assistant.messages import Answer, Question

logger = logging.getLogger(__name__)

_FIELDS = "fields"


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, and the record's `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, _FIELDS, {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Sends all logs as JSON lines to the stream (default: stderr)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def log_answer(answer: Answer, question: Question, *, with_text: bool) -> None:
    """One line per answered question: ids, milliseconds per step, versions, counts; the text only if allowed."""
    fields: dict[str, object] = {
        "answer_id": answer.id,
        "conversation_id": answer.conversation_id,
        "role": question.role,
        "answerer": answer.answerer,
        "abstained": answer.abstained,
        "characters": len(question.text),
        "turns": len(question.history),
        "citations": len(answer.citations),
        "blocks": len(answer.blocks),
        "notes": [note.code for note in answer.notes],
        "index": answer.versions.index,
        "prompt": answer.versions.prompt,
        "model": answer.versions.model,
        "first_ms": answer.timing.first_ms,
        "total_ms": answer.timing.total_ms,
        "steps_ms": dict(answer.timing.steps),
    }
    if answer.usage:
        fields |= {
            "model_calls": answer.usage.calls,
            "input_tokens": answer.usage.input_tokens,
            "output_tokens": answer.usage.output_tokens,
            "tokens_counted": answer.usage.counted,
            "cost": answer.usage.cost,
        }
    if with_text:
        fields["question"] = question.text
    logger.info("answered", extra={_FIELDS: fields})
