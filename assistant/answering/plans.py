"""Plans on the day of asking: one that had not been issued by then answers nothing."""

from assistant.answering import Task
from assistant.messages import Text
from assistant.notices import notice, written


def not_issued(task: Task) -> list[Text]:
    """That every plan which the question is about came later, and on which day; else nothing."""
    editions = [task.shelf.by_id[name] for name in task.scope.document_ids]
    days = {edition.document_id: edition.metadata.promulgated for edition in editions if edition.metadata.region}
    later = {name: day for name, day in days.items() if day and day > task.as_of}
    if not editions or len(later) < len(editions):
        return []
    told = (notice("text_later", title=task.shelf.title(name), date=written(day)) for name, day in later.items())
    return [Text(0, "notice", segment) for segment in told]
