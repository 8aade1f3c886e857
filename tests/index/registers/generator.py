"""Plans of made-up offices with the truth about their duties, deadlines and contacts: a seeded generator.

It shares nothing with `index`: neither code nor patterns nor word lists. A plan is laid out as clauses with what they
tell whom to do; how it is worded, broken and spaced comes after. Conventions are those of `plans_labelled.toml`.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

TOWNS = [
    ("浙江省", "丽水市", "松阳县"), ("黑龙江省", "伊春市", "嘉荫县"), ("湖北省", "宜昌市", "秭归县"),
    ("四川省", "雅安市", "石棉县"), ("江苏省", "盐城市", "射阳县"), ("云南省", "保山市", "施甸县"),
    ("安徽省", "池州市", "石台县"), ("甘肃省", "陇南市", "康县"), ("广东省", "梅州市", "大埔县"),
    ("青海省", "海东市", "互助县"), ("河北省", "承德市", "滦平县"), ("贵州省", "铜仁市", "石阡县"),
]  # fmt: skip
BUREAUS = ["市场监督管理局", "知识产权局", "知识产权保护中心", "市场监管综合执法大队"]
THEMES = [
    "知识产权护航行动",
    "商标专用权保护专项行动",
    "地理标志品牌守护行动",
    "专利执法亮剑行动",
    "春茶季知识产权保护",
]
FORMS = ["工作方案", "实施方案", "行动方案", "工作计划"]
TOLD = [
    "各市场监管所", "各乡镇市场监管分局", "县局商标股", "各成员单位", "执法大队各中队", "各电商平台企业", "辖区各专业市场开办方",
    "各县（市、区）局", "知识产权科", "各行业协会", "各快速维权工作站", "相关责任股室",
]  # fmt: skip
OFFICES = ["市局知识产权促进科", "县局办公室", "市局执法稽查科", "领导小组办公室", "县局政策法规股"]
MANNERS = [
    "认真",
    "逐户",
    "第一时间",
    "深入",
    "从严",
    "持续",
    "主动",
    "分类",
    "滚动",
    "扎实",
    "全面",
    "及时",
    "",
    "",
    "",
    "",
]
DOING = [
    ("摸清", "辖区用标企业底数", "底数"), ("盘活", "闲置的调解资源", "调解资源"), ("厘清", "部门间的职责边界", "职责边界"),
    ("建立", "一户一档的监管台账", "监管台账"), ("完善", "线索移交、结果反馈的闭环机制", "闭环机制"), ("深挖", "制假售假的源头窝点", "源头窝点"),
    ("查处", "一批群众反映强烈的售假案件", "售假案件"), ("走访", "重点出口企业和老字号商户", "老字号商户"), ("压缩", "专利纠纷案件的办理周期", "办理周期"),
    ("擦亮", "本地茶叶的区域公用品牌", "区域公用品牌"), ("培训", "基层一线执法骨干", "执法骨干"), ("通报", "典型案例的办理情况", "办理情况"),
    ("畅通", "12315热线和网络投诉渠道", "投诉渠道"), ("引导", "农贸市场经营户亮证经营", "亮证经营"), ("督促", "平台企业落实主体责任", "主体责任"),
    ("加大", "对恶意抢注行为的打击力度", "打击力度"), ("规范", "地理标志专用标志的使用", "使用"), ("保护", "中小微企业的创新成果", "创新成果"),
    ("严控", "执法检查的频次", "频次"), ("梳理", "近三年的行政处罚案卷", "案卷"), ("发布", "年度十大典型案例", "典型案例"),
    ("组织", "跨县区的联合执法检查", "执法检查"), ("编印", "便民维权口袋书", "口袋书"), ("开展", "“护苗”商标专项治理", "专项治理"),
    ("打造", "十五分钟维权服务圈", "服务圈"), ("核查", "商标代理机构的备案信息", "备案信息"), ("抽检", "网店在售的儿童用品", "儿童用品"),
    ("推动", "纠纷多元化解机制落地", "落地"), ("确保", "每一条举报线索都有回音", "回音"), ("营造", "尊重知识价值的社会氛围", "社会氛围"),
    ("设立", "展会现场的维权服务台", "维权服务台"), ("整治", "冒用专利号的乱象", "乱象"), ("破除", "跨区域协查的信息壁垒", "信息壁垒"),
    ("跟进", "上级转办案件的进展", "进展"), ("回应", "企业在海外维权中的诉求", "诉求"), ("配强", "专职商标监管力量", "监管力量"),
    ("约谈", "屡次被投诉的直播团队", "直播团队"), ("公示", "严重违法失信名单", "失信名单"), ("加强", "与公安、检察机关的信息共享", "信息共享"),
    ("做好", "涉外展会的应急值守工作", "应急值守工作"), ("落实", "“双随机、一公开”监管要求", "监管要求"), ("印发", "商户自查自纠提示单", "提示单"),
]  # fmt: skip
PAIRED = [("收集", "整理", "侵权商品样本", "样本"), ("修订", "完善", "案件会商规则", "会商规则"), ("支持", "引导", "茶企申报驰名商标保护", "商标保护"),
          ("总结", "推广", "基层所的好做法", "好做法"), ("规范", "简化", "维权援助申请手续", "申请手续")]  # fmt: skip
LEADS = [
    "以创建示范区为抓手，", "围绕春耕、秋收等农时，", "按照属地管理的原则，", "聚焦药品、化妆品、儿童玩具等商品，", "结合“3·15”宣传活动，",
    "在旅游旺季和节庆期间，", "针对直播带货中的突出问题，", "依据《商标一般违法判断标准》，", "根据群众投诉举报线索，",
]  # fmt: skip
NOTHING = [
    "去年以来，全系统共受理投诉三百余件。", "当前，制售假冒商品的手段日趋隐蔽，形势不容乐观。", "情节轻微的除外。",
    "全系统上下联动，久久为功。", "此项工作意义重大，任务艰巨。", "各项工作均取得了积极进展。",
]  # fmt: skip
AIMS = [
    "坚持以人民为中心，全面加强知识产权保护，为高质量发展提供坚强保障。",
    "深入贯彻党的二十大精神，落实省市部署，守住安全底线。",
]
HEADS = [
    "夯实基础底数",
    "聚焦重点领域",
    "严打侵权行为",
    "优化服务举措",
    "强化协作联动",
    "抓实宣传引导",
    "健全长效机制",
    "守护本地特产",
    "提升办案质效",
]
STAGES = ["重点任务", "工作步骤", "保障措施", "有关要求", "主要举措", "职责分工"]
REPORTS = [
    "活动总结",
    "案件统计表",
    "典型案例材料",
    "联络员名单",
    "问题整改清单",
    "执法检查情况表",
    "培训签到册",
    "自查报告",
    "工作台账",
    "线索移送清单",
]
BUILT = [("完成", "专业市场全覆盖检查", "全覆盖检查"), ("建成", "县级维权援助工作站", "工作站"), ("制定", "本辖区的细化方案", "细化方案"),
         ("组织", "一次联合督查", "联合督查"), ("召开", "案件评查会", "评查会"), ("更新", "重点商标保护名录", "保护名录")]  # fmt: skip
OTHER_TOLD = [
    "各片区监管站", "市局知识产权运用科", "各旗县区局", "物流寄递企业", "有关科室负责人", "商标品牌指导站", "各派出机构", "综合执法一中队",
    "行政审批服务局", "各街道办事处", "县公安局经侦大队", "各类园区管委会",
]  # fmt: skip
OTHER_OFFICES = ["州局法规科", "专班办公室", "市局保护处", "区局综合股", "省局知识产权保护处"]
OTHER_MANNERS = [
    "从严从快",
    "一对一",
    "常态化",
    "靠前",
    "精准",
    "稳步",
    "依法",
    "尽快",
    "错时",
    "不定期",
    "",
    "",
    "",
    "",
]
OTHER_DOING = [
    ("攻克", "跨境侵权取证难的问题", "问题"), ("兜牢", "食品药品领域的安全底线", "安全底线"), ("复盘", "上半年的重大案件", "重大案件"),
    ("铲除", "假冒伪劣商品的生存土壤", "生存土壤"), ("健全", "投诉举报的快速响应机制", "快速响应机制"), ("提高", "专利侵权判定的准确率", "准确率"),
    ("清理", "长期未续展的集体商标", "集体商标"), ("缩短", "维权援助的响应时间", "响应时间"), ("曝光", "恶意囤积商标的代理机构", "代理机构"),
    ("更新", "重点监管企业名单", "名单"), ("核实", "投诉人提供的权属证明", "权属证明"), ("指导", "合作社用好集体商标", "集体商标"),
    ("组建", "由技术专家参加的咨询团队", "咨询团队"), ("推行", "说理式执法文书", "执法文书"), ("遏制", "重复侵权多发的势头", "势头"),
    ("疏通", "行刑衔接的堵点", "堵点"), ("丰富", "普法宣传的载体", "载体"), ("拓展", "海外纠纷应对的服务网络", "服务网络"),
    ("保障", "办案所需的检验经费", "检验经费"), ("激活", "老字号的品牌价值", "品牌价值"), ("举办", "面向小微企业的公益讲座", "公益讲座"),
    ("追溯", "侵权货物的来源和流向", "流向"), ("建成", "线上证据固定平台", "固定平台"), ("防止", "个人信息在调查中泄露", "泄露"),
    ("强化", "对委托加工企业的日常巡查", "日常巡查"), ("落实", "首问负责、限时办结制度", "限时办结制度"), ("收缴", "伪造的注册商标标识", "标识"),
    ("研究", "数据知识产权登记的试点办法", "试点办法"), ("摸排", "校园周边文具店的进货渠道", "进货渠道"), ("发放", "商标使用提示函", "提示函"),
    ("促进", "产学研单位之间的专利转化", "专利转化"), ("严查", "傍名牌、搭便车的行为", "行为"), ("实施", "商标品牌富农工程", "富农工程"),
]  # fmt: skip
OTHER_REPORTS = [
    "半年小结报告",
    "案件线索汇总表",
    "风险排查台账",
    "工作信息",
    "责任分工表",
    "联系人信息表",
    "经验做法",
    "督查情况通报",
    "销号清单",
    "评估报告",
]
OTHER_LEADS = [
    "以数字赋能为支撑，", "根据上级统一部署，", "在案件办理过程中，", "通过政府购买服务方式，", "对标国际先进标准，", "对于跨区域的案件，", "结合日常监管，", "会同公安、海关等部门，",
]  # fmt: skip
OTHER_BUILT = [
    ("完成", "对全部商标代理机构的走访", "走访"),
    ("出台", "快速调解工作规程", "工作规程"),
    ("启用", "新版行政执法文书", "执法文书"),
    ("办结", "本批移送案件", "移送案件"),
]
HELD_OUT = 20
"""From this seed on plans are worded with the other words, and in further ways."""
WEEKDAYS = {"一": "MO", "三": "WE", "五": "FR"}
HAN = [*"零一二三四五六七八九十", "十一", "十二", "十三"]


@dataclass(frozen=True)
class Duty:
    """A true row: who (None: nobody is named anywhere), the verb, the end of its object, and when."""

    organ: str | None
    verb: str
    head: str
    due: str = ""


@dataclass(frozen=True)
class Deadline:
    """A true deadline: who, what, to whom, when (a day or a rule)."""

    organ: str | None
    what: str
    recipient: str | None
    due: str


@dataclass(frozen=True)
class Contact:
    """A true block of contact data."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    mails: tuple[str, ...]


@dataclass
class Plan:
    """A generated file and what is true of it."""

    seed: int
    text: str = ""
    duties: list[Duty] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def generate(seed: int) -> Plan:
    """The plan of one seed, always the same."""
    return _Writer(seed).plan()


class _Writer:
    """Writes one plan; `actor` is who was told last in the clause at hand."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"registers {seed}")
        self.truth = Plan(seed)
        _, city, county = self.rng.choice(TOWNS)
        self.town = self.rng.choice([city, county])
        self.bureau = self.town + self.rng.choice(BUREAUS)
        self.year = self.rng.choice([2021, 2023, 2024, 2025, 2026])
        self.bare = self.rng.random() < 0.2
        self.addressed = None if self.bare else self.rng.choice(
            ["各县（市、区）市场监督管理局", "各基层市场监管所、机关各股室", "各乡镇人民政府、县直有关单位", "各有关企业，各行业协会"])  # fmt: skip
        self.actor: str | None = self.addressed
        other = seed >= HELD_OUT
        self.other = other
        self.told, self.offices = (OTHER_TOLD, OTHER_OFFICES) if other else (TOLD, OFFICES)
        self.manners, self.leads = (OTHER_MANNERS, OTHER_LEADS) if other else (MANNERS, LEADS)
        self.all, self.reports = (OTHER_DOING, OTHER_REPORTS) if other else (DOING, REPORTS)
        self.things = OTHER_BUILT if other else BUILT
        self.left = self.rng.sample(self.reports, len(self.reports))
        self.doing = self.rng.sample(self.all, len(self.all))

    def plan(self) -> Plan:
        """The whole file."""
        rng, title = self.rng, f"{self.year}年{self.town}{self.rng.choice(THEMES)}{self.rng.choice(FORMS)}"
        paragraphs: list[str] = []
        if not self.bare:
            paragraphs += [f"{self.bureau}文件", f"{self.town[0]}市监〔{self.year}〕{rng.randint(2, 80)}号",
                           f"{self.bureau}关于印发《{title}》的通知", f"{self.addressed}：", self.notice(title)]  # fmt: skip
            if rng.random() < 0.6:
                paragraphs += self.contact()
            paragraphs += [self.bureau, f"{self.year}年{rng.randint(1, 2)}月{rng.randint(1, 28)}日"]
        paragraphs += [title, f"为做好{self.year}年知识产权保护工作，结合{self.town}实际，制定本方案。"]
        paragraphs += ["一、总体要求", rng.choice(AIMS)]
        for number in range(2, rng.randint(4, 6)):
            paragraphs += self.section(number)
        if self.bare and rng.random() < 0.5:
            paragraphs += self.contact()
        self.truth.text = self.noisy(paragraphs)
        return self.truth

    def notice(self, title: str) -> str:
        """The formula, and half of the time a deadline."""
        words = f"现将《{title}》印发给你们，请结合实际抓好落实。"
        self.duty(self.addressed, "抓好", "落实")
        return words + (self.deadline() if self.rng.random() < 0.5 else "")

    def section(self, number: int) -> list[str]:
        """A section in one of four nestings."""
        rng = self.rng
        lines = [f"{HAN[number]}、{rng.choice(STAGES)}"]
        style = rng.choice(["（一）", "（一）/1.", "1.", "flat", "（一）/一是"])
        heads = rng.sample(HEADS, 4)
        for item in range(1, rng.randint(2, 4)):
            if style == "flat":
                lines.append(self.clause(goes_on=item > 1))
            elif style == "1.":
                lines.append(f"{item}.{heads[item]}。{self.clause()}")
            elif style == "（一）":
                lines.append(f"（{HAN[item]}）{heads[item]}。{self.clause()}")
            else:
                lines.append(f"（{HAN[item]}）{heads[item]}")
                marks = ["1.", "2.", "3."] if style.endswith("1.") else ["一是", "二是", "三是"]
                lines += [f"{mark}{rng.choice(HEADS)}。{self.clause()}" for mark in marks[: rng.randint(2, 3)]]
        return lines

    def clause(self, *, goes_on: bool = False) -> str:
        """Two to four sentences; who is told is forgotten at its beginning, unless a clause goes on in a new line."""
        self.actor = self.actor if goes_on else self.addressed
        kinds = [self.plain, self.plain, self.named, self.named, self.led, self.joined, self.put_first, self.own, self.nothing,
                 self.deadline, self.built, self.to_whom, self.topic]  # fmt: skip
        kinds += [self.told_not, self.by_whom, self.for_whom] if self.other else []
        return "".join(self.rng.choice(kinds)() for _ in range(self.rng.randint(2, 4)))

    # Sentences

    def duty(self, organ: str | None, verb: str, head: str, due: str = "") -> None:
        self.truth.duties.append(Duty(organ, verb, head, due))

    def verbs(self, organ: str | None, low: int, high: int) -> str:
        """Verbs with their objects, with adverbs, between commas."""
        pieces = []
        for _ in range(self.rng.randint(low, high)):
            verb, thing, head = self.doing.pop() if self.doing else self.rng.choice(self.all)
            self.duty(organ, verb, head)
            pieces.append(f"{self.rng.choice(self.manners)}{verb}{thing}")
        return "，".join(pieces)

    def plain(self) -> str:
        return f"{self.rng.choice(['', '', '要'])}{self.verbs(self.actor, 1, 3)}。"

    def named(self) -> str:
        self.actor = self.rng.choice(self.told)
        return f"{self.actor}{self.rng.choice(['要', '要', '应当', '负责', '须'])}{self.verbs(self.actor, 1, 3)}。"

    def led(self) -> str:
        return f"{self.rng.choice(self.leads)}{self.verbs(self.actor, 1, 2)}。"

    def joined(self) -> str:
        """Two verbs with one object."""
        first, second, thing, head = self.rng.choice(PAIRED)
        self.duty(self.actor, first, head)
        self.duty(self.actor, second, head)
        return f"{first}{self.rng.choice(['和', '并'])}{second}{thing}。"

    def put_first(self) -> str:
        """The object before the verb."""
        kind = self.rng.randint(0, 2)
        if kind == 0:
            self.duty(self.actor, "纳入", "履约情况")
            return "将合同履约情况纳入信用评价体系。"
        if kind == 1:
            self.duty(self.actor, "给予", "通报批评")
            return f"对{self.rng.choice(['推诿扯皮的', '整改不力的单位'])}给予通报批评。".replace(
                "扯皮的给", "扯皮的单位给"
            )
        self.duty(self.actor, "进行", "拉网式排查")
        return "对城乡结合部的批发市场进行拉网式排查。"

    def own(self) -> str:
        """What the issuer will do himself: holds for this sentence."""
        self.duty("市局", "开展", "明察暗访")
        return f"市局将{self.rng.choice(['适时', '不定期', ''])}对各地工作情况开展明察暗访。"

    def nothing(self) -> str:
        return self.rng.choice(NOTHING)

    def to_whom(self) -> str:
        """Something told to somebody upwards without a day."""
        office = self.rng.choice(self.offices)
        self.duty(self.actor, "报告", "重大舆情")
        return f"遇有重大舆情及时向{office}报告。"

    def topic(self) -> str:
        self.duty(self.actor, "上报", "大要案")
        return "跨省大要案要第一时间上报。"

    # Deadlines

    def deadline(self) -> str:
        """One of the ways in which officials word a deadline."""
        kinds = [
            self.by_day,
            self.by_day_told,
            self.pair,
            self.pair_said_first,
            self.monthly,
            self.quarterly,
            self.weekly,
            self.next_year,
        ]
        kinds += [self.at_latest, self.yearly, self.half_yearly, self.one_after_the_other] if self.other else []
        return self.rng.choice(kinds)()

    def told_not(self) -> str:
        self.actor = self.rng.choice(self.told)
        self.duty(self.actor, "泄露", "举报人信息")
        return f"{self.actor}不得泄露举报人信息。"

    def by_whom(self) -> str:
        organ = self.rng.choice(self.told)
        self.duty(organ, "核实", "线索")
        return f"对群众反映的问题，由{organ}负责核实线索。"

    def for_whom(self) -> str:
        self.duty(self.actor, "提供", "法律服务")
        return "为小微企业提供免费的法律服务。"

    def at_latest(self) -> str:
        organ, thing, (written, iso), office = (
            self.rng.choice(self.told),
            self.report(),
            self.day(),
            self.rng.choice(self.offices),
        )
        self.due(organ, thing, office, iso)
        self.actor = organ
        return f"{organ}最迟于{written}前以书面形式将{thing}报送{office}。"

    def yearly(self) -> str:
        organ, thing = self.rng.choice(self.told), self.report()
        self.due(organ, thing, None, "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20")
        self.actor = organ
        return f"{organ}应于每年6月20日和12月20日前报送{thing}。"

    def half_yearly(self) -> str:
        organ, thing, office = self.rng.choice(self.told), self.report(), self.rng.choice(self.offices)
        self.due(organ, thing, office, "FREQ=MONTHLY;INTERVAL=6")
        self.actor = organ
        return f"{organ}每半年向{office}报送一次{thing}。"

    def one_after_the_other(self) -> str:
        organ, things = self.rng.choice(self.told), (self.report(), self.report())
        (one, first), (two, second) = self.day(3, 6), self.day(7, 12)
        self.due(organ, things[0], None, first)
        self.due(organ, things[1], None, second)
        self.actor = organ
        return f"{organ}要于{one}前报送{things[0]}，{two}前报送{things[1]}。"

    def due(self, organ: str | None, thing: str, recipient: str | None, when: str, verb: str = "报送") -> None:
        self.truth.deadlines.append(Deadline(organ, thing, recipient, when))
        self.duty(organ, verb, thing, when)

    def report(self) -> str:
        return self.left.pop() if self.left else self.rng.choice(self.reports)

    def day(self, low: int = 3, high: int = 12) -> tuple[str, str]:
        """A day as written, and in ISO 8601."""
        month, number = self.rng.randint(low, high), self.rng.randint(1, 28)
        year = self.rng.choice(["", "", "", f"{self.year}年"])
        blank = self.rng.choice(["", "", " "])
        return f"{year}{month}{blank}月{blank}{number}日", date(self.year, month, number).isoformat()

    def by_day(self) -> str:
        self.actor, (written, iso), thing, office = (
            self.rng.choice(self.told),
            self.day(),
            self.report(),
            self.rng.choice(self.offices),
        )
        self.due(self.actor, thing, office, iso)
        how = self.rng.choice(["", "", "书面", "通过政务邮箱"])
        return f"请{self.actor}于{written}前将{thing}{how}报送{office}。"

    def by_day_told(self) -> str:
        self.actor, (written, iso), thing = self.rng.choice(self.told), self.day(), self.report()
        self.due(self.actor, thing, None, iso)
        return f"{self.actor}{self.rng.choice(['要', '务必', '应当'])}于{written}{self.rng.choice(['前', '之前', '以前'])}报送{thing}。"

    def pair(self) -> str:
        organ, office = self.rng.choice(self.told), self.rng.choice(self.offices)
        (one, first), (two, second) = self.day(3, 7), self.day(8, 12)
        things = self.report(), self.report()
        for thing, iso in zip(things, (first, second), strict=True):
            self.due(organ, thing, office, iso)
        self.actor = organ
        joint = self.rng.choice(["和", "、", "及"])
        return f"{organ}要分别于{one}{joint}{two}前将{things[0]}{joint}{things[1]}报送{office}。"

    def pair_said_first(self) -> str:
        organ, office = self.rng.choice(self.told), self.rng.choice(self.offices)
        (one, first), (two, second) = self.day(5, 7), self.day(10, 12)
        self.due(organ, "半年小结", office, first)
        self.due(organ, "全年总结", office, second)
        self.actor = organ
        return f"{organ}要将半年小结、全年总结分别于{one}、{two}前报送{office}。"

    def monthly(self) -> str:
        organ, office, number, thing = (
            self.rng.choice(self.told),
            self.rng.choice(self.offices),
            self.rng.randint(2, 27),
            self.report(),
        )
        self.due(organ, thing, office, f"FREQ=MONTHLY;BYMONTHDAY={number}")
        self.actor = organ
        return f"{organ}要于每月{number}日前向{office}报送{thing}。"

    def quarterly(self) -> str:
        organ, thing, number = self.rng.choice(self.told), self.report(), self.rng.choice([20, 25])
        words, rule = self.rng.choice([
            (f"每季度末月{number}日前", f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={number}"),
            (f"每季度首月{number}日前", f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={number}"),
            ("每季度末前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
            ("每月底前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ])  # fmt: skip
        self.due(organ, thing, None, rule)
        self.actor = organ
        return f"{organ}{words}报送{thing}。"

    def weekly(self) -> str:
        organ, thing, (name, code) = self.rng.choice(self.told), self.report(), self.rng.choice(list(WEEKDAYS.items()))
        self.due(organ, thing, None, f"FREQ=WEEKLY;BYDAY={code}")
        self.actor = organ
        return f"{organ}每周{name}前报送{thing}。"

    def next_year(self) -> str:
        thing, office, number = self.report(), self.rng.choice(self.offices), self.rng.randint(5, 20)
        self.due(self.actor, thing, office, date(self.year + 1, 1, number).isoformat())
        return f"次年1月{number}日前将{thing}报送{office}。"

    def built(self) -> str:
        """Something to be done, not handed in, by the end of a month or the year."""
        verb, thing, head = self.rng.choice(self.things)
        month = self.rng.randint(4, 11)
        last = {4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
        words, iso = self.rng.choice([(f"{month}月底前", date(self.year, month, last)), ("年底前", date(self.year, 12, 31)),
                                      (f"{self.year}年{month}月{last}日前", date(self.year, month, last))])  # fmt: skip
        self.truth.deadlines.append(Deadline(self.actor, head, None, iso.isoformat()))
        self.duty(self.actor, verb, head, iso.isoformat())
        return f"{words}{verb}{thing}。"

    def contact(self) -> list[str]:
        """A block of contact data in one of four layouts."""
        rng = self.rng
        names = tuple(rng.sample(["方敏", "左小川", "欧阳雪", "钱立", "石磊", "温玉兰"], rng.randint(1, 2)))
        phone = rng.choice([f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}", f"1{rng.choice('35789')}{rng.randint(100000000, 999999999)}",
                            f"（0{rng.randint(310, 999)}）{rng.randint(2000000, 8999999)}"])  # fmt: skip
        mail = f"zscq{rng.randint(10, 99)}@{rng.choice(['example.org', 'mail.example.cn'])}"
        kept = rng.random() < 0.6
        self.truth.contacts.append(Contact(names, (phone,), (mail,) if kept else ()))
        people = rng.choice(["、", "，", "  "]).join(names)
        fields = [f"联系人：{people}", f"{rng.choice(['联系电话', '电话', '咨询电话'])}：{phone}"] + (
            [f"{rng.choice(['邮箱', '电子邮箱'])}：{mail}"] if kept else []
        )
        return rng.choice([fields, ["  ".join(fields)], [f"（{'；'.join(fields)}）"]])

    def noisy(self, paragraphs: list[str]) -> str:
        """Paragraphs with blanks, half-width signs, page marks and lines that a page break cut."""
        rng, out = self.rng, ""
        gap = rng.choice(["\n", "\n\n", "\n　　"])
        mark = rng.choice(["— {} —", "-{}-", "", "第{}页"])
        for number, printed in enumerate(paragraphs, start=1):
            words = printed
            if rng.random() < 0.15 and len(words) > 60 and "：" not in words[:12]:
                places = [
                    i
                    for i in range(30, len(words) - 20)
                    if all("\u4e00" <= sign <= "\u9fff" for sign in words[i - 3 : i + 3])
                ]
                if places:
                    cut = rng.choice(places)
                    words = (
                        f"{words[:cut]}\n\n{mark.format(number)}\n\n{words[cut:]}"
                        if mark
                        else f"{words[:cut]}\n\n{words[cut:]}"
                    )
            if rng.random() < 0.1:
                words = words.replace("（", "(").replace("）", ")")
            out += words + gap
        return out
