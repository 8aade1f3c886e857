"""Chinese numerals: laws and plans count in 二十三, 廿三, 〇, 23, ２３ and ②, and all of them mean one number."""

from functools import lru_cache
from typing import Final

_DIGITS: Final = {
    character: value
    for value, characters in enumerate(
        ("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS: Final = {"廿": "二十", "卅": "三十"}
_ZERO: Final = "〇零○"
_ASCII: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_CIRCLED_ONE: Final = ord("①")
_MYRIAD: Final = 10_000
_LONGEST: Final = 20
"""No document spells a longer number; a longer row of digits is none."""

NUMERAL: Final = "[0-9０-９〇零○一二两三四五六七八九十百千万廿卅]+"
"""Pattern of a number in any of the usual spellings; `to_int` says whether it is one."""


@lru_cache(maxsize=4096)
def to_int(text: str) -> int | None:
    """The number that `text` spells, None where it spells none.

    Chinese with units (一百零五), digit by digit (二〇二二), 廿 and 卅, formal (壹佰), Arabic in both widths, ① to ⑳.
    """
    plain = text.translate(_ASCII)
    if not 0 < len(plain) <= _LONGEST:
        return None
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if len(plain) == 1 and 0 <= ord(plain) - _CIRCLED_ONE < 20:
        return ord(plain) - _CIRCLED_ONE + 1
    for short, full in _TENS.items():
        plain = plain.replace(short, full)
    if all(character in _DIGITS for character in plain):
        return _by_digits(plain)
    return _by_units(plain)


def to_chinese(number: int) -> str:
    """`number` (0 to 99,999) as laws print it: 10 is 十, 105 is 一百零五, 219 is 二百一十九.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 0 <= number < 10 * _MYRIAD:
        raise ValueError(f"only 0 to 99,999 are written out, not {number}")
    if number == 0:
        return "零"
    written = _grouped(number)
    return written.removeprefix("一") if 10 <= number < 20 else written


def _grouped(number: int) -> str:
    """All units spelled out, 一十 included, one 零 for every gap."""
    parts: list[str] = []
    gap = False
    for unit, name in ((_MYRIAD, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("零" if gap and parts else "") + "零一二三四五六七八九"[digit] + name)
        gap = not digit
    return "".join(parts)


def _by_digits(text: str) -> int | None:
    """One digit, or a number read out digit by digit (二〇二二); 两 never stands in one."""
    if len(text) > 1 and "两" in text:
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def _by_units(text: str) -> int | None:
    """Digits and units in falling order; 零 only fills a gap, and a digit without its unit ends the number."""
    head, myriad, tail = text.rpartition("万")
    if myriad:
        high, low = to_int(head) if head else None, _thousands(tail) if tail else 0
        fits = high is not None and high < _MYRIAD and low is not None
        return high * _MYRIAD + low if fits and high is not None and low is not None else None
    return _thousands(tail)


def _thousands(text: str) -> int | None:
    total, digit, limit, gap = 0, None, _MYRIAD, False
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= limit or (digit is None and unit != 10):
                return None
            total, digit, limit, gap = total + (1 if digit is None else digit) * unit, None, unit, False
        elif character in _ZERO:
            if gap or digit is not None:
                return None
            gap = True
        elif character in _DIGITS and digit is None:
            digit = _DIGITS[character]
        else:
            return None
    if digit is not None and limit > 10 and not gap and total:
        return None
    return None if gap and digit is None else total + (digit or 0)
