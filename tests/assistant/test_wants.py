"""What sort of values a question asks for, and whether a clause holds them."""

import pytest

from assistant.answering.wants import asked_branch, asked_steps, held, sorts, strict, wants
from assistant.facts import plain


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("灯笼卖错了罚多少钱", "money"),
        ("灯笼要挂几天", "duration"),
        ("灯笼节是哪天", "date"),
        ("灯笼抽检抽百分之几", "percent"),
        ("灯会的电话", "phone"),
        ("灯笼归哪个部门管", "organ"),
        ("灯笼有哪些种类", "list"),
        ("挂灯笼依照第几条", "article"),
        ("灯会几月几号办", "day"),
        ("灯笼销量全国排第几", "score"),
        ("灯笼展销，场地方要抽几个点", "percent"),
        ("少挂一盏，一盏罚多少；多挂的每只多少", "money"),
        ("灯会总结限多少字", "signs"),
        ("灯笼穗子用什么颜色", "colour"),
        ("灯会登记表要填几联", "copies"),
        ("灯会票用几号纸", "paper"),
        ("灯棚面积多少平米", "area"),
        ("灯油一盏几公斤", "weight"),
        ("灯会几点关门", "hour"),
        ("灯笼音乐不超过几秒", "second"),
        ("灯笼照片几兆以内", "file"),
        ("灯会一年卖几个亿", "hundreds of millions"),
        ("假灯笼货值多少才立案", "limit"),
        ("灯笼案的案号", "case"),
        ("扎灯笼要什么学历", "schooling"),
        ("灯会巡查穿什么", "dress"),
        ("灯笼台账用什么软件记", "software"),
        ("灯会考评怎么算分", "points"),
        ("“红亮喜”三个字怎么解释", "meaning"),
        ("灯会多久检查一次", "recurring"),
        ("灯会几月前办完", "month"),
        ("灯会表扬了哪几个省", "regions"),
        ("灯会方案的字号是什么", "number"),
        ("引用灯会那份要写字号，怎么写", "number"),
        ("灯会是照着哪份文件办的？字号多少", "number"),
        ("临江那份的字号呢", "number"),
        ("扎灯笼培训多少学时", "lessons"),
        ("去年查了多少件灯笼案", "statistic"),
        ("灯会通知是谁签发的", "signed by"),
        ("灯笼罚款最多分几期", "instalments"),
        ("灯笼穗子是灯笼的几分之一", "fraction"),
        ("灯会联盟是哪十二个市", "members"),
        ("灯会案卷要保存几年", "kept"),
        ("灯会主任能连任吗", "office held"),
        ("灯会道歉声明占多大版面", "space"),
        ("灯会电话的区号是多少", "area code"),
        ("灯会今年的主题是什么", "motto"),
        ("灯笼刷够多少单才罚", "orders"),
        ("灯会评审的座位怎么排", "seats"),
        ("偷灯笼的追诉时效几年", "prescription"),
        ("灯笼法下次修订会不会涨罚款", "next amendment"),
        ("灯笼在哪里买便宜", "offer"),
        ("红灯笼那个案子最高法最后怎么判的", "case"),
        ("请来讲灯的老师叫什么", "signed by"),
        ("“三红两亮”到底各指什么", "meaning"),
    ],
)
def test_a_question_says_what_it_wants(question: str, name: str) -> None:
    """By its own words."""
    assert name in [want.name for want in wants(question)]


@pytest.mark.parametrize(
    "question",
    [
        "灯会电话要带区号吗",
        "锚定哪句口号",
        "灯笼登记多少单位参加",
        "侵权案件法院最后判赔的上限怎么定",
        "灯笼商标下一步怎么修改",
        "哪里买到的假灯笼归哪里管",
        "什么叫灯笼",
    ],
)
def test_near_words_ask_for_no_such_value(question: str) -> None:
    """They are near those of values that no clause holds, and clauses answer them."""
    absent = {"area code", "motto", "orders", "case", "next amendment", "offer", "signed by", "meaning"}
    assert not absent & {want.name for want in wants(question)}


@pytest.mark.parametrize(
    ("question", "clause", "share"),
    [
        ("灯笼要挂几天", "灯笼应当悬挂十五日。", 1.0),
        ("灯笼要挂几天", "灯笼应当悬挂。", 0.0),
        ("一年办几场灯会", "每年举办灯会三次。", 1.0),
        ("一年办几场灯会", "每年举办灯会三日。", 0.0),
        ("罚多少钱，几天内交", "处一千元以下罚款。", 0.5),
        ("灯笼", "灯笼应当悬挂。", 1.0),
        ("灯会几号办", "灯会2024年举办。", 0.5),
        ("灯笼寄来的，认哪天", "以收寄日为准。", 1.0),
        ("灯笼按张数算，够处罚的是多少", "灯笼画一千张以上的，处罚。", 1.0),
        ("灯笼年费拖了要加收百分之几", "加收年费的百分之五。", 1.0),
        ("灯笼卖假了按几倍赔", "加倍承担赔偿责任。", 1.0),
        ("灯笼标签印了多少张算多", "标识数量在一万件以上的。", 1.0),
        ("灯笼标签印了多少张算多", "标识数额在一万元以上的。", 0.0),
        ("挂灯笼最多来几位", "由一至二人悬挂。", 1.0),
        ("跟哪几家一块儿挂灯笼", "会同公安、海关、商务等部门悬挂。", 1.0),
        ("挂灯笼的商户有哪几家", "会同公安、海关、商务等部门悬挂。", 0.5),
        ("灯笼要挂多久", "本规定自2020年4月1日起施行。", 0.0),
        ("灯笼租几年", "自受理之日起三十日内登记。", 0.5),
        ("灯笼保管几年", "灯笼保管期为十年。", 1.0),
        ("登记灯笼交多少登记费", "给登记的人一千元奖金。", 0.0),
        ("登记灯笼交多少登记费", "登记费每盏二十元。", 1.0),
        ("登记费一盏几百块", "登记灯笼不得收取任何费用。", 1.0),
        ("灯会总结限多少字", "总结应当在十二月一日前报送。", 0.0),
        ("灯笼案侦查最长多久", "公安机关审查后决定立案侦查。", 0.0),
        ("灯号最少多少个字", "灯号由两个以上汉字组成。", 1.0),
        ("灯会登记表要填几联", "登记表由县局保存三年。", 0.0),
        ("灯会联盟是哪四个市", "联盟由四市组成。", 0.0),
        ("灯会联盟是哪十个市", "联盟由十市组成。", 0.0),
        ("灯会联盟是哪十个市", "甲、乙、丙、丁、戊、己、庚、辛、壬和癸十市。", 1.0),
        ("灯会禁止哪十种行为", "灯会上有下列行为之一的：", 1.0),
    ],
)
def test_a_clause_holds_what_is_wanted_or_not(question: str, clause: str, share: float) -> None:
    """In any spelling of numbers, with the unit that the question names; where nothing is wanted, all is held."""
    assert held(wants(question), plain(clause)) == share


@pytest.mark.parametrize(
    "question", ["挂了好几年的灯笼谁拆", "灯笼的检验费用谁出", "灯笼摊在哪条路几号", "灯笼查封顶多三十天", "限期也不改"]
)
def test_words_of_number_that_ask_for_none(question: str) -> None:
    """好几年 tells how many, who pays asks for no amount, and the number of a house is no day."""
    assert not {"duration", "money", "day"} & {want.name for want in wants(question)}


@pytest.mark.parametrize(
    "question",
    [
        "灯笼公司字号最少几个字",
        "老字号的灯笼被人蹭，哪条管",
        "方案里企业字号怎么护",
        "灯笼标识字号最小几号",
        "两家字号打架找谁裁",
    ],
)
def test_a_short_name_and_the_size_of_type_are_no_number_of_a_document(question: str) -> None:
    """字号 has three meanings; only a document's is a number."""
    assert "number" not in {want.name for want in wants(question)}


@pytest.mark.parametrize(
    "question",
    [
        "灯笼摊主电话里说要听证，算数吗",
        "推销电话卖灯笼，咋罚",
        "自建网站卖灯笼，罚多少",
        "灯笼铺换了地址，几天内报",
        "局长批不批灯笼案",
        "职务发明的灯笼奖多少钱",
    ],
)
def test_what_is_only_spoken_of_is_not_wanted(question: str) -> None:
    """A telephone, a website or the head of an office in a case is no value that an answer must hold."""
    assert not {"phone", "place", "person"} & {want.name for want in wants(question)}


@pytest.mark.parametrize("question", ["灯笼广告费多少才罚", "灯笼消费者有多少", "挂灯笼的使用费怎么定，多少合适"])
def test_costs_that_are_no_fee(question: str) -> None:
    """What fines are reckoned from, and what is agreed upon, is no fee that somebody takes."""
    assert "fee" not in {want.name for want in wants(question)}


def test_a_number_may_stand_in_words() -> None:
    """第几批 is told by 第一批; 一 alone, without the measure word, tells nothing."""
    wanted = strict(wants("灯会办到第几批了"))
    assert (held(wanted, plain("开展第一批灯会建设。")), held(wanted, plain("开展第一流灯会建设。"))) == (1, 0)


def test_the_sum_of_which_a_share_is_asked_is_no_amount() -> None:
    """按总额罚几成 asks for the share alone."""
    assert [want.name for want in strict(wants("按灯笼进货总额罚几成"))] == ["percent"]


def test_values_without_which_nothing_is_answered_are_told_apart() -> None:
    """An amount must stand there; who does it may be left open by the words."""
    assert [want.name for want in strict(wants("谁来罚，罚多少钱"))] == ["money"]


def test_every_sort_has_its_own_name() -> None:
    """The weights of the decision go by these names."""
    assert len(set(sorts())) == len(sorts())


def test_what_to_do_next_asks_for_no_penalty() -> None:
    """怎么弄 asks for the way, 怎么处罚 for the penalty."""
    assert [[step.name for step in asked_steps(text)] for text in ("灯笼接着怎么弄", "灯笼怎么处罚")] == [
        [],
        ["penalty"],
    ]


@pytest.mark.parametrize(
    ("question", "clause", "of_it"),
    [
        ("偷配方的罚款多少", ("刑法", "并处罚金"), False),
        ("偷配方的罚款多少", ("反不正当竞争法", "没收违法所得"), True),
        ("偷配方多少钱够判刑", ("商标法", "处五倍以下的罚款"), False),
        ("偷配方多少钱够判刑", ("刑事案件解释", "数额较大"), True),
    ],
)
def test_a_fine_and_a_sentence_are_of_two_branches(question: str, clause: tuple[str, str], of_it: bool) -> None:  # noqa: FBT001
    """罚款 is imposed by an office, a sentence by a court."""
    branch = asked_branch(question)
    assert branch is not None
    assert branch.holds(*clause) is of_it


def test_a_question_for_both_is_of_no_branch() -> None:
    """罚款 beside 判刑."""
    assert asked_branch("卖假货罚款多少，会不会判刑") is None


def test_days_left_are_told_from_a_day_or_a_term() -> None:
    """及时 says how quickly, and leaves no days to count."""
    wanted = strict(wants("灯会材料还剩几天要交"))
    texts = ("灯会材料应当及时报送。", "灯会材料于4月15日前报送。", "灯会材料应当在十日内报送。")
    assert [held(wanted, plain(text)) for text in texts] == [0, 1, 1]
