"""The plans that a question is about: none not yet issued on the day of asking; all where it goes over them."""

from assistant.answering import Task
from assistant.messages import Text
from assistant.notices import notice, written
from assistant.scope import plans, plans_in
from assistant.words import load_words
from index.documents import Edition


def not_issued(task: Task) -> list[Text]:
    """That every plan which the question is about came later, and on which day; else nothing."""
    editions = [task.shelf.by_id[name] for name in task.scope.document_ids]
    days = {edition.document_id: edition.metadata.promulgated for edition in editions if edition.metadata.region}
    later = {name: day for name, day in days.items() if day and day > task.as_of}
    if not editions or len(later) < len(editions):
        return []
    told = (notice("text_later", title=task.shelf.title(name), date=written(day)) for name, day in later.items())
    return [Text(0, "notice", segment) for segment in told]


def asked_over_all(task: Task) -> tuple[Edition, ...]:
    """All plans, of the years that are named, where the question goes over them and names one at most; else none."""
    ids, known = task.scope.document_ids, plans(task.shelf)
    laws = [name for name in ids if task.shelf.by_id[name] not in known]
    if task.scope.required or laws or len(ids) > 1 or not load_words().over_all.search(task.asked.text):
        return ()
    years = task.asked.years
    return tuple(one for one in plans_in(task.scope, task.shelf) if not years or one.metadata.year in years)
