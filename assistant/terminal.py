"""An answer as text for a terminal: its Markdown with [n], what to know beside it, and what each [n] stands for."""

from assistant.messages import Answer, NearestClause
from assistant.pasting import clause_name, pasted, titled


def as_text(answer: Answer) -> str:
    """The whole answer; citations of official texts in quotation marks, of digests never."""
    parts = [answer.answer]
    if answer.notes:
        parts.append("\n".join(f"※ {note.text}" for note in answer.notes))
    if answer.citations:
        parts.append("\n".join(f"[{citation.n}] {pasted(citation)}" for citation in answer.citations))
    if answer.abstained and answer.searched.nearest:
        parts.append("\n".join(["最接近的条款：", *(_near(clause) for clause in answer.searched.nearest)]))
    return "\n\n".join(parts)


def _near(clause: NearestClause) -> str:
    return f"- {titled(clause.document_title)}{clause_name(clause.clause_path)}：{' '.join(clause.text.split())}"
