"""Words that people say lead to those that the texts write."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import bridges
from index.bridges.entries import parse, shipped_entries
from index.bridges.expanding import Bridges
from index.bridges.mending import shapes
from index.bridges.phrases import Phrases, forms
from index.bridges.places import counties
from index.bridges.sounds import cut_syllables, readings
from index.catalog import EVERYONE
from index.errors import IndexingError
from index.lexical import LexicalIndex, build
from index.references.spelling import spelled
from index.retrieval import Query, Retriever
from tests.library import Office

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("给人贴牌算侵权吗", "定牌加工"),
        ("这包是山寨的", "假冒"),
        ("这种情况罚多少", "罚款"),
        ("几号之前交材料", "报送"),
        ("门口贴了封条", "查封"),
        ("老板不认账", "经营者"),
        ("消法怎么说", "消费者权益保护法"),
        ("国知局的方案", "国家知识产权局"),
        ("智慧財產權受侵害", "知识产权"),
        ("罰鍰多少", "罚款"),
        ("the fine for counterfeit goods", "罚款"),
        ("Trademark Infringement", "侵犯注册商标专用权"),
        ("the officers seized my goods", "扣押"),
        ("SAMR 的规定", "国家市场监督管理总局"),
        ("滕州的行动方案", "枣庄市"),
        ("薛城区做什么", "山东省"),
        ("扣了30天", "三十日"),
        ("两倍以下", "二倍"),
        ("占20%", "百分之二十"),
        ("zhuanliqinquan zenme ban", "专利侵权"),
        ("zaozhuang de fang'an", "枣庄"),
    ],
)
def test_a_question_gets_the_words_of_the_texts(question: str, added: str) -> None:
    """Everyday words, short names, wording from overseas, English, places, numbers and pinyin are led to the texts'."""
    assert added in bridges.expand(question).added


@pytest.mark.parametrize(
    "question",
    ["商标法第五十七条", "2025年3月5日施行", "第三十条第二款", "", "？", "an", "women can make a pie", "\ud800"],
)
def test_what_needs_no_bridge_gets_none(question: str) -> None:
    """Exact references, dates, nothing at all and English without a term of the trade stay as they are."""
    assert bridges.expand(question).added == ()


def test_words_that_stand_there_are_not_added() -> None:
    """What the question itself says is not said twice, and every word is added once."""
    found = bridges.expand("举报假货，投诉假货，罚多少罚款")
    assert "罚款" not in found.added
    assert len(set(found.added)) == len(found.added)


def test_every_addition_has_its_reason() -> None:
    """For each word that was added it is said what for, and why that is the same."""
    found = bridges.expand("傍名牌的老板罚多少，扣了30天，see the hearing")
    reasoned = {word for reason in found.reasons for word in reason.means}
    assert set(found.added) <= reasoned
    assert all(reason.said and reason.why for reason in found.reasons)


def test_the_longest_wording_counts() -> None:
    """不服行政处罚决定 holds 不服, and the seizure period is more than a seizure."""
    said = [reason.said for reason in bridges.expand("what is the seizure period").reasons]
    assert said == ["seizure period"]


TEXTS = ["当事人可以要求听证。听证公开举行。", "侵犯注册商标专用权的，处以罚款。", "扣押财物的期限为三十日。"] * 12


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """A small vocabulary: three sentences, twelve times."""
    folder = tmp_path_factory.mktemp("bridges") / "lexical"
    build(TEXTS, folder)
    return LexicalIndex.open(folder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("要求听正", "要求听证"),  # the same sound
        ("注册伤标", "注册商标"),  # the same sound
        ("查封扣压财物", "查封扣押财物"),  # the same sound, another tone
        ("处以罚宽", "处以罚宽"),  # kuan and kuang only are near: 罚宽 sounds like 罚款
        ("己经听证", "己经听证"),  # looks like 已经, which these texts do not know
    ],
)
def test_typing_errors_are_mended(known: LexicalIndex, typed: str, meant: str) -> None:
    """A word that the texts do not know gives way to one that sounds like it and is common in them, and no other does."""
    found = bridges.expand(typed, known.pairs)
    assert found.text == meant.replace("罚宽", "罚款")


def test_without_a_vocabulary_nothing_is_mended() -> None:
    """Whether a word is an error only the texts can say."""
    assert bridges.expand("要求听正").text == "要求听正"


def test_known_words_are_never_mended(known: LexicalIndex) -> None:
    """Sentences of the texts themselves stay as they are."""
    assert [bridges.expand(text, known.pairs).text for text in TEXTS[:3]] == TEXTS[:3]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("冒充注册商标fa多少", "冒充注册商标罚多少"),  # of one word with the signs behind it
        ("多少tian内续展", "多少天内续展"),  # with the sign behind it
        ("zaozhuang 的方案", "枣庄 的方案"),
        ("去 bei an 要交什么", "去 备案 要交什么"),  # two syllables by themselves
        ("Nike鞋 logo 能注册吗", "Nike鞋 logo 能注册吗"),  # names and English words
        ("fa nike 多少", "fa nike 多少"),  # nor one behind it, which would be lost
        ("hearing fa 多少", "hearing fa 多少"),  # an English word beside it: no run of syllables
    ],
)
def test_pinyin_beside_signs_is_read(typed: str, read: str) -> None:
    """Letters become signs where they make up a known word, by themselves or with the signs beside them."""
    assert bridges.expand(typed).text == read


def test_pairs_are_counted(known: LexicalIndex) -> None:
    """Each pair of neighbours has the number of rows that it stands in; what is no pair of Han signs has none."""
    assert known.pairs("要求听证x。罚款").tolist() == [12, 12, 12, 0, 0, 0, 12]
    assert known.pairs("").tolist() == []


def test_a_mended_question_is_as_long() -> None:
    """Positions in a question stay: traditional signs and errors are replaced sign for sign."""
    question = "專利侵權、要求听正「罰款」"
    assert len(bridges.expand(question, lambda text: np.zeros(max(len(text) - 1, 0), np.int64)).text) == len(question)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[a]\nwhy = "r"\n"关店" = "停业"\n', "line 3: '关店' must be a list"),
        ('[a]\n"关店" = ["停业"]\n', r"line 1: \[a\] needs a line why"),
        ('[a]\nwhy = " "\n', r"line 1: \[a\] needs a line why"),
        ('[a]\nwhy = "r"\n"关店|店" = ["停业"]\n', "line 3: '店' in '关店|店'"),
        ('[a]\nwhy = "r"\n"关店" = ["停业"]\n[b]\nwhy = "r"\n"关店" = ["歇业"]\n', "'关店' is said twice"),
        ('[a]\nwhy = "r"\n"关店" = [1]\n', "line 3: '关店' must be a list"),
        ("[a\n", "own.toml: is no TOML: .*line 1"),
        ("a = 1\n", "needs a line why"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, told: str) -> None:
    """An office's file that cannot be used is refused with its name, the line and the entry."""
    folder = tmp_path / bridges.OWN_FOLDER
    folder.mkdir()
    (folder / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(IndexingError, match=r"own\.toml: ") as refused:
        bridges.bridges_for(tmp_path)
    assert refused.match(told.replace("|", r"\|"))


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    """A file saved in GBK is refused with what to do."""
    (tmp_path / "bridges").mkdir()
    (tmp_path / "bridges" / "own.toml").write_bytes("[甲]".encode("gbk"))
    with pytest.raises(IndexingError, match=r"own\.toml: cannot be read .*save it as UTF-8"):
        bridges.bridges_for(tmp_path)


def test_an_office_adds_changes_and_takes_away(tmp_path: Path) -> None:
    """Own entries are read with the shipped ones and stand in for those that say the same; none means none."""
    (tmp_path / "bridges").mkdir()
    own = '[own]\nwhy = "our words"\n"年终本" = ["工作总结"]\n"贴牌" = ["委托加工"]\n"傍名牌" = []\n'
    (tmp_path / "bridges" / "own.toml").write_text(own, encoding="utf-8")
    office = bridges.bridges_for(tmp_path)
    assert office.expand("年终本").added == ("工作总结",)
    assert office.expand("贴牌").added == ("委托加工",)
    assert "混淆" not in office.expand("傍名牌").added
    assert "罚款" in office.expand("罚多少").added


def test_without_own_files_the_shipped_ones_are_shared(tmp_path: Path) -> None:
    """Reading them takes longer than a question: it is done once."""
    assert bridges.bridges_for(tmp_path) is bridges.shipped()


def test_entries_are_in_one_spelling() -> None:
    """A question is brought to simplified signs before it is read: an entry in others would never be found."""
    assert [entry.said for entry in shipped_entries() if spelled(entry.said).lower() != entry.said] == []


@pytest.mark.parametrize("question", ["申请人不服审查决定怎么办", "在登录商标局网站时", "已知的财产线索"])
def test_no_japanese_term_stands_in_a_chinese_question(question: str) -> None:
    """What both languages write alike and mean otherwise is read as Japanese only with Japanese signs behind it."""
    assert not [one for one in bridges.expand(question).reasons if "Japan" in one.why]


def test_shipped_files_are_whole() -> None:
    """Every county has a place above it, every sign a reading of letters, and signs that look alike are different."""
    assert all(province and names for (province, _), names in counties().by_city.items())
    assert "陵川县" in counties().by_city["山西省", "晋城市"]
    assert readings()["商"] == ("shang",)
    assert set(readings()["行"]) == {"xing", "hang"}
    assert all(sign not in others for sign, others in shapes().items())


def test_english_words_are_read_in_all_their_forms() -> None:
    """Number, tense, possession, irregular verbs and British spelling make no other word; goods is no form of good."""
    for same in (
        ("seize", "seized", "seizes"),
        ("penalty", "penalties"),
        ("infringe", "infringing"),
        ("fine", "fined"),
        ("cancel", "cancelled"),
        ("sell", "sold", "selling"),
        ("license", "licences"),
        ("owner", "owner's"),
    ):
        assert all(same[0] in forms(form) for form in same)
    assert "good" not in forms("goods")
    assert "see" not in forms("seed")


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("they took down my review", "评价"),
        ("the owner of the patent", "专利权人"),
        ("a list of the seized goods", "查封、扣押清单"),
        ("I sold goods without licences", "销售"),
    ],
)
def test_english_terms_are_read_past_articles_and_turned_round(question: str, added: str) -> None:
    """A word of no content parts no term, and a term is the same with of."""
    assert added in bridges.expand(question).added


def test_no_chinese_entry_hides_another() -> None:
    """Of two files that say the same only the first is ever read."""
    chinese = [entry.said for entry in shipped_entries() if not entry.said.isascii()]
    assert len(chinese) > 1000
    assert [said for said, times in Counter(chinese).items() if times > 1] == []


def test_no_english_term_hides_another() -> None:
    """Of two terms that are one in their plain forms (a book, the books) only the first is ever read."""
    english = [entry for entry in shipped_entries() if entry.source.startswith("english")]
    assert len(english) > 5000
    phrases = Phrases(english)
    read = {entry.said: [hit.entry.means for hit in phrases.find(entry.said)] for entry in english}
    assert [(entry.said, entry.source) for entry in english if entry.means not in read[entry.said]] == []


def test_english_renderings_mend_no_chinese() -> None:
    """What an English term is rendered by is not known as a word that may have been mistyped."""
    only = Bridges(parse('[a]\nwhy = "b"\n"gizmo" = ["灯笼草管理"]', "x.toml"))
    assert (
        only.expand(
            "灯龙草管理", lambda text: np.array([0 if "龙" in text[n : n + 2] else 99 for n in range(len(text) - 1)])
        ).text
        == "灯龙草管理"
    )


def test_syllables() -> None:
    """Pinyin run together is cut into syllables; English is not."""
    assert cut_syllables("zhishichanquan") == ("zhi", "shi", "chan", "quan")
    assert cut_syllables("trademark") == ()


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "document", "path"),
    [
        ("How long may seized goods be kept?", "administrative-compulsion-law-2011", "第二十五条"),
        ("When can a party request a hearing on a fine?", "administrative-penalty-law-2021", "第六十三条"),
        ("Who may speak for me at a hearing?", "samr-hearing-measures-2021", "第十五条"),
        ("What if somebody runs a patent agency without a licence?", "patent-agency-regulations-2018", "第二十七条"),
        ("양도받은 상표권은 언제부터인가요?", "trademark-law-2019", "第四十二条"),
        ("老人机构貼牌代工，贴牌的加工承揽", "tm-infringement-standard-2020", "第二十五条"),
    ],
)
def test_clauses_are_found_in_other_words(library: Office, question: str, document: str, path: str) -> None:
    """With bridges a clause stands among the first ten that shares no word with the question, or few."""
    with library.library.pin() as generation:
        found = Retriever(generation, library.embedder).retrieve(Query(question, DAY, EVERYONE))
    assert (document, path) in {(p.chunk.document_id, p.chunk.path.split("/")[0]) for p in found}
