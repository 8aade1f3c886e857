"""Notices as segments of an answer: a template's name as rule, its values as inputs, so that both can be checked."""

from datetime import date

from assistant.messages import Segment
from prompts.loader import load_notices


def notice(name: str, **values: str) -> Segment:
    """The notice of that name with its values filled in.

    Raises:
        PromptError: an unknown name or value, or a value that is missing.
    """
    template = load_notices()[name]
    inputs = tuple(values[variable] for variable in template.variables if variable in values)
    return Segment(template.render(values), "notice", rule=name, inputs=inputs)


def written(day: date) -> str:
    """A day as notices write it: 2026年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
