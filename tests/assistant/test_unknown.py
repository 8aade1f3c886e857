"""Laws and places that a question names and that nothing loaded is of."""

from datetime import date

import pytest

from tests.library import Office


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("公司法里注册资本几年缴足", "公司法"),
        ("药品管理法规定的罚款是几倍", "药品管理法"),
        ("沁水县2024年的方案什么时候报总结", "沁水县"),
        ("《山东省2021-2022年知识产权保护推进计划》一共分几块", "山东省2021-2022年知识产权保护推进计划"),
        ("卖盗版书，按出版管理条例罚几倍", "出版管理条例"),
        ("专利权质押登记办法：材料齐了几个工作日办好", "专利权质押登记办法"),
        ("网店虚标原价，明码标价和禁止价格欺诈规定里按几天算", "明码标价和禁止价格欺诈规定"),
        ("呼和浩特那边2022年的行动方案，名单几号前报", "呼和浩特"),
        ("没证卖体温计，医疗器械监督管理条例按几倍罚", "医疗器械监督管理条例"),
        ("直播选品有假，直播电商监督管理办法对平台怎么罚", "直播电商监督管理办法"),
        ("生成式AI服务管理暂行办法怎么罚", "生成式AI服务管理暂行办法"),
    ],
)
def test_what_is_not_loaded_is_said_by_name(library: Office, question: str, named: str) -> None:
    """Nothing else is quoted in its place."""
    answer = library.ask(question)
    assert (answer.abstained, f"“{named}”" in answer.answer or f"没有载入{named}" in answer.answer) == (True, True)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question",
    [
        "卖家说反正不犯法，对吗",
        "他一直守法，能不能从轻",
        "商标执法办法有哪些",
        "这种做法合法吗",
        "夜里去拆违法棚子反正不犯法，对吧",
        "依法处理是什么意思",
        "一个词是不是行业叫法，以哪天为准",
        "同行业哪些已有字号不能撞，企业名称规定里列了几类",
        "依照投诉举报处理暂行办法最长几天告知",
        "包裝盒印了「馳名商標」四個大字，會被罰多少錢？",
        "「商标侵权判断标准」里怎么认定近似",
        "停受理代理业务最短六个月这事，条例和监管规定里分别写在哪",
        "集体商标的使用规则里必须写几样东西",
        "呼和浩特那边查到的假货，没收以后怎么处理",
    ],
)
def test_what_names_no_unknown_paper_closes_nothing(library: Office, question: str) -> None:
    """执法, 合法 and 依法 name no law; a loaded title in other words and rules that a clause speaks of are known."""
    assert "没有载入" not in library.ask(question).answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "as_of", "told"),
    [
        ("2025年新修订的反不正当竞争法哪天施行", date(2025, 3, 3), True),
        ("2025年新修订的反不正当竞争法哪天施行", date(2025, 7, 1), False),
        ("国知局令第77号一共多少条，哪天施行", date(2023, 6, 1), False),  # its day of publication is not known
        ("专利裁决和调解的新办法（令81号）今天能用吗", date(2025, 1, 5), False),
        ("法释〔2026〕7号那部惩罚性赔偿解释，倍数能带小数吗", date(2025, 6, 30), True),
        ("反不正当竞争法2019年版和2025年版，商业诋毁各罚多少", date(2025, 3, 3), False),
    ],
)
def test_what_came_later_was_not_there_yet(library: Office, question: str, as_of: date, *, told: bool) -> None:
    """A text named by its year or number is not shown before the day on which it was published."""
    assert ("还没有公布" in library.ask(question, as_of=as_of).answer) == told


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("处罚信息摘要最多写多少字", True),
        ("当场收罚款开的票据是几联、什么颜色", True),
        ("晋冀鲁豫十八市都是哪十八个", True),
        ("制假的追诉时效几年", True),
        ("技术调查官在法庭上的座位在哪边", False),
        ("企业字号最少几个汉字", False),
        ("鄂尔多斯市局多久通报一次", False),
    ],
)
def test_a_sort_of_value_that_no_clause_holds_is_refused(library: Office, question: str, *, refused: bool) -> None:
    """However near the clauses are; where one holds it, it is told."""
    assert library.ask(question).abstained == refused


@pytest.mark.corpus
def test_where_somebody_comes_from_is_no_document(library: Office) -> None:
    """A place in which something happened does not narrow what is searched."""
    assert "没有载入" not in library.ask("我们在郑州查到侵权商品，没收以后怎么处理").answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question",
    [
        "枣庄2022年研讨会总结的是2019到2020年的案子吗",
        "我在写2026年的总结，鄂尔多斯那份方案的报表几号前交",
        "枣庄区域协作有几个圈子",
    ],
)
def test_years_and_words_that_no_document_is_of(library: Office, question: str) -> None:
    """The year of what happened or of the asker's own paper, and 区域 behind a place, close no question."""
    assert "没有载入" not in library.ask(question).answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["枣庄2023年能力提升年接着搞吗", "1993年的反不正当竞争法第三条", "鄂尔多斯2023年的方案"]
)
def test_another_year_of_a_document_stays_unknown(library: Office, question: str) -> None:
    """A plan of another year and an edition older than all that are loaded are not answered from this one."""
    answer = library.ask(question)
    assert (answer.abstained, "没有载入" in answer.answer) == (True, True)


@pytest.mark.corpus
def test_a_short_name_of_several_documents_is_asked_about(library: Office) -> None:
    """The candidates are named, none is quoted."""
    answer = library.ask("移送规定第三条")
    assert answer.abstained
    assert answer.answer.count("“移送规定”可能指《") == 2


@pytest.mark.corpus
def test_a_paper_of_the_askers_own_office_closes_nothing(library: Office) -> None:
    """What it says is not asked: the public rule is."""
    answer = library.ask("本局〔2026〕99号说实名举报不用回复，规章要求几天内告知实名举报人是否立案")
    assert "五个工作日" in answer.answer


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["晋城市局那份2024方案让县里几号前报材料", "内蒙古自治区那份2022年实施方案要求哪天报总结"]
)
def test_what_a_place_above_has_issued_is_not_answered_from_below(library: Office, question: str) -> None:
    """The county's plan cites the city's, and says nothing of what stands in it."""
    answer = library.ask(question)
    assert (answer.abstained, answer.answer.startswith("> 没有载入")) == (True, True)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "cited"),
    [
        (
            "陵川有家合作社对公示的地标产品认定有意见，多久内向国家知识产权局提出异议",
            "gi-product-protection-measures-2023",
        ),
        ("地标产品申请被国家局形式审查打回来，多久内答复", "gi-product-protection-measures-2023"),
        ("擅自生产上海世博会标志的商品，罚款最多几万", "expo-symbols-regulations-2004"),
        ("我在枣庄薛城区局，全年总结最迟哪天报", "plan-zaozhuang-2022"),
    ],
)
def test_a_place_that_is_only_told_does_not_narrow_to_its_plan(library: Office, question: str, cited: str) -> None:
    """Somebody is there, an office acts, an event has its name, or the asker's district belongs to it."""
    assert {citation.document_id for citation in library.ask(question).citations} == {cited}


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question",
    [
        "鄂尔多斯的信用风险分级分类办法把企业分成几级",
        "许昌诉调对接那份若干意见里，法院转来的纠纷限几天调完",
        "陵川照着办的专利裁决办案指南，简案几天办完",
    ],
)
def test_what_a_cited_document_says_is_not_answered_by_who_cites_it(library: Office, question: str) -> None:
    """The plans name these documents; their terms stand in them alone."""
    assert library.ask(question, as_of=date(2024, 9, 1)).abstained


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["陵川执行专利侵权纠纷行政裁决办案指南，要优化哪些程序", "较重行政处罚在失信名单办法里包括哪些"]
)
def test_what_is_done_by_a_cited_document_is_answered(library: Office, question: str) -> None:
    """A plan says itself what is done by the guide; a name that a loaded title bears is of that one."""
    assert not library.ask(question, as_of=date(2024, 9, 1)).abstained


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("准格尔旗局：报表每个月几号前报，是哪两张", "plan-ordos-2022"),
        ("县里方案对电子烟怎么管", "plan-lingchuan-2024"),
        ("国知局2022年要求地方怎么处理恶意抢注线索", "plan-cnipa-2022"),
        ("能力提升年的总结几月几号前报", "plan-zaozhuang-2022"),
        ("许市监25号文哪天印发", "plan-xuchang-2022"),
    ],
)
def test_a_plan_is_known_by_what_people_call_it(library: Office, question: str, cited: str) -> None:
    """By a district below its city, its sort of place, its issuer and year, its theme or its short number."""
    assert {one.document_id for one in library.ask(question).citations} == {cited}


@pytest.mark.corpus
@pytest.mark.parametrize(
    "question", ["滕州市自己的2022方案哪天要交总结给镇街", "长葛市2022年方案对蜂胶专用标志抽检按什么比例来"]
)
def test_a_district_has_no_plan_of_its_own(library: Office, question: str) -> None:
    """The city's plan does not answer for a paper of the district itself."""
    answer = library.ask(question)
    assert (answer.abstained, "没有载入" in answer.answer) == (True, True)


@pytest.mark.corpus
def test_what_an_office_of_a_county_may_do_is_asked_of_the_law(library: Office) -> None:
    """县里 is no plan where nothing planned is asked for."""
    cited = {one.document_id for one in library.ask("企业报专利弄虚作假，县里市监能怎么处理").citations}
    assert cited == {"patent-law-rules-2023"}
