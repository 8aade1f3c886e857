"""Spellings of every clause of a folder of regulations, and references to what does not exist.

Imports nothing of `index`: files and catalog are read by the few lines below, so that a mistake there is not repeated
here. Which clauses, spellings and days meet follows from a row of numbers, not from chance: the same corpus gives the
same questions.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

BEFORE_2025, FROM_2025 = date(2025, 10, 14), date(2025, 10, 15)
BEFORE_2027, FROM_2027 = date(2026, 12, 31), date(2027, 1, 1)
DAYS = (BEFORE_2025, FROM_2025, BEFORE_2027, FROM_2027)
"""Both sides of the two changes of edition that the corpus holds."""
EDITIONS: Mapping[str, tuple[str, tuple[date, ...]]] = {
    "trademark-law-2019": ("商标法", (BEFORE_2025, FROM_2025, BEFORE_2027)),
    "trademark-law-2026": ("商标法", (FROM_2027, date(2028, 5, 6))),
    "anti-unfair-competition-law-2019": ("反不正当竞争法", (BEFORE_2025, date(2023, 3, 1))),
    "anti-unfair-competition-law-2025": ("反不正当竞争法", (FROM_2025, BEFORE_2027, FROM_2027)),
}
"""The days on which the plain name of a work means one edition and no other."""
YEARS = {
    "trademark-law-2019": (2019, "修正"),
    "trademark-law-2026": (2026, "修订"),
    "anti-unfair-competition-law-2019": (2019, "修正"),
    "anti-unfair-competition-law-2025": (2025, "修订"),
}
_COUNTRY = "中华人民共和国"
_DIGITS = "〇一二三四五六七八九"
_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?[\s　]")
_HEADING = re.compile(r"第[一二三四五六七八九十]+(?:编|分编|章|节)[\s　]|#|附则$|附：|\*\*")
_ITEM = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
_POINT = re.compile(r"(\d+)[.．、]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the corpus by its numbers; 0 where it has none of that level."""

    document_id: str
    article: int
    branch: int = 0
    paragraph: int = 0
    item: int = 0
    point: int = 0
    paragraphs: int = 1
    """How many 款 its article has."""

    @property
    def path(self) -> str:
        """The path as interfaces pin it."""
        label = f"第{chinese(self.article)}条" + (f"之{chinese(self.branch)}" if self.branch else "")
        parts = [label, self.paragraph and f"第{chinese(self.paragraph)}款"]
        parts += [self.item and f"第（{chinese(self.item)}）项", self.point and f"第{self.point}目"]
        return "/".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that names clauses: the first of `paths` first. `history` are the questions before it."""

    kind: str
    question: str
    as_of: date
    document_id: str
    paths: tuple[str, ...]
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A question about what does not exist."""

    kind: str
    question: str
    as_of: date


def chinese(number: int) -> str:
    """A number up to 9,999 as laws print it."""
    written = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        written += (_DIGITS[digit].replace("〇", "零") + name) if digit else "零" if written else ""
        if not number:
            break
    return (
        re.sub("零+", "零", written).removeprefix("一") if written.startswith("一十") else re.sub("零+", "零", written)
    )


def value(numeral: str) -> int:
    """The number that a printed numeral means."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in "十百千":
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
        else:
            digit = (_DIGITS.replace("〇", "零") if sign == "零" else _DIGITS).index(sign)
    return total + digit


def clauses_of(path: Path, document_id: str) -> list[Clause]:
    """Every 条, 款, 项 and 目 of a file, in order: one paragraph a line, 款 by paragraph, 项 and 目 by their marks."""
    body = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
    groups: list[list[str]] = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if _ARTICLE.match(line + " "):
            groups.append([line])
        elif _HEADING.match(line):
            groups.append([])
        elif groups and groups[-1]:
            groups[-1].append(line)
    return [clause for lines in groups if lines for clause in _article(document_id, lines)]


def _article(document_id: str, lines: Sequence[str]) -> Iterator[Clause]:
    first = _ARTICLE.match(lines[0] + " ")
    assert first
    number, branch = value(first[1]), value(first[2]) if first[2] else 0
    marks = _marks([lines[0][first.end() :].strip(), *lines[1:]])
    paragraphs = sum(level == "款" for level, _ in marks) or 1
    yield Clause(document_id, number, branch, paragraphs=paragraphs)
    paragraph, item = 0, 0
    for level, own in marks:
        if level == "款":
            paragraph, item = paragraph + 1, 0
        item = own if level == "项" else item
        at = paragraph if paragraphs > 1 else 0
        if at or item:
            yield Clause(document_id, number, branch, at, item, own if level == "目" else 0, paragraphs)


def _marks(lines: Sequence[str]) -> list[tuple[str, int]]:
    """What each paragraph of an article is, with its number; one that interrupts a row of 项 belongs to the 项 before."""
    found: list[tuple[str, int]] = []
    items = [value(mark[1]) if (mark := _ITEM.match(line)) else 0 for line in lines]
    item = 0
    for n, line in enumerate(lines):
        point = _POINT.match(line)
        if items[n]:
            item = items[n]
            found.append(("项", item))
        elif point:
            found.append(("目" if item else "项", int(point[1])))
        elif not item or next((later for later in items[n + 1 :] if later), 0) != item + 1:
            item = 0
            found.append(("款", 0))
    return found


class Corpus:
    """The regulations with all their clauses and the names under which people know them."""

    def __init__(self, folder: Path) -> None:
        rows = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
        self.rows = [row for row in rows if row["path"].startswith("regulations/")]
        self.clauses = {row["id"]: clauses_of(folder / row["path"], row["id"]) for row in self.rows}
        self.titles = {row["id"]: row["title"] for row in self.rows}
        owners = defaultdict(set)
        for row in rows:
            for name in _all_names(row):
                owners[re.sub(r"\s", "", name)].add(row["id"])
        self.names = {row["id"]: _own_names(row, owners) for row in self.rows}
        self.since = {row["id"]: row["effective"] or row["promulgated"] or "" for row in self.rows}
        self.issued = {row["id"]: row["promulgated"] or "" for row in self.rows}
        self.numbers = {row["id"]: row["doc_number"] or "" for row in self.rows}
        self.shared_numbers = {number for number, held in Counter(self.numbers.values()).items() if held > 1}
        self.owned = frozenset(owners)

    def days(self, document_id: str) -> tuple[date, ...]:
        """The days on which the plain name means this document, none before it was in force."""
        if document_id in EDITIONS:
            return EDITIONS[document_id][1]
        return tuple(day for day in DAYS if day.isoformat() >= self.since[document_id])

    def usual(self, document_id: str) -> str:
        """The plain name that people use first."""
        if document_id in EDITIONS:
            return EDITIONS[document_id][0]
        return self.names[document_id][0]

    def last(self, document_id: str) -> int:
        """The number of the last 条."""
        return max((clause.article for clause in self.clauses[document_id]), default=0)


def _all_names(row: Mapping[str, object]) -> list[str]:
    title = str(row["title"])
    return [title, title.removeprefix(_COUNTRY), str(row["short_title"] or title), *row["aliases"]]  # type: ignore[misc]


def _own_names(row: Mapping[str, object], owners: Mapping[str, set[str]]) -> list[str]:
    """Short title, title and aliases that no other document has; those of a work with editions are the plain ones."""
    if row["id"] in EDITIONS:
        plain = EDITIONS[str(row["id"])][0]
        return [plain, _COUNTRY + plain]
    names = [re.sub(r"\s", "", name) for name in (str(row["short_title"]), *_all_names(row))]
    return [name for name in dict.fromkeys(names) if owners[name] == {row["id"]} and _is_clear(name, owners)]


def _is_clear(name: str, owners: Iterable[str]) -> bool:
    """Whether a number behind a name is a clause: not so where the name holds one or another one goes on with one.

    司法解释二十四条 is the 24th of 司法解释 or the 14th of 司法解释二.
    """
    longer = (other.removeprefix(name) for other in owners if other.startswith(name) and other != name)
    return "条" not in name.replace("条例", "") and not any(rest[0] in _DIGITS for rest in longer)


Spell = Callable[[Clause], str]


def printed(c: Clause) -> str:
    """第五十七条第一款第（二）项."""
    return c.path.replace("/", "")


def _branch(c: Clause, written: Callable[[int], str]) -> str:
    return f"之{written(c.branch)}" if c.branch else ""


def _spelled(c: Clause, patterns: str, number: Callable[[int], str]) -> str:
    """A clause by patterns for its four levels, `|` between them and `{}` for the number."""
    article, paragraph, item, point = patterns.split("|")
    text = article.format(number(c.article)) + _branch(c, number)
    text += paragraph.format(number(c.paragraph)) if c.paragraph else ""
    text += item.format(number(c.item)) if c.item else ""
    return text + (point.format(number(c.point)) if c.point else "")


def wide(number: int) -> str:
    """２３."""
    return str(number).translate({48 + n: 0xFF10 + n for n in range(10)})


def formal(number: int) -> str:
    """贰拾叁."""
    return chinese(number).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))


def spaced(number: int) -> str:
    """五 十 七."""
    return " ".join(chinese(number))


def by_digits(number: int) -> str:
    """五七."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _mixed(c: Clause) -> str:
    """The 条 in numerals, what is below it in digits."""
    whole = _spelled(c, "{}条|{}款|{}项|{}目", str)
    return chinese(c.article) + whole.removeprefix(str(c.article))


SPELLINGS: dict[str, Spell] = {
    "as printed: 第五十七条第一款第（二）项": printed,
    "without brackets: 第五十七条第一款第二项": lambda c: _spelled(c, "第{}条|第{}款|第{}项|第{}目", chinese),
    "digits: 第57条第1款第2项": lambda c: _spelled(c, "第{}条|第{}款|第{}项|第{}目", str),
    "digits without 第: 57条1款2项": lambda c: _spelled(c, "{}条|{}款|{}项|{}目", str),
    "numerals without 第: 五十七条一款二项": lambda c: _spelled(c, "{}条|{}款|{}项|{}目", chinese),
    "brackets alone: 57条(二)": lambda c: _spelled(c, "{}条|{}款|({})|第{}目", chinese).replace(
        chinese(c.article), str(c.article), 1
    ),
    "brackets and 项: 第57条1款（2）项": lambda c: _spelled(c, "第{}条|{}款|（{}）项|{}目", str),
    "full width: 第５７条第１款第２项": lambda c: _spelled(c, "第{}条|第{}款|第{}项|第{}目", wide),
    "mixed: 五十七条2项": _mixed,
    "blanks: 第 57 条 第 1 款": lambda c: _spelled(c, "第 {} 条| 第 {} 款| 第 {} 项| 第 {} 目", str),
    "blanks inside: 第 五 十 七 条": lambda c: _spelled(c, "第 {} 条| 第 {} 款| 第 {} 项| 第 {} 目", spaced),
    "digit by digit: 第五七条": lambda c: _spelled(c, "第{}条|第{}款|第{}项|第{}目", by_digits),
    "formal numerals: 第伍拾柒条": lambda c: _spelled(c, "第{}条|第{}款|第{}项|第{}目", formal),
    "with 的: 第57条的第二项": lambda c: _spelled(c, "第{}条|的第{}款|的第{}项|的第{}目", chinese),
    "with 规定的: 第五十七条第一款规定的第（二）项": lambda c: _spelled(
        c, "第{}条|规定的第{}款|规定的第（{}）项|第{}目", chinese
    ),
    "other brackets: 第57条[二]": lambda c: _spelled(c, "第{}条|第{}款|【{}】|第{}目", chinese),
}


def sentence(name: str, clause: str) -> str:
    """A long sentence with dates, amounts and counts beside the reference."""
    return (
        f"2024年5月12日我局对当事人罚了5万元，查获3条线索、12件商品，同案第三人不服，出台二十条措施后，"
        f"想问{name}{clause}对这种情况是怎么规定的？"
    )


_GLUED = "words glued before"
"""Not asked with 实施细则 alone: words before that are its title."""
AROUND: dict[str, Callable[[str, str], str]] = {
    "name and clause": lambda name, clause: f"{name}{clause}",
    "in 《》": lambda name, clause: f"《{name}》{clause}",
    "all in 《》": lambda name, clause: f"《{name}{clause}》",
    "asked politely": lambda name, clause: f"请问{name}{clause}是怎么规定的？",
    "with 的 and 里": lambda name, clause: f"{name}里的{clause}说了什么",
    "comma and blank": lambda name, clause: f"{name}， {clause}",
    "in a long sentence": sentence,
    "basis": lambda name, clause: f"依据{name}{clause}处理可以吗",
    _GLUED: lambda name, clause: f"超市卖假酒{name}{clause}怎么处罚",
}
_TRADITIONAL = str.maketrans(
    "标专权产条项款业务单发处罚规则实细办护权护纠纷诉讼为关于适请质员检举报录审计证据风险额货买卖电网络烟种环协议违产认驰册传节约农药团领导级别执国务总局机构应当办条业动态线车东书长门问间闻马鱼鸟龙",
    "標專權產條項款業務單發處罰規則實細辦護權護糾紛訴訟為關於適請質員檢舉報錄審計證據風險額貨買賣電網絡煙種環協議違產認馳冊傳節約農藥團領導級別執國務總局機構應當辦條業動態線車東書長門問間聞馬魚鳥龍",
)


def traditional(text: str) -> str:
    """The text in traditional characters, as far as this short list goes."""
    return text.translate(_TRADITIONAL)


def misspelt(name: str) -> str | None:
    """A title with the sign in its middle left out; none where the title is short or the middle tells it apart."""
    middle = len(name) // 2
    if len(name) < 10 or not re.fullmatch(r"[\u4e00-\u9fff]+", name):
        return None
    return name[:middle] + name[middle + 1 :]


def spellings(corpus: Corpus, each: int = 4) -> Iterator[Asked]:
    """`each` questions about every clause of the corpus; every kind of spelling comes up equally often."""
    turn = count()
    for row in corpus.rows:
        for clause in corpus.clauses[row["id"]]:
            for _ in range(each):
                yield from _one(corpus, clause, next(turn))


def _one(corpus: Corpus, clause: Clause, turn: int) -> Iterator[Asked]:
    """The question of one turn: a kind that fits the clause, its name and day by the same turn."""
    kinds = [*SPELLINGS, *AROUND, *OTHERS]
    days = corpus.days(clause.document_id)
    day = days[turn // 7 % len(days)]
    names = corpus.names[clause.document_id]
    name = names[turn // 3 % len(names)]
    for step in range(len(kinds)):
        kind = kinds[(turn + step) % len(kinds)]
        if asked := _of_kind(corpus, clause, kind, (name, day, turn)):
            yield asked
            return


def _of_kind(corpus: Corpus, clause: Clause, kind: str, given: tuple[str, date, int]) -> Asked | None:
    name, day, turn = given
    spells = list(SPELLINGS.values())
    if kind in SPELLINGS:
        return Asked(kind, f"{name}{SPELLINGS[kind](clause)}", day, clause.document_id, (clause.path,))
    if kind in AROUND:
        if (kind.endswith("《》") and name.startswith("侵犯")) or (kind == _GLUED and name == "实施细则"):
            return None
        return Asked(kind, AROUND[kind](name, spells[turn % 9](clause)), day, clause.document_id, (clause.path,))
    made = OTHERS[kind](corpus, clause, name, day, turn)
    return Asked(kind, made[0], made[2], clause.document_id, tuple(made[1])) if made else None


Made = tuple[str, Sequence[str], date] | None


def _neighbour(corpus: Corpus, clause: Clause, step: int) -> Clause | None:
    """The clause of the same level `step` further on, None where there is none."""
    changed = {
        "article": clause.article + (0 if clause.paragraph or clause.item else step),
        "paragraph": clause.paragraph + (step if clause.paragraph and not clause.item else 0),
        "item": clause.item + (step if clause.item else 0),
    }
    known = {(c.article, c.branch, c.paragraph, c.item, c.point): c for c in corpus.clauses[clause.document_id]}
    return known.get((changed["article"], clause.branch, changed["paragraph"], changed["item"], 0))


def _list(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """57、58条; 第一、二款; （一）（二）项."""
    other = None if clause.point else _neighbour(corpus, clause, 1)
    if other is None or (clause.branch and not clause.item and not clause.paragraph):
        return None
    head = f"第{clause.article}条{_branch(clause, chinese)}" + (
        f"第{clause.paragraph}款" if clause.paragraph and clause.item else ""
    )
    if clause.item:
        tail = (
            f"（{chinese(clause.item)}）（{chinese(other.item)}）项",
            f"第{clause.item}、{other.item}项",
            f"第（{clause.item}）项和第（{other.item}）项",
        )
    elif clause.paragraph:
        tail = (
            f"第{chinese(clause.paragraph)}、{chinese(other.paragraph)}款",
            f"第{clause.paragraph}款和第{other.paragraph}款",
            f"{clause.paragraph}、{other.paragraph}款",
        )
    else:
        head = ""
        tail = (
            f"{clause.article}、{other.article}条",
            f"第{chinese(clause.article)}、{chinese(other.article)}条",
            f"第{clause.article}条和第{other.article}条",
        )
    return f"{name}{head}{tail[turn % 3]}", (clause.path, other.path), day


def _range(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """57-60条; 第一款至第三款; （一）至（三）项."""
    further = [] if clause.point or clause.branch else [c for step in (1, 2) if (c := _neighbour(corpus, clause, step))]
    if len(further) < 2:
        return None
    last = further[-1]
    head = f"第{clause.article}条" + (f"第{clause.paragraph}款" if clause.paragraph and clause.item else "")
    if clause.item:
        tail = (
            f"（{chinese(clause.item)}）至（{chinese(last.item)}）项",
            f"第{clause.item}项至第{last.item}项",
            f"第（{chinese(clause.item)}）项到第（{chinese(last.item)}）项",
        )
    elif clause.paragraph:
        tail = (
            f"第{chinese(clause.paragraph)}款至第{chinese(last.paragraph)}款",
            f"第{clause.paragraph}至{last.paragraph}款",
            f"{clause.paragraph}-{last.paragraph}款",
        )
    else:
        head = ""
        tail = (
            f"第{clause.article}条至第{last.article}条",
            f"{clause.article}-{last.article}条",
            f"第{chinese(clause.article)}条到第{chinese(last.article)}条",
        )
    return f"{name}{head}{tail[turn % 3]}", [c.path for c in (clause, *further)], day


def _two(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """商标法57条和处罚法33条: the first document's clause first."""
    joined = ("和行政处罚法33条", "以及产品质量法第五十条有什么关系", "，行政强制法第二条")[turn % 3]
    if corpus.usual(clause.document_id) in joined:
        return None
    return f"{name}{list(SPELLINGS.values())[turn % 9](clause)}{joined}", (clause.path,), day


def _short(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """第57-2项, 57(2), and a bare 57 behind the name."""
    if clause.branch or clause.point or not name.endswith(("法", "条例", "办法", "规定", "标准", "解释")):
        return None
    if clause.item and clause.paragraphs == 1:
        return f"{name}{('第{}-{}项', '{}({})')[turn % 2].format(clause.article, clause.item)}", (clause.path,), day
    if clause.item:
        return f"{name}第{clause.article}-{clause.paragraph}-{clause.item}项", (clause.path,), day
    if clause.paragraph:
        return f"{name}第{clause.article}-{clause.paragraph}款", (clause.path,), day
    return f"{name}{clause.article}怎么规定", (clause.path,), day


def _in_traditional(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """商標法第五十七條第二項."""
    return traditional(f"{name}{list(SPELLINGS.values())[turn % 9](clause)}"), (clause.path,), day


def _near(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """A misspelt title, with and without 《》."""
    wrong = next(
        (near for n in corpus.names[clause.document_id] if (near := misspelt(n)) and near not in corpus.owned), None
    )
    clauses = printed(clause)
    return (f"《{wrong}》{clauses}" if turn % 2 else f"{wrong}{clauses}", (clause.path,), day) if wrong else None


def _number(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """国知发保字[2020]23号第三条, 第81号令第三条: the number in any brackets, with and without 号."""
    number = re.sub(r"（.*）$", "", corpus.numbers[clause.document_id])
    if not number or corpus.numbers[clause.document_id] in corpus.shared_numbers:
        return None
    lettered = re.fullmatch(r"(\D+)〔(\d{4})〕(\d+)号", number)
    if lettered is None:
        return f"{number}{printed(clause)}", (clause.path,), day
    letters, year, own = lettered.groups()
    forms = (
        "{}〔{}〕{}号", "{}[{}]{}号", "{}【{}】{}号", "{}({}){}号", "{}（{}）{}号", "{}{}年{}号", "{}〔{}〕{}", "{}（{}）第{}号", "{} 〔{}〕 {} 号",
    )  # fmt: skip
    form = forms[turn % len(forms)]
    return (
        f"{form.format(letters, wide(int(year)) if turn % 5 == 0 else year, own)}{printed(clause)}",
        (clause.path,),
        day,
    )


def _edition(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """商标法（2026年修订）第七十二条, 2019年版商标法57条: the edition that is named, on any day."""
    if clause.document_id not in YEARS:
        return None
    year, word = YEARS[clause.document_id]
    plain = corpus.usual(clause.document_id)
    forms = (
        f"{plain}（{year}年{word}）",
        f"{plain}({year})",
        f"{year}年{word}的{plain}",
        f"{plain}{year}年版",
        f"《{plain}》（{year}年{word}）",
        f"{year}版{plain}",
    )
    days = [day for day in DAYS if day.isoformat() >= corpus.issued[clause.document_id]]
    return f"{forms[turn % len(forms)]}{printed(clause)}", (clause.path,), days[turn % len(days)]


def _circled(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """57条②."""
    if not 0 < clause.item <= 20 or clause.point:
        return None
    head = f"第{clause.article}条{_branch(clause, chinese)}" + (f"第{clause.paragraph}款" if clause.paragraph else "")
    return f"{name}{head}{chr(ord('①') + clause.item - 1)}项"[: None if turn % 2 else -1], (clause.path,), day


def _without_paragraph(corpus: Corpus, clause: Clause, name: str, day: date, turn: int) -> Made:
    """57条2项, where only one 款 of the article has such a 项; 第一款 of an article that has one only."""
    own = [c for c in corpus.clauses[clause.document_id] if (c.article, c.branch) == (clause.article, clause.branch)]
    if (
        clause.item
        and clause.paragraph
        and not clause.point
        and sum(c.item == clause.item and not c.point for c in own) == 1
    ):
        return f"{name}第{clause.article}条{_branch(clause, chinese)}第{clause.item}项", (clause.path,), day
    if clause.paragraphs == 1 and not clause.item:
        return f"{name}第{clause.article}条{_branch(clause, chinese)}第一款", (clause.path,), day
    return None


Make = Callable[[Corpus, Clause, str, date, int], Made]
OTHERS: dict[str, Make] = {
    "list: 57、58条": _list,
    "range: 57-59条": _range,
    "two at once": _two,
    "shorthand: 第57-2项": _short,
    "traditional characters": _in_traditional,
    "near title": _near,
    "number of the document": _number,
    "edition named by year": _edition,
    "circled: 57条②": _circled,
    "款 left out": _without_paragraph,
}


def follow_ups(corpus: Corpus, each: int = 1) -> Iterator[Asked]:
    """Questions that hang on the one before: 第二款呢, 下一条, 该条第一项, 这一项."""
    turn = count()
    for row in corpus.rows:
        known = {clause.path: clause for clause in corpus.clauses[row["id"]]}
        for clause in known.values():
            for _ in range(each):
                yield from _hanging(corpus, clause, next(turn))


def _hanging(corpus: Corpus, clause: Clause, turn: int) -> Iterator[Asked]:
    days = corpus.days(clause.document_id)
    if clause.point or clause.branch:
        return
    own = f"{corpus.usual(clause.document_id)}第{clause.article}条"
    ways = _of_item(clause, own) if clause.item else _of_paragraph(clause, own) if clause.paragraph else None
    chosen = list(ways or _of_article(corpus, clause, own))
    kind, first, question = chosen[turn % len(chosen)]
    yield Asked(kind, question, days[turn % len(days)], clause.document_id, (clause.path,), (first,))


_Way = tuple[str, str, str]
"""A kind, the question before and the question."""


def _of_item(clause: Clause, own: str) -> Iterator[_Way]:
    paragraph = f"第{chinese(clause.paragraph)}款" if clause.paragraph else ""
    yield "项 of the article before", f"{own}怎么规定", f"{paragraph}第{chinese(clause.item)}项呢？"
    yield "该条 and 项", f"{own}怎么规定", f"该条{paragraph}第（{chinese(clause.item)}）项是什么意思"
    yield "这一项", f"{own}{paragraph}第（{chinese(clause.item)}）项", "这一项怎么理解"


def _of_paragraph(clause: Clause, own: str) -> Iterator[_Way]:
    yield "款 of the article before", f"{own}怎么规定", f"第{chinese(clause.paragraph)}款呢"
    yield "本条 and 款", f"{own}怎么规定", f"本条第{clause.paragraph}款呢"
    yield "那 and 款", f"{own}怎么规定", f"那{clause.paragraph}款怎么说"
    if clause.paragraph > 1:
        yield "下一款", f"{own}第{chinese(clause.paragraph - 1)}款", "下一款呢"
    if clause.paragraph < clause.paragraphs:
        yield "前款", f"{own}第{chinese(clause.paragraph + 1)}款", "前款呢"


def _of_article(corpus: Corpus, clause: Clause, own: str) -> Iterator[_Way]:
    name, after, ahead = corpus.usual(clause.document_id), _neighbour(corpus, clause, -1), _neighbour(corpus, clause, 1)
    yield "another article", f"{name}第二条说什么", f"第{clause.article}条呢"
    yield "该条", f"{own}怎么规定", "该条全文是什么"
    if after and not _branched(corpus, after):
        yield "下一条", f"{name}第{after.article}条", "下一条呢"
    if ahead and not _branched(corpus, clause):
        yield "上一条, 前条", f"{name}第{ahead.article}条", "上一条呢"
        yield "上一条, 前条", f"{name}第{ahead.article}条", "前条怎么规定"


def _branched(corpus: Corpus, clause: Clause) -> bool:
    return any(c.branch for c in corpus.clauses[clause.document_id] if c.article == clause.article)


NOT_LOADED = (
    "食品安全法", "药品管理法", "公司法", "证券法", "保险法", "劳动合同法", "劳动法", "民事诉讼法", "刑事诉讼法", "治安管理处罚法", "道路交通安全法", "农产品质量安全法",
    "计量法", "价格法", "税收征收管理法", "环境保护法", "大气污染防治法", "土地管理法", "城乡规划法", "海关法", "对外贸易法", "外商投资法", "招标投标法", "政府采购法",
    "网络安全法", "数据安全法", "个人信息保护法", "国家赔偿法", "监察法", "公务员法", "仲裁法", "律师法", "公证法", "中医药法", "文物保护法", "非物质文化遗产法",
    "安全生产法", "特种设备安全法", "进出口商品检验法", "消防法", "旅游法", "电影产业促进法", "测绘法", "邮政法", "合伙企业法", "企业破产法", "票据法", "拍卖法",
    "食品安全法实施条例", "商标法实施细则", "产品质量法实施条例", "反不正当竞争法实施细则", "反垄断法实施条例", "广告管理条例", "无照经营查处办法", "直销管理条例",
    "禁止传销条例", "化妆品监督管理条例", "医疗器械监督管理条例", "公安机关办理行政案件程序规定", "海关行政处罚程序规定", "农业行政处罚程序规定", "认证认可条例",
    "北京市专利保护和促进条例", "广东省专利条例", "河南省反不正当竞争条例", "上海市知识产权保护条例", "深圳经济特区知识产权保护条例", "山东省知识产权促进条例",
    "专利侵权纠纷行政裁决办案指南", "专利侵权判定指南", "商标审查审理指南", "专利审查指南", "地理标志专用标志使用管理办法", "官方标志登记备案办法", "知识产权信用管理规定",
    "美国专利法", "日本商标法", "欧盟商标条例", "植物检疫条例", "动物防疫法", "海上交通安全法", "民用航空法", "军人保险法", "红十字标志使用办法", "档案法实施办法",
)  # fmt: skip
"""Documents that the corpus does not hold, real ones and some that sound like one of its own."""
NO_NUMBERS = (
    "国知发保字〔2019〕77号", "国知发保字[2023]11号", "法释〔2018〕99号", "法释（2024）3号", "国办发〔2021〕8号", "许市监〔2023〕9号", "国市监稽〔2020〕15号", "国务院令第999号",
    "国家知识产权局令第99号", "国家市场监督管理总局令第199号", "鄂知发〔2024〕7号", "枣市监知保〔2021〕6号", "国知发运字〔2022〕33号", "豫知〔2022〕12号",
)  # fmt: skip
PLACES = ("北京市", "广东省", "河南省", "洛阳市", "临江市", "许昌市", "内蒙古自治区", "青岛", "上海", "望海县")
KINDS = ("条例", "办法", "规定", "细则", "解释", "标准")
_QUESTIONS = ("{}{}", "《{}》{}", "请问{}{}是怎么规定的？", "根据{}{}，2024年5月罚了5万元对吗")


def missing(corpus: Corpus) -> Iterator[Missing]:
    """References to clauses, documents, numbers and editions that do not exist."""
    turn = count()
    for row in corpus.rows:
        if corpus.clauses[row["id"]]:
            yield from _missing_clauses(corpus, row["id"], next(turn))
    for kind, name in (*_not_loaded(corpus), *(("document", name) for name in NOT_LOADED)):
        if name not in corpus.owned:
            n = next(turn)
            yield Missing(kind, _QUESTIONS[n % 4].format(name, _SOME[n % len(_SOME)](3 + n % 40)), DAYS[n % 4])
    for n, number in enumerate((*NO_NUMBERS, *_other_numbers(corpus))):
        yield Missing("number", f"{number}第三条", DAYS[n % 4])
        yield Missing("number", f"{number}是什么文件", DAYS[n % 4])
    for n, (plain, year) in enumerate((p, y) for p in ("商标法", "反不正当竞争法") for y in (1993, 2001, 2013, 2017)):
        yield Missing("edition", f"{plain}（{year}年修正）第{n + 5}条", DAYS[n % 4])


_SOME: tuple[Callable[[int], str], ...] = (
    lambda n: f"第{n}条",
    lambda n: f"第{chinese(n)}条",
    lambda n: f"{n}条",
    lambda n: f"第{wide(n)}条第二款",
    lambda n: f"第{chinese(n)}条第（一）项",
    lambda n: f"{n}条(二)",
    lambda n: f"第{n}、{n + 1}条",
    lambda n: f"第{n}条至第{n + 2}条",
)


def _not_loaded(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Titles made from loaded ones: of a place, of rules to a law, of another kind, of another country."""
    for turn, row in enumerate(corpus.rows):
        title = re.sub(r"（.*）$", "", row["title"]).removeprefix(_COUNTRY)
        if not re.fullmatch(r"[\u4e00-\u9fff、]+", title) or title.startswith(("最高", "人民", "关于", "国")):
            continue
        if row["doc_type"] == "法律":
            yield from (("rules to a law", title + rules) for rules in ("实施细则", "实施条例", "实施办法"))
            yield "abroad", ("美国", "日本", "德国")[turn % 3] + title
            continue
        yield "place before", PLACES[turn % len(PLACES)] + title
        kind = next((kind for kind in KINDS if title.endswith(kind)), "")
        others = [other for other in KINDS if other != kind and title.removesuffix(kind) + other not in corpus.owned]
        if kind and title.removesuffix(kind).replace("管理", "") + others[turn % len(others)] not in corpus.owned:
            yield "another kind", title.removesuffix(kind) + others[turn % len(others)]


def _other_numbers(corpus: Corpus) -> Iterator[str]:
    """Numbers of loaded documents with another year or count."""
    for number in corpus.numbers.values():
        if lettered := re.fullmatch(r"(\D+)〔(\d{4})〕(\d+)号", number):
            letters, year, own = lettered.groups()
            yield from (f"{letters}〔{int(year) - 1}〕{own}号", f"{letters}[{year}]{int(own) + 300}号")


def _missing_clauses(corpus: Corpus, document_id: str, turn: int) -> Iterator[Missing]:
    """Articles beyond the last one, and 款 and 项 that an article does not have."""
    days = corpus.days(document_id)
    name, day, last = corpus.usual(document_id), days[turn % len(days)], corpus.last(document_id)
    spells = list(SPELLINGS.values())
    for step, article in enumerate((last + 1, last + 27, 1999)):
        written = spells[(turn + step) % 9](Clause(document_id, article))
        yield Missing("article", _QUESTIONS[(turn + step) % 4].format(name, written), day)
    yield Missing("article", traditional(f"{name}第{chinese(last + 5)}条"), day)
    yield Missing("branch", f"{name}第{corpus.clauses[document_id][0].article}条之九", day)
    plain = [c for c in corpus.clauses[document_id] if not (c.paragraph or c.item or c.branch)]
    chosen = plain[turn % len(plain)]
    beyond = Clause(document_id, chosen.article, paragraph=chosen.paragraphs + 1 + turn % 3)
    yield Missing("款", f"{name}{spells[turn % len(spells)](beyond)}", day)
    items = max((c.item for c in corpus.clauses[document_id] if c.article == chosen.article), default=0)
    beyond = Clause(document_id, chosen.article, item=items + 1 + turn % 4)
    yield Missing("项", f"{name}{spells[turn % len(spells)](beyond)}", day)
    yield Missing("目", f"{name}第{chosen.article}条第{items + 1}项第{7 + turn % 3}目", day)
