"""Personal data in what people typed, replaced by what it was: what leaves a conversation names nobody.

Numbers by their form, names by the word beside them. Names of firms and organs stay: they are not personal data, and a
question means nothing without them.
"""

import re
from importlib.resources import files
from typing import Final

_SURNAMES: Final = "".join((files("assistant") / "surnames.txt").read_text(encoding="utf-8").split())
"""The usual family names of one character."""
_NAME: Final = rf"[{_SURNAMES}][某\u4e00-\u9fff]{{1,2}}?"
_PLATES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_END: Final = r"(?=[，。；、,;\s的]|$)"
_PATTERNS: Final = (
    ("电子邮箱", r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"),
    ("身份证号", r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?![\dA-Za-z])"),
    ("银行卡号", r"(?<!\d)(?:\d{4}[ -]?){3,4}\d{1,4}(?!\d)"),
    ("手机号", r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    ("电话号", r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)"),
    ("车牌号", rf"[{_PLATES}][A-Z][·・ ]?[A-Z0-9]{{5,6}}(?![A-Z0-9])"),
    ("姓名", rf"(?P<lead>(?:姓名|当事人|举报人|投诉人|联系人|负责人|经营者)[是为：:]|叫){_NAME}{_END}"),
    ("姓名", rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?=先生|女士|小姐)"),
)


def masked(text: str) -> str:
    """The text with personal data replaced by its kind in 【】.

    >>> masked("张三先生的电话是13800138000，身份证110101199003074514")
    '【姓名】先生的电话是【手机号】，身份证【身份证号】'
    """
    for kind, pattern in _PATTERNS:
        lead = r"\g<lead>" if "(?P<lead>" in pattern else ""
        text = re.sub(pattern, f"{lead}【{kind}】", text)
    return text
