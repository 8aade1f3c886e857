"""False sentences made from true ones, each by one change of one kind; what was changed is false of the cited clause."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from assistant.claims import check
from index.numerals import to_chinese, to_int
from tests.assistant.grounding.material import Base, Material, Place, named

_N = r"(\d+|[一二三四五六七八九十百千]+)"
_AMOUNT = re.compile(rf"{_N}(?=万元|千元|元|倍|%|％)|(?<=百分之){_N}")
_DURATION = re.compile(rf"(?<![第月年\d]){_N}(?=个工作日|日|天|个月|年(?!度|修|版|\d)|小时|周岁)")
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日|(?<=每月)(\d{1,2})日|(20\d\d)年(?=度|全|工作|[^\d修月])")
_DAYS = re.compile(rf"(?<![第月年\d]){_N}(个工作日|日)(?=内|之|以|前|后|的|，|。|完)")
_ARTICLE = re.compile(rf"第{_N}条")
_ITEM = re.compile(rf"第（?{_N}）?项")
_TWIN = 0.6

ORGANS = (
    "市场监督管理部门",
    "工商行政管理部门",
    "公安机关",
    "人民法院",
    "人民检察院",
    "国家知识产权局",
    "商标局",
    "商标评审委员会",
    "管理专利工作的部门",
    "国务院专利行政部门",
    "行政执法机关",
    "市知识产权局",
    "省知识产权局",
    "市局",
    "省局",
    "市场监管部门",
    "海关",
    "负责专利执法的部门",
    "监督检查部门",
    "商标执法相关部门",
    "行政机关",
    "知识产权保护司",
    "保护科",
    "国务院",
    "地方人民政府",
    "行政复议机关",
    "著作权主管部门",
    "主管著作权的部门",
    "国家市场监督管理总局",
    "烟草专卖行政主管部门",
    "财政部门",
)
MODALS = {
    "应当": ("可以", "不得"),
    "可以": ("应当", "不得"),
    "不得": ("可以", "应当"),
    "必须": ("可以", "不得"),
    "有权": ("不得",),
    "须": ("可以",),
}
DENIED = (
    ("不予", "予以"),
    ("不视为", "视为"),
    ("不承担", "承担"),
    ("不属于", "属于"),
    ("不计入", "计入"),
    ("未经", "经"),
    ("不停止", "停止"),
    ("未取得", "取得"),
    ("不履行", "履行"),
    ("不适用", "适用"),
    ("不构成", "构成"),
    ("不影响", "影响"),
    ("不公开", "公开"),
    ("不收取", "收取"),
    ("不受", "受"),
    ("不包括", "包括"),
    ("不符合", "符合"),
    ("无正当理由", "有正当理由"),
    ("不能证明", "能证明"),
    ("未在", "在"),
    ("未采取", "采取"),
    ("不改正", "改正"),
    ("不再", "再"),
    ("不真实", "真实"),
)
BOUNDS = {
    "以上": "以下",
    "以下": "以上",
    "不满": "超过",
    "超过": "不满",
    "不足": "超过",
    "以内": "以上",
    "不少于": "不超过",
    "日内": "日后",
    "日前": "日后",
}
PLACES = ("许昌市", "枣庄市", "鄂尔多斯市", "陵川县", "洛阳市", "青岛市", "包头市", "杭州市", "河北省", "四川省")
_ORGAN = re.compile("|".join(sorted({*ORGANS} - {"国务院"}, key=len, reverse=True)))
REGIONS = {
    "plan-xuchang-2022": ("许昌市", "许昌"),
    "plan-zaozhuang-2022": ("枣庄市", "枣庄"),
    "plan-ordos-2022": ("鄂尔多斯市", "鄂尔多斯"),
    "plan-lingchuan-2024": ("陵川县", "陵川"),
}
EDITIONS = {
    "trademark-law-2019": ("trademark-law-2026", "商标法（2019年修正）", "2019年修正的《商标法》", "2019年商标法"),
    "trademark-law-2026": ("trademark-law-2019", "商标法（2026年修订）", "2026年修订的《商标法》", "新商标法"),
    "anti-unfair-competition-law-2019": (
        "anti-unfair-competition-law-2025",
        "2019年修正的反不正当竞争法",
        "反不正当竞争法（2019年修正）",
    ),
    "anti-unfair-competition-law-2025": (
        "anti-unfair-competition-law-2019",
        "2025年修订的反不正当竞争法",
        "反不正当竞争法（2025年修订）",
    ),
}


@dataclass(frozen=True)
class Corruption:
    """A false sentence: `kind`, the true one it was made from, and the clauses that it cites."""

    kind: str
    text: str
    base: Base
    places: tuple[Place, ...]


Maker = Callable[[Base, Material, Random], str | None]


def corruptions(material: Material, seed: int, each: int, bases: tuple[Base, ...]) -> Iterator[Corruption]:
    """`each` corruptions of every kind, from true sentences that the check lets pass; `bases` are used first."""
    for kind in (*CHANGED, *MOVED):
        yield from _of_kind(kind, material, Random(f"{kind}{seed}"), each, bases)


def _of_kind(kind: str, material: Material, random: Random, each: int, bases: tuple[Base, ...]) -> Iterator[Corruption]:
    quotes = list(material.quotes())
    random.shuffle(quotes)
    made, seen = 0, set[str]()
    for base in (*bases, *quotes):
        for _ in range(2 if base.made == "hand" else 1):
            one = _made(kind, base, material, random)
            if one and one.text + str(one.places) not in seen and passes(one.base, material):
                seen.add(one.text + str(one.places))
                made += 1
                yield one
            if made >= each:
                return


def passes(base: Base, material: Material) -> bool:
    """Whether the check lets a true sentence pass."""
    return check(base.text, material.cited(base.places), material.shelf).holds


def _made(kind: str, base: Base, material: Material, random: Random) -> Corruption | None:
    if kind in MOVED:
        return MOVED[kind](base, material, random)
    text = CHANGED[kind](base, material, random)
    if text is None or text == base.text:
        return None
    return Corruption(kind, text, base, base.places)


def _there(base: Base, material: Material) -> str:
    return "".join("".join(material.text(place).split()) for place in base.places)


def _other_number(written: str, random: Random, *, far: bool = False) -> str:
    """Another number in the same spelling."""
    number = to_int(written) or 1
    other = number
    while other == number:
        other = random.choice(
            (number + 1, number + 2, number * 2, max(1, number - 1), number * 10 if far else number + 5)
        )
    return str(other) if written.isdecimal() else to_chinese(min(other, 99_999))


def _replaced(pattern: re.Pattern[str], base: Base, random: Random, there: str) -> str | None:
    """One number that the pattern finds, made another one that does not stand in the clause with what follows it."""
    found = list(pattern.finditer(base.text))
    for match in random.sample(found, len(found)):
        number = next(group for group in match.groups() if group)
        start = base.text.index(number, match.start())
        behind = base.text[start + len(number) : start + len(number) + 2]
        for _ in range(4):
            other = _other_number(number, random)
            spellings = (other, str(to_int(other)), to_chinese(to_int(other) or 0))
            if not any(f"{spelling}{behind[:1]}" in there for spelling in spellings):
                return base.text[:start] + other + base.text[start + len(number) :]
    return None


def _date(base: Base, material: Material, random: Random) -> str | None:
    found = list(_DATE.finditer(base.text))
    if not found:
        return None
    match = random.choice(found)
    group = random.choice([number for number in range(1, 6) if match[number]])
    start, end = match.span(group)
    limit = {1: 9999, 2: 12, 3: 28, 4: 28, 5: 9999}[group]
    other = (int(match[group]) + random.choice((1, 2, 3)) - 1) % limit + (1 if limit < 99 else 2)
    made = base.text[:start] + str(other) + base.text[end:]
    day = made[match.start() : match.end() + len(str(other)) - (end - start)]
    return made if day not in _there(base, material) and other != int(match[group]) else None


def _amount(base: Base, material: Material, random: Random) -> str | None:
    return _replaced(_AMOUNT, base, random, _there(base, material))


def _duration(base: Base, material: Material, random: Random) -> str | None:
    return _replaced(_DURATION, base, random, _there(base, material))


def _days(base: Base, material: Material, random: Random) -> str | None:
    """日 for 工作日 and the other way round, where the clause has only the one."""
    there = _there(base, material)
    for match in _DAYS.finditer(base.text):
        other = "日" if match[2] == "个工作日" else "个工作日"
        number = to_int(match[1]) or 0
        if not any(f"{spelling}{other}" in there for spelling in (str(number), to_chinese(number))):
            return base.text[: match.start(2)] + other + base.text[match.end(2) :]
    return None


def _organ(base: Base, material: Material, random: Random) -> str | None:
    """Another organ that the clause does not name; one time in three one that it names elsewhere."""
    there = _there(base, material)
    here = [organ for organ in ORGANS if organ in base.text]
    if not here:
        return None
    longest = max(here, key=len)
    rivals = [
        organ
        for organ in ORGANS
        if organ in there and organ not in base.text and longest not in organ and organ not in longest
    ]
    foreign = [organ for organ in ORGANS if organ not in there and longest not in organ and organ not in longest]
    foreign = [organ for organ in foreign if not _akin(organ, longest)]
    rivals = [organ for organ in rivals if not _akin(organ, longest)]
    choice = random.choice(rivals) if rivals and random.random() < 0.33 else random.choice(foreign)
    return base.text.replace(longest, choice)


def _akin(one: str, other: str) -> bool:
    """Two names of one organ, or one that is any organ's: no change that makes a sentence false."""
    if one == "行政机关":
        return True
    sorts = (
        ("市场监督管理", "市场监管"),
        ("商标局", "商标评审"),
        ("市场监管", "市场监管"),
        ("行政执法机关", "行政机关"),
        ("著作权主管部门", "主管著作权的部门"),
    )
    return any(
        {one[: len(a)], one[: len(b)]} & {a, b} and {other[: len(a)], other[: len(b)]} & {a, b} for a, b in sorts
    )


def _region(base: Base, material: Material, random: Random) -> str | None:
    own = REGIONS.get(base.places[0][0])
    if own is None:
        return None
    place = random.choice([place for place in PLACES if place not in own])
    name = next((name for name in own if name in base.text), None)
    if name:
        return base.text.replace(name, place)
    lead = random.choice(("{}的方案要求，", "在{}，", "{}规定：", "按照{}的部署，"))
    return lead.format(place) + base.text


def _modal(base: Base, _: Material, random: Random) -> str | None:
    found = [word for word in MODALS if word in base.text]
    if not found:
        return None
    word = random.choice(found)
    start = random.choice([match.start() for match in re.finditer(word, base.text)])
    if base.text[start - 1 : start] == "不" or base.text[start - 2 : start] == "知道":
        return None
    return base.text[:start] + random.choice(MODALS[word]) + base.text[start + len(word) :]


def _negation(base: Base, _: Material, random: Random) -> str | None:
    """A denial lost, or put in."""
    lost = [(no, yes) for no, yes in DENIED if no in base.text]
    gained = [(yes, no) for no, yes in DENIED if len(yes) > 1 and yes in base.text and no not in base.text]
    gained = [
        (yes, no) for yes, no in gained if base.text[max(0, base.text.index(yes) - 1)] not in "不未无否没得应可以"
    ]
    choices = [*lost, *lost, *gained]
    return base.text.replace(*random.choice(choices), 1) if choices else None


def _bound(base: Base, _: Material, random: Random) -> str | None:
    found = [match for word in BOUNDS for match in re.finditer(word, base.text) if _of_value(base.text, match)]
    if not found:
        return None
    match = random.choice(found)
    return base.text[: match.start()] + BOUNDS[match[0]] + base.text[match.end() :]


def _of_value(text: str, match: re.Match[str]) -> bool:
    """Whether the word bounds a value: 县级以上 does not."""
    around = text[max(0, match.start() - 3) : match.start()] + text[match.end() : match.end() + 3]
    valued = re.search(r"[\d一二三四五六七八九十百千万]", around)
    return bool(valued) and text[max(0, match.start() - 2) : match.start()] not in {"县级", "市级", "省级"}


def _article(base: Base, material: Material, random: Random) -> str | None:
    """Another article than the one cited and those that the clause refers to."""
    text = base.text if _ARTICLE.search(base.text) else named(base, material, random)
    found = _ARTICLE.search(text)
    if not found:
        return None
    there = _there(base, material) + "".join(path for _, path in base.places)
    number = to_int(found[1]) or 1
    other = random.choice([n for n in (number - 2, number - 1, number + 1, number + 2, number + 10) if n > 0])
    label = f"第{to_chinese(other) if not found[1].isdecimal() else other}条"
    return None if f"第{to_chinese(other)}条" in there else text[: found.start()] + label + text[found.end() :]


def _swapped(base: Base, material: Material, random: Random) -> str | None:
    """Two values of one sort, or two organs, each in the place of the other."""
    for pattern in random.sample([_AMOUNT, _DURATION, _DATE, _ORGAN], 4):
        found = list(pattern.finditer(base.text))
        pairs = [(a, b) for a, b in pairwise(found) if _value(a[0]) != _value(b[0]) and not _ranged(base.text, a, b)]
        pairs = [(a, b) for a, b in pairs if _unit(base.text, a) == _unit(base.text, b)]
        if pairs:
            one, two = random.choice(pairs)
            between = base.text[one.end() : two.start()]
            return base.text[: one.start()] + two[0] + between + one[0] + base.text[two.end() :]
    return None


def _title(base: Base, material: Material, random: Random) -> str | None:
    """Another title in 《》."""
    text = base.text if "《" in base.text else named(base, material, random)
    found = re.search("《([^《》]+)》", text)
    others = [material.shelf.title(name) for name in material.documents]
    others = [title for title in others if title not in text and title not in _there(base, material)]
    own = {material.shelf.by_id[document].work_id for document, _ in base.places}
    others = [
        title
        for title in others
        if not any(material.shelf.by_id[name].work_id in own for name in _ids(material, title))
    ]
    return text.replace(found[1], random.choice(others)) if found else None


def _ids(material: Material, title: str) -> list[str]:
    return [name for name in material.documents if material.shelf.title(name) == title]


def _number_of_document(base: Base, _: Material, random: Random) -> str | None:
    found = re.search(r"(?<=〔20\d\d〕)\d+(?=号)|(?<=第)\d+(?=号)", base.text)
    if not found:
        return None
    return base.text[: found.start()] + str(int(found[0]) + random.choice((1, 3, 10))) + base.text[found.end() :]


def _contact(base: Base, _: Material, random: Random) -> str | None:
    found = list(re.finditer(r"(?<![\d〔])\d{6,11}(?!\d)|(?<=[a-z])[a-z](?=[a-z@])", base.text))
    if not found:
        return None
    match = random.choice(found)
    other = str(int(match[0]) + random.randint(1, 9)) if match[0].isdecimal() else chr((ord(match[0]) - 96) % 26 + 97)
    return base.text[: match.start()] + other + base.text[match.end() :]


def _discretion(base: Base, _: Material, __: Random) -> str | None:
    """可以 lost: what may be done is done."""
    found = re.search("可以(?=处|并处|责令|查封|扣押|延长|要求|委托|依法|采取|申请|请求|向)", base.text)
    return base.text[: found.start()] + base.text[found.end() :] if found else None


_INSERTED = ("应当", "可以", "不得")
_VERBS = re.compile(
    "(?<=[\u4e00-\u9fff])(?:(?<![理自事缘案法])由|责令|作出|提出|承担|没收|采取|通知|移送|报送|报告|建立|加强|开展|给予|认定|批准)"
)
_MODAL = re.compile("应|必须|须|可以|不得|禁止|严禁|有权|无权|不准|允许|要|得|负有")


def _inserted(base: Base, material: Material, random: Random) -> str | None:
    """应当, 可以 or 不得 in a sentence between ；, that has no modal word: behind its 的, before a verb, at a part.

    Into a paraphrase only such a one as its clause does not have: elsewhere it might be true.
    """
    begins = [match.end() for match in re.finditer("[；。]|^", base.text)]
    spots = list[tuple[int, str]]()
    for start in begins:
        words = re.split("[；。]", base.text[start:])[0]
        if len(words) < 12 or _MODAL.search(words):
            continue
        spots += [(start + match.end(), "，") for match in re.finditer("的(?![，；。、]|$)", words)]
        spots += [(start + match.end(), "") for match in re.finditer("，(?!并|或|但|且|以|如)", words)]
        spots += [(start + match.start(), "") for match in _VERBS.finditer(words)]
    there = _there(base, material)
    words = [word for word in _INSERTED if base.made == "quote" or word not in there]
    if not spots or not words:
        return None
    place, sign = random.choice(spots)
    return f"{base.text[:place]}{sign}{random.choice(words)}{base.text[place:]}"


_LEVEL = re.compile("(?<=级)以上|(?<=级人民政府)以上|(?<=级)以下")


def _level(base: Base, _: Material, __: Random) -> str | None:
    """县级以上 as 县级以下."""
    found = _LEVEL.search(base.text)
    if not found:
        return None
    other = "以下" if found[0] == "以上" else "以上"
    return base.text[: found.start()] + other + base.text[found.end() :]


def _added(base: Base, material: Material, random: Random) -> str | None:
    """A second half from another clause of the document that is not cited."""
    there = _there(base, material)
    mine = [one for one in material.quotes() if one.places[0][0] == base.places[0][0] and _held(one.text, there) < 0.4]
    mine = [one for one in mine if len(one.text) < 60]
    return f"{base.text.rstrip('。')}；{random.choice(mine).text}" if mine else None


def _value(written: str) -> str:
    return str(to_int(written) or written)


def _unit(text: str, match: re.Match[str]) -> str:
    return "organ" if not re.match(_N, match[0]) else re.sub(r"[的以].*", "", text[match.end() : match.end() + 2])


def _ranged(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    """Whether the two are the ends of a range, or of one list, where the order says little."""
    return two.start() - one.end() < 5


CHANGED: dict[str, Maker] = {
    "date": _date, "amount": _amount, "duration": _duration, "organ": _organ, "region": _region, "modal": _modal, "negation": _negation,
    "bound": _bound, "day or working day": _days, "article": _article, "swapped": _swapped,
    "title": _title, "document number": _number_of_document, "contact": _contact, "discretion": _discretion, "added": _added,
    "inserted modal": _inserted, "bound of a level": _level,
}  # fmt: skip


def _item(base: Base, material: Material, random: Random) -> Corruption | None:
    """The words of one item under the number of another, citing the whole article or the item itself."""
    document_id, path = base.places[0]
    document = material.shelf.document(document_id)
    items = [node for node in document.outline if node.level == "项" and node.path.startswith(f"{path}/")]
    if len(items) < 2:
        return None
    node, other = random.sample(items, 2)
    if node.parent != other.parent:
        return None
    words = re.sub(r"^（.*?）", "", document.text[node.start : node.end].strip()).rstrip("；。").split("\n")[0]
    if len(words) < 8:
        return None
    lead = random.choice(("根据{}，{}。", "{}规定的是{}。", "{}属于{}。"))
    article = node.path.split("/")[0]
    true, false = (lead.format(f"{article}{one.path.rsplit('/', 1)[1]}", words) for one in (node, other))
    where = ((document_id, random.choice((path, node.path))),)
    return Corruption("item", false, Base(true, where, base.made), where)


def _edition(base: Base, material: Material, random: Random) -> Corruption | None:
    """A sentence of one edition, under its name, citing the other edition's clause of the same matter."""
    document_id, path = base.places[0]
    if document_id not in EDITIONS:
        return None
    other, *names = EDITIONS[document_id]
    where = _alike(material, (document_id, path), other)
    if where is None:
        return None
    article = path.split("/")[0] if random.random() < 0.5 else ""
    text = f"{random.choice(('根据', '按照', '依照'))}{random.choice(names)}{article}，{base.text}"
    return Corruption("edition", text, Base(text, base.places, base.made), (where,))


def _neighbour(base: Base, material: Material, random: Random) -> Corruption | None:
    """The clause before or behind it instead of its own, where that one does not say the same."""
    if len(base.places) != 1 or len(base.text) < 18:
        return None
    document_id, path = base.places[0]
    document = material.shelf.document(document_id)
    node = next(node for node in document.outline if node.path == path)
    level = [one for one in document.outline if one.level == node.level and not one.path.startswith("无关")]
    place = level.index(node)
    beside = [*level[max(0, place - 1) : place], *level[place + 1 : place + 2]]
    beside = [one for one in beside if one.end <= node.start or node.end <= one.start]
    beside = [one for one in beside if _held(base.text, document.text[one.start : one.end]) < _TWIN]
    if not beside:
        return None
    return Corruption("neighbouring clause", base.text, base, ((document_id, random.choice(beside).path),))


def _twin(base: Base, material: Material, random: Random) -> Corruption | None:
    """A sentence under the name of its plan, citing nearly the same sentence of another plan."""
    document_id, path = base.places[0]
    if document_id not in REGIONS:
        return None
    place = random.choice(REGIONS[document_id])
    text = (
        base.text
        if place in base.text
        else random.choice(("{}要求，", "{}的方案提出，", "按照{}的方案，")).format(place) + base.text
    )
    plans = ("plan-cnipa-2022", *REGIONS)
    found = [_alike(material, (document_id, path), other, base.text) for other in plans if other != document_id]
    where = [one for one in found if one]
    return (
        Corruption("twin of another plan", text, Base(text, base.places, base.made), (random.choice(where),))
        if where
        else None
    )


def _alike(material: Material, place: Place, other: str, words: str = "") -> Place | None:
    """The clause of another document that is most like this one."""
    mine = words or material.text(place)
    leaves = {base.places[0] for base in material.quotes() if base.places[0][0] == other}
    best = max(sorted(leaves), key=lambda one: _held(mine, material.text(one)), default=None)
    return best if best and _held(mine, material.text(best)) >= 0.45 else None


def _held(text: str, there: str) -> float:
    """Share of a text's pairs of characters that stand in another."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    return sum(pair in there for pair in pairs) / (len(pairs) or 1)


MOVED: dict[str, Callable[[Base, Material, Random], Corruption | None]] = {
    "item": _item, "edition": _edition, "neighbouring clause": _neighbour, "twin of another plan": _twin,
}  # fmt: skip
