"""An answer as text for a terminal: its Markdown with [n], what to know beside it, and what each [n] stands for."""

from assistant.messages import Answer, Citation, NearestClause


def as_text(answer: Answer) -> str:
    """The whole answer; citations of official texts in quotation marks, of digests never."""
    parts = [answer.answer]
    if answer.notes:
        parts.append("\n".join(f"※ {note.text}" for note in answer.notes))
    if answer.citations:
        parts.append("\n".join(_cited(citation) for citation in answer.citations))
    if answer.abstained and answer.searched.nearest:
        parts.append("\n".join(["最接近的条款：", *(_near(clause) for clause in answer.searched.nearest)]))
    return "\n\n".join(parts)


def clause_name(path: str) -> str:
    """A clause path as people write it.

    >>> clause_name("第五十七条/第二款/第（三）项"), clause_name("二/（三）/5")
    ('第五十七条第二款第（三）项', '二 › （三） › 5')
    """
    return path.replace("/", "" if path.startswith("第") else " › ")


def titled(title: str) -> str:
    """A title in its marks; marks inside it become the inner ones.

    >>> titled("关于印发《行动方案》的通知")
    '《关于印发〈行动方案〉的通知》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def _cited(citation: Citation) -> str:
    document = f"{titled(citation.document_title)}{citation.document_number or ''}"
    name = f"[{citation.n}] {document} {clause_name(citation.clause_path)}"
    words = " ".join(citation.cited_text.split())
    state = "效力未知" if citation.state == "未知" else citation.state
    if citation.kind == "digest":
        return f"{name}：{words}（要点摘编，请核对原文；{state}）"
    return f"{name}：“{words}”（{state}）"


def _near(clause: NearestClause) -> str:
    return f"- {titled(clause.document_title)}{clause_name(clause.clause_path)}：{' '.join(clause.text.split())}"
