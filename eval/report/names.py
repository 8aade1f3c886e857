"""Names in Chinese: of measures, with what they say, and of the kinds of questions. English names stand beside them."""

from collections.abc import Mapping
from typing import Final

from eval.measures import MEASURES

TITLES: Final[Mapping[str, str]] = {
    **{name: measure.title for name, measure in MEASURES.items()},
    "refusal_precision": "拒答精确",
    "refusal_recall": "拒答召回",
    "refusal_f1": "拒答F1",
    "over_refusal": "误拒率",
    "first_ms_p50": "首字P50",
    "first_ms_p95": "首字P95",
    "total_ms_p50": "全文P50",
    "total_ms_p95": "全文P95",
}
"""Of the measures of a question, and of those that only a whole run has."""

MEANINGS: Final[Mapping[str, str]] = {
    "right": "必需事实齐全、没有禁用内容；该拒的拒了，不该拒的没有拒",
    "facts_vital": "必需的关键事实在回答中出现的比例",
    "facts_all": "全部关键事实在回答中出现的比例",
    "all_facts": "每一项关键事实都在回答中，记1，否则记0",
    "forbidden_free": "回答中没有不该出现的内容，记1，否则记0",
    "refusal_right": "无答案的题拒答、有答案的题作答，记1，否则记0",
    "citation_recall": "标准条款被引用的比例（重叠达到任一方的六成即算）",
    "citation_precision": "引用中属于标准条款的比例",
    "citation_valid": "引用的文件存在、逐字一致、效力状态说得对的比例",
    "citation_in_force": "引用在提问当日现行有效的比例（效力不明的不计）",
    "support": "回答中的日期、数额、机关等硬事实能在所引条文中找到的比例",
    "span_recall": "标准条款的字符被引用的比例",
    "span_precision": "所引字符属于标准条款的比例",
    "alce_recall": "句子由其全部引用共同支持的比例（以硬事实检验）",
    "alce_precision": "引用确有必要的比例（以硬事实检验）",
    "search_recall@5": "标准条款出现在前5条检索结果中的比例",
    "search_recall@10": "标准条款出现在前10条检索结果中的比例",
    "search_success@3": "前3条检索结果中有标准条款的问题所占比例",
    "search_success@10": "前10条检索结果中有标准条款的问题所占比例",
    "search_mrr@10": "首个标准条款名次的倒数，限前10条",
    "search_ndcg@10": "前10条检索结果的折损累计增益",
    "answered": "得到回答或拒答，记1；出错，记0",
    "answer_chars": "回答的长度，本身不代表好坏",
    "citation_chars": "引文的平均长度；引得越长越容易“引对”，故并列于此",
    "refusal_precision": "拒答的题中确无答案的比例",
    "refusal_recall": "无答案的题中拒答的比例",
    "refusal_f1": "拒答精确与拒答召回的调和平均",
    "over_refusal": "有答案的题中被拒答的比例，越低越好",
    "first_ms_p50": "提问到首字的时间（毫秒），一半的题在此之内",
    "first_ms_p95": "提问到首字的时间（毫秒），95%的题在此之内",
    "total_ms_p50": "提问到答完的时间（毫秒），一半的题在此之内",
    "total_ms_p95": "提问到答完的时间（毫秒），95%的题在此之内",
}
"""What is measured, in a sentence."""

KINDS: Final[Mapping[str, str]] = {
    "all": "全部",
    "deadline": "时限报送",
    "duty": "职责任务",
    "basis": "依据标准",
    "standard": "依据标准",
    "lookup": "条文查找",
    "article": "条文查找",
    "penalty": "处罚",
    "procedure": "程序期限",
    "comparison": "文件比较",
    "counting": "计数列举",
    "followup": "追问",
    "colloquial": "口语错字",
    "premise": "错误前提",
    "dates": "日期效力",
    "detail": "细节",
    "hostile": "恶意输入",
    "unanswerable": "无答案",
}
"""The built-in datasets' kinds; any other is shown as its dataset calls it."""

RETRIEVERS: Final[Mapping[str, str]] = {
    "lexical": "字词",
    "dense": "向量",
    "named": "点名",
    "quoted": "原文",
    "reference": "引条",
}


def measure(name: str) -> str:
    """The title of a measure."""
    return TITLES.get(name, name)


def meaning(name: str) -> str:
    """What a measure says."""
    return MEANINGS.get(name, "")


def kind(name: str) -> str:
    """The title of a kind of questions."""
    return KINDS.get(name, name)


def retriever(name: str) -> str:
    """The title of a retriever."""
    return RETRIEVERS.get(name, name)


def figure(name: str, value: float | None) -> str:
    """A value as it is printed: shares with three digits, milliseconds and characters with none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if "_ms_" in name or name.endswith("_chars") else f"{value:.3f}"
