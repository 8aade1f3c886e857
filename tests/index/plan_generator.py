"""Plans of towns that the project has never seen: a seeded generator of noisy files with their true outlines.

It shares nothing with `index`: neither code nor patterns. A plan is laid out as clauses first; noise comes after.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

HAN = list("零一二三四五六七八九十") + [f"十{digit}" for digit in "一二三四五六七八九"]
HAN += [f"{tens}十{digit}" for tens in "二三四五六七八九" for digit in ("", *"一二三四五六七八九")]
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
PLACES = [
    ("甘肃省", "酒泉市", "瓜州县"), ("四川省", "绵阳市", "梓潼县"), ("湖南省", "郴州市", "桂东县"),
    ("贵州省", "遵义市", "湄潭县"), ("江西省", "赣州市", "崇义县"), ("陕西省", "汉中市", "略阳县"),
    ("吉林省", "通化市", "柳河县"), ("福建省", "南平市", "政和县"), ("广西壮族自治区", "百色市", "田林县"),
    ("云南省", "普洱市", "景谷县"), ("浙江省", "衢州市", "开化县"), ("湖北省", "十堰市", "竹溪县"),
]  # fmt: skip
ORGANS = ["市场监督管理局", "知识产权局", "市场监督管理局办公室", "知识产权工作领导小组办公室"]
SUBJECTS = [
    "知识产权行政保护",
    "商标印制专项整治",
    "地理标志保护提升",
    "专利侵权假冒治理",
    "电商领域知识产权执法",
    "展会知识产权保护",
]
KINDS = ["工作方案", "实施方案", "行动计划", "工作要点", "专项行动方案", "活动方案"]
ACTORS = ["各基层所", "县局执法大队", "市局保护科", "各成员单位", "相关股室", "辖区平台企业", "行业协会"]
VERBS = ["摸清", "梳理", "巡查", "督促", "走访", "培训", "建立", "完善", "通报", "核查", "抽检", "回访"]
THINGS = [
    "专业市场商户台账", "重点商标名录", "茶叶地理标志用标主体", "农贸市场经营户", "网店亮照情况", "药店进货票据",
    "侵权线索移送清单", "快速维权窗口", "调解员名册", "典型案例库", "跨县协作群", "举报奖励流程",
]  # fmt: skip
GOALS = ["确保年底前见效", "形成工作闭环", "压实属地责任", "切实维护权利人利益", "让群众看得见变化", "不留监管死角"]
TITLES = [
    "抓好源头管控", "开展拉网式排查", "严查群众反映强烈的案件", "办好民生实事", "健全协作办案", "推进信用约束",
    "提升队伍本领", "做实宣传引导", "守好节庆市场", "管住线上交易", "护航本地特产", "强化督导问效", "摸排重点对象",
    "规范用标行为", "打通维权堵点", "落实奖惩办法", "统筹人员经费", "按时报送情况",
]  # fmt: skip
STAGES = ["工作目标", "重点任务", "实施步骤", "保障措施", "有关要求", "组织领导", "时间安排", "任务分工"]
DECOYS = [
    "第六十条规定的处罚幅度由办案机构逐案说明理由。", "12315热线受理的来件当日分派。", "2025年以来的存量案件一并清理。",
    "一季度末和三季度末各开一次调度会。", "其中，一是看台账，二是看现场，三是看回访，缺一项不算完成。",
]  # fmt: skip
SCHEMES = {
    "one-bracket-running": ("一、", "（一）", "1. run"), "one-bracket-digit": ("一、", "（一）", "1."),
    "one-bracket-yishi": ("一、", "（一）", "一是"), "one-digit-paren": ("一、", "1.", "（1）", "①"),
    "digit-first": ("1.", "（1）", "①"), "four-deep": ("一、", "（一）", "1.", "（1）"), "ordinal": ("一、", "第一，"),
    "bracket-first": ("（一）", "1.", "一是"), "bracket-running": ("一、", "（一） run"), "flat": ("一、",),
    "one-bracket-circle": ("一、", "（一）", "①"), "one-digit-yishi": ("一、", "1. run", "一是"),
}  # fmt: skip


@dataclass
class Clause:
    """Path, printed text (one string per paragraph) and whether noise may break a line of it."""

    path: str
    paragraphs: list[str]
    breakable: bool = True


@dataclass
class Plan:
    """A generated file: its noisy text and what is true of it."""

    seed: int
    scheme: str
    clauses: list[Clause] = field(default_factory=list)
    text: str = ""

    def expected(self) -> list[tuple[str, str]]:
        """Path and own text (what stands before the first clause below) of every clause, without blanks and asterisks."""
        return [(clause.path, "".join("".join(clause.paragraphs).replace("*", "").split())) for clause in self.clauses]


def generate(seed: int) -> Plan:
    """The plan of one seed, always the same."""
    rng = Random(seed)
    scheme = list(SCHEMES)[seed % len(SCHEMES)]
    plan = Plan(seed, scheme)
    writer = _Writer(rng, plan, rng.choice(PLACES))
    writer.front()
    writer.body(SCHEMES[scheme])
    writer.back()
    plan.text = _noisy(rng, plan.clauses)
    return plan


class _Writer:
    def __init__(self, rng: Random, plan: Plan, place: tuple[str, str, str]) -> None:
        self.rng, self.plan = rng, plan
        self.town = place[1] if rng.random() < 0.5 else place[2]
        self.organ = self.town + rng.choice(ORGANS)
        self.year = rng.choice([2021, 2023, 2024, 2025])
        self.title = f"{self.year}年{self.town}{rng.choice(SUBJECTS)}{rng.choice(KINDS)}"
        self.names: dict[str, int] = {}
        self.running: dict[str, int] = {}
        self.bare = rng.random() < 0.25  # no notice, no issuer, number or date
        self.web = not self.bare and rng.random() < 0.35

    def add(self, path: str, *paragraphs: str, breakable: bool = True) -> None:
        """A clause; a second part of the same name is numbered."""
        if "/" not in path and path in WORDS:
            self.names[path] = self.names.get(path, 0) + 1
            path += f"（{HAN[self.names[path]]}）" if self.names[path] > 1 else ""
        self.plan.clauses.append(Clause(path, list(paragraphs), breakable))

    def sentence(self) -> str:
        rng = self.rng
        pieces = [f"{rng.choice(VERBS)}{rng.choice(THINGS)}" for _ in range(rng.randint(1, 3))]
        return f"{rng.choice(ACTORS)}要{'，'.join(pieces)}，{rng.choice(GOALS)}。"

    def text(self, low: int = 1, high: int = 3) -> str:
        return "".join(self.sentence() for _ in range(self.rng.randint(low, high)))

    def day(self) -> str:
        blank = self.rng.choice(["", "", " "])
        return f"{self.year}{blank}年{blank}{self.rng.randint(1, 6)}{blank}月{blank}{self.rng.randint(1, 28)}{blank}日"

    # What stands before the body

    def front(self) -> None:
        if not self.bare:
            self.head()
            self.notice()
        opening = f"为落实上级部署，{self.text(1, 2)}结合{self.town}实际，制定本方案。"
        self.add("引言", self._broken(self.title), opening)

    def head(self) -> None:
        number = (
            f"{self.town[0]}市监{self.rng.choice(['发', '保', '办发'])}{self.rng.choice(['〔', '[', '［'])}{self.year}"
        )
        number += {"〔": "〕", "[": "]", "［": "］"}[number[-5]] + f"{self.rng.randint(1, 90)}号"
        title = f"{self.organ}关于印发《{self.title}》的通知"
        if self.web:
            self.add("头部", title, breakable=False)
            source = [
                f"发布时间：{self.year}-03-1{self.rng.randint(0, 9)}",
                "字号：[大 中 小]",
                "来源：本网",
                "打印本页",
            ]
            self.add("网页", *source[: self.rng.randint(1, 4)], breakable=False)
            if self.rng.random() < 0.7:
                self.add("头部", number, breakable=False)
        else:
            red = [f"{self.organ}文件"] if self.rng.random() < 0.8 else []
            self.add("头部", *red, number, self._broken(title), breakable=False)

    def notice(self) -> None:
        rng = self.rng
        to = rng.choice(
            [
                "各市场监管所、机关各股室",
                "各县（市、区）市场监督管理局、市局各科室",
                "各有关单位",
                "各乡镇人民政府，县直各部门",
            ]
        )
        words = [f"{to}：", f"现将《{self.title}》印发给你们，请认真组织实施。{self.sentence()}"]
        if rng.random() < 0.4:
            words.append(f"请于{self.day()}前将贯彻情况书面报送。")
        closing = ["特此通知。"] if rng.random() < 0.3 else []
        if rng.random() < 0.2:
            self.add("通知", *words)
            for number in range(1, 4):
                self.add(f"通知/{HAN[number]}", f"{HAN[number]}、{self.sentence()}", *(closing if number == 3 else []))
        else:
            self.add("通知", *words, *closing)
        if rng.random() < 0.15:
            self.attachments()
        contact = rng.random() < 0.4
        if contact and rng.random() < 0.5:
            self.contact()
            self.signature()
        else:
            self.signature()
            if contact:
                self.contact()

    def contact(self) -> None:
        lines = [
            f"联系人：{self.rng.choice(['周工', '何科长', '吴老师'])}",
            f"联系电话：0{self.rng.randint(300, 999)}-22{self.rng.randint(10000, 99999)}",
        ]
        if self.rng.random() < 0.5:
            lines.append("电子邮箱：baohu@example.org")
        joined = {0: ["  ".join(lines)], 1: [f"（{'，'.join(lines)}）"]}.get(self.rng.randint(0, 5), lines)
        self.add("联系方式", *joined, breakable=False)

    def signature(self) -> None:
        self.add("落款", self.organ, self.day(), breakable=False)

    def _broken(self, title: str) -> str:
        """A title is often printed on two lines; up to blanks it is the same."""
        cut = self.rng.randint(6, len(title) - 6)
        return title if self.rng.random() < 0.5 else f"{title[:cut]}{self.rng.choice([' ', LINE])}{title[cut:]}"

    # The body

    def body(self, scheme: tuple[str, ...]) -> None:
        self.level("", scheme, 0)

    def level(self, parent: str, scheme: tuple[str, ...], depth: int) -> None:
        kind, run = scheme[depth].removesuffix(" run"), scheme[depth].endswith(" run")
        count = self.rng.randint(3, 5) if depth == 0 else self.rng.randint(2, 4)
        first = self.running.get(kind, 0) + 1 if run else 1
        self.running[kind] = first + count - 1
        for number in range(first, first + count):
            below = depth + 1 < len(scheme) and (run or number == first or self.rng.random() < 0.6)
            element, label = _label(kind, number, self.rng)
            path = f"{parent}/{element}" if parent else element
            self.add(path, *self.item(label, kind, below=below))
            if below:
                self.level(path, scheme, depth + 1)

    def item(self, label: str, kind: str, *, below: bool) -> list[str]:
        """A heading alone, with its paragraph, running into its text, or a plain sentence."""
        rng = self.rng
        spoken = kind in {"一是", "第一，"}
        title = (
            rng.choice(STAGES if kind == "一、" else TITLES)
            if rng.random() < 0.8
            else f"{rng.choice(TITLES)}，{rng.choice(TITLES)}"
        )
        if below:
            return [f"{label}{title}"] if rng.random() < 0.6 else [f"{label}{title}", self.text(1, 2)]
        style = rng.choice(["run-in", "run-in", "sentence"] if spoken else ["run-in", "run-in", "apart", "sentence"])
        bold = "**" if rng.random() < 0.2 and not spoken else ""
        words = {
            "run-in": [f"{label}{bold}{title}。{bold}{self.text()}"],
            "apart": [f"{label}{title}", self.text()],
            "sentence": [f"{label}{self.text(1, 2)}"],
        }[style]
        if rng.random() < 0.15:
            words.append(self.sentence())
        if rng.random() < 0.08 and not spoken:
            words.append(rng.choice(DECOYS))
        return words

    # What stands behind it

    def back(self) -> None:
        rng = self.rng
        pieces: list[tuple[float, Callable[[], None]]] = [
            (0.3 if "联系方式" not in self.names else 0.0, self.contact),
            (0.5 if "附件" not in self.names else 0.0, self.attachments),
            (0.4 if self.bare else 0.0, self.signature),
            (0.15 if "附件" in self.names else 0.0, self.attached),
            (0.4 if not self.bare and not self.web else 0.0, self.imprint),
            (1.0 if self.web else 0.0, self.footer),
            (0.35, self.glued),
        ]
        for chance, piece in pieces:
            if rng.random() < chance:
                piece()

    def attachments(self) -> None:
        things = ["工作任务分工表", "案件办理情况统计表", "联络员信息表", "重点市场名单"]
        chosen = self.rng.sample(things, self.rng.randint(1, 3))
        if len(chosen) == 1:
            self.add("附件", f"附件：{chosen[0]}", breakable=False)
            return
        dot = self.rng.choice([".", "．", ". "])
        self.add("附件", "附件：", breakable=False)
        for number, name in enumerate(chosen, start=1):
            self.add(f"附件/{number}", f"{number}{dot}{name}", breakable=False)

    def attached(self) -> None:
        """An attachment itself behind the list of them."""
        self.add("附件", "附件1", "工作任务分工表", "序号 任务 责任单位", "1 建台账 执法大队", breakable=False)

    def imprint(self) -> None:
        copies = [f"抄送：{self.town}人民政府办公室。"] if self.rng.random() < 0.3 else []
        self.add("印发", *copies, self.organ.removesuffix("办公室") + "办公室", f"{self.day()}印发", breakable=False)

    def footer(self) -> None:
        lines = [
            "相关链接",
            "县政府门户网站",
            "上级部门网站",
            f"主办单位：{self.organ}",
            "版权所有 未经许可不得转载",
            "备案号：陇ICP备2021000001号-1",
        ]
        keep = self.rng.randint(0, 3)
        self.add("网页", *lines[keep:], breakable=False)

    def glued(self) -> None:
        """A list of other organs' documents; behind a website's footer too."""
        self.add("无关内容", breakable=False)
        for number in range(1, self.rng.randint(5, 12)):
            organ = f"{self.town}{self.rng.choice(['人民政府办公室', '财政局', '教育局', '住房和城乡建设局', '医疗保障局'])}"
            about = self.rng.choice(
                ["小微企业纾困若干措施", "义务教育招生工作", "老旧小区改造", "医保待遇调整", "会计人员继续教育"]
            )
            tail = (
                f"（{self.town[0]}府办发〔{self.year}〕{self.rng.randint(1, 80)}号）" if self.rng.random() < 0.7 else ""
            )
            self.add(f"无关内容/{number}", f"{number}. {organ}关于{about}的通知{tail}", breakable=False)


LINE = "\n"
WORDS = {"头部", "通知", "落款", "联系方式", "引言", "附件", "印发", "网页", "无关内容"}


PRINTED = {
    "一、": ["{}、"], "（一）": ["（{}）", "({})", "（{}) ", "({}) "], "1.": ["{}.", "{}. ", "{}．", "{}、"],
    "（1）": ["（{}）", "({})", "({}) "], "①": ["{}"], "一是": ["{}是"], "第一，": ["第{}，"],
}  # fmt: skip
STEPS = {"（一）": "（{}）", "（1）": "（{}）", "一是": "{}是", "第一，": "第{}"}


def _label(kind: str, number: int, rng: Random) -> tuple[str, str]:
    """The step of the path, and the mark as printed: widths and blanks vary from line to line."""
    printed = {"①": CIRCLES[(number - 1) % 10], "1.": str(number), "（1）": str(number)}.get(kind, HAN[number])
    return STEPS.get(kind, "{}").format(printed), rng.choice(PRINTED[kind]).format(printed)


def _noisy(rng: Random, clauses: list[Clause]) -> str:
    """The file: paragraphs parted by one or two line feeds, lines cut by page breaks, page marks, leading blanks."""
    style = rng.choice(["— {} —", "-{}-", "第{}页", "· {} ·", "{}", "none"])
    gap = rng.choice(["\n\n", "\n\n", "\n", "\n　　"])
    pages = 0
    out = "\n\n" if rng.random() < 0.5 else ""
    for clause in clauses:
        for printed in clause.paragraphs:
            paragraph = printed
            if clause.breakable and len(paragraph) > 24 and rng.random() < (0.25 if len(paragraph) > 60 else 0.1):
                pages += 1
                mark = "" if style == "none" else style.format(pages) + "\n\n"
                cut = _cut(rng, printed)
                paragraph = printed[:cut] + "\n\n" + mark + printed[cut:]
            out += paragraph + gap
    return out


def _cut(rng: Random, paragraph: str) -> int:
    """A place between two Chinese characters, away from both ends."""
    places = [
        i for i in range(min(20, len(paragraph) // 2), len(paragraph) - min(12, len(paragraph) // 3))
        if all("\u4e00" <= sign <= "\u9fff" for sign in paragraph[i - 2 : i + 2])
    ]  # fmt: skip
    return rng.choice(places) if places else len(paragraph)
