"""Numbers as Chinese official texts spell them, read by the bench on its own: 十二, 二〇二二, 5万, 3万5千, 壹佰.

The assistant has a reader of its own; this one shares no code with it, so that one cannot hide the other's mistakes.
"""

import re
from decimal import Decimal
from typing import Final

_SPELLINGS: Final = ("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS: Final = {sign: value for value, signs in enumerate(_SPELLINGS) for sign in signs}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10**4, "亿": 10**8}
_SHORT: Final = {"廿": "二十", "卅": "三十"}

CHINESE: Final = "".join((*_DIGITS, *_TENS, *_SHORT))
ARABIC: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
NUMERAL: Final = rf"(?:{ARABIC}|[{CHINESE}])(?:{ARABIC}|[{CHINESE}万亿])*"
"""Pattern of what may be a number; `number` says whether it is one."""
_TOKEN: Final = re.compile(rf"{ARABIC}|[{CHINESE}万亿]")


def number(spelling: str) -> Decimal | None:
    """The number that a spelling means, None where it means none.

    >>> number("3万5千"), number("二〇二二"), number("百")
    (Decimal('35000'), Decimal('2022'), None)
    """
    for short, full in _SHORT.items():
        spelling = spelling.replace(short, full)
    if len(spelling) > 1 and all(sign in _DIGITS for sign in spelling):
        return Decimal("".join(str(_DIGITS[sign]) for sign in spelling))
    return _by_units(_TOKEN.findall(spelling))


def _by_units(signs: list[str]) -> Decimal | None:
    """Digits and units from the largest down; a unit without a digit before it counts one, which only 十 may."""
    total, section, last = Decimal(0), Decimal(0), None
    for sign in signs:
        if sign in _DIGITS or sign[0].isdecimal():
            last = Decimal(_DIGITS[sign]) if sign in _DIGITS else Decimal(sign.replace(",", ""))
        elif sign in _TENS and (last is not None or sign in "十拾"):
            section, last = section + (Decimal(1) if last is None else last) * _TENS[sign], None
        elif sign in _MYRIADS and (section or last):
            whole = section + (last or 0)
            total = (total + whole) * _MYRIADS[sign] if sign == "亿" else total + whole * _MYRIADS[sign]
            section, last = Decimal(0), None
        else:
            return None
    return total + section + (last or 0)


def written(value: Decimal) -> str:
    """A number in digits, without needless zeros: 50000, 0.5."""
    return format(value.normalize(), "f")
