"""What a single line of an official document looks like: a salutation, an organ, a date, a contact, a title.

Every test takes the line's plain form: blanks out, brackets, colons and commas in full width.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FULL_WIDTH: Final = str.maketrans("()[]【】［］:,;", "（）〔〕〔〕〔〕：，；")
_OTHER_WIDTH: Final = re.compile(f"[{re.escape(''.join(map(chr, _FULL_WIDTH)))}]")
_BLANKS: Final = re.compile(r"\s+")
_CJK_NUMBER: Final = "[0-9０-９〇零○一二三四五六七八九十]"

_DATE: Final = re.compile(rf"（?{_CJK_NUMBER}{{4}}年{_CJK_NUMBER}{{1,3}}月{_CJK_NUMBER}{{1,3}}日）?")
_ORGAN: Final = re.compile(
    r"[\u4e00-\u9fff、（）]{1,38}(?:局|委员会|委|厅|政府|法院|检察院|办公室|部|署|中心|领导小组|协会|院|队|联席会议)(?:（[盖公代]章）)?"
)
_ADDRESSEE: Final = re.compile(
    r"(?:局|委员会|委|厅|政府|法院|检察院|办公室|办|部|处|科|会|中心|署|院|队|所|站|单位|部门|公司|企业|区|市|县|旗|镇|乡|街道|机构|组|室|兵团|学校)$"
)
_SENTENCE: Final = re.compile(r"[。；！？]")
_CONTACT: Final = re.compile(
    r"[（〔]?(?:(?:业务|政策|技术)?联系(?:人|电话|方式|地址)|咨询电话|(?:投诉|举报|监督)(?:举报)?电话|电话|传真|手机|"
    r"(?:电子)?邮(?:箱|件|编)|邮政编码|e-?mail|(?:通[讯信])?地址)(?:及(?:电话|联系方式))?：",
    re.IGNORECASE,
)
_ATTACHMENT: Final = re.compile(
    rf"[-－*•·]?附(?:件|录|表|图)?(?P<number>{_CJK_NUMBER}{{0,3}})(?:：|$|(?=[1１][.．、]))"
)
_IMPRINT: Final = re.compile(rf"(?:抄[送报]|主送|印发机关|印制份数)：|.*{_CJK_NUMBER}月{_CJK_NUMBER}{{1,3}}日印发$")
_RED_HEAD: Final = re.compile(r"[\u4e00-\u9fff、（）]{2,40}文件(?:（.{1,8}）)?$")
_NUMBER: Final = re.compile(
    r"(?:发文字号：|文号：)?[\u4e00-\u9fff]{1,14}(?:〔\d{4}〕|（\d{4}）)(?:第)?\d+号|[\u4e00-\u9fff]{2,30}令第?\d+号|"
    r"(?:NO|№)[.．：]?\d+",
    re.IGNORECASE,
)
_PASSED: Final = re.compile(r"通过|修正|修订|公布|发布|施行|节选")
_HISTORY_ENDS: Final = re.compile(r"(?:通过|修正|修订|公布|发布|施行|批准|会议|生效)）?$")
_FURNITURE: Final = re.compile(
    r"(?:发布(?:时间|日期|机构)|成文日期|发文机关|公开方式|索引号|信息(?:来源|索取号|分类)|主题分类|来源|字号|字体|浏览(?:次数|量)?|"
    r"阅读(?:次数|量)?|点击(?:次数|量|率)?|访问量|作者|责任编辑|编辑|当前位置|您(?:现在)?(?:所在)?的位置|我要)[：:]|字号(?:大|小)|"
    r"(?:相关(?:链接|文章|阅读|附件|稿件|新闻|推荐)|友情链接|网站地图|网站首页|首页|上一[篇条]|下一[篇条]|返回(?:顶部|首页)|关闭(?:窗口|本页)|"
    r"打印(?:本页)?|分享(?:到|至)|扫一扫|无障碍|长者模式|版权(?:所有|声明)|主办(?:单位)?：|主办单位|承办单位|技术支持|网站(?:标识码|管理|声明|支持)|"
    r"政府网站标识码|联系我们|关于我们|京ICP|.{0,2}ICP备|.{0,2}公网安备|【?(?:打印|关闭|收藏)】?(?:$|[【|]))",
)
_TITLE_END: Final = re.compile(
    r"(?:方案|计划|规划|要点|纲要|办法|规定|细则|条例|意见|措施|通知|通告|公告|决定|批复|规则|标准|制度|指南|指引|安排|部署|解释|法|函|"
    r"总结|报告|预案)(?:（.{1,24}）|的通知)?$"
)
_COVERING: Final = re.compile(r"(?:通知|通告|公告|批复|函|令)(?:（.{1,8}）)?$")
_UNRELATED: Final = re.compile(
    r"关于.{4,120}?(?:通知|意见|办法|规定|决定|函|批复|公告|通告|指引|方案)|〔\d{4}〕\d+号|（\d{4}）\d+号"
)


_LONGEST_TITLE: Final = 90
_TITLE_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the blanks around it: `text[start:end]` of the document; `plain` is its form for comparing."""

    text: str
    start: int
    plain: str

    @property
    def end(self) -> int:
        """Offset after its last sign."""
        return self.start + len(self.text)


def split(text: str) -> list[Line]:
    """The lines that are not blank; only a line feed ends one."""
    lines = []
    for match in re.finditer(r"[^\n]+", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            lines.append(Line(stripped, start, _BLANKS.sub("", _full_width(stripped))))
    return lines


def _full_width(text: str) -> str:
    """Brackets and signs in full width; `translate` looks up every sign, and most lines have none of these."""
    return text.translate(_FULL_WIDTH) if _OTHER_WIDTH.search(text) else text


def is_sentence(plain: str) -> bool:
    """It carries a full stop or its like, or announces something by a colon."""
    return bool(_SENTENCE.search(plain)) or plain.endswith("：")


def is_date(plain: str) -> bool:
    """Nothing but a date with year, month and day."""
    return bool(_DATE.fullmatch(plain))


def is_organ(plain: str) -> bool:
    """Nothing but the name of one or more organs."""
    return bool(_ORGAN.fullmatch(plain))


def is_signed(plain: str) -> bool:
    """Organ and date on one line."""
    match = _DATE.search(plain)
    return bool(match and match.end() == len(plain) and match.start() and is_organ(plain[: match.start()]))


def is_salutation(plain: str) -> bool:
    """各县（市、区）市场监督管理局、市局各分局：— those addressed, closed by a colon."""
    if not plain.endswith("：") or len(plain) > 200 or _SENTENCE.search(plain) or "如下" in plain or "下列" in plain:
        return False
    names = [name for name in re.split(r"[，、和及]", re.sub(r"（[^（）]*）", "", plain[:-1])) if name]
    addressed = sum(bool(_ADDRESSEE.search(name)) for name in names)
    return bool(names) and addressed * 2 > len(names) and not _CONTACT.match(plain)


def is_contact(plain: str) -> bool:
    """It opens with 联系人, 电话, 邮箱 … and a colon."""
    return bool(_CONTACT.match(plain))


def attachment(plain: str) -> re.Match[str] | None:
    """附件：…, 附件1, 附： — how a list of attachments, or an attachment, opens; the match ends before its content."""
    return _ATTACHMENT.match(plain)


def is_imprint(plain: str) -> bool:
    """…2022年4月25日印发, 抄送：… — the imprint at the foot of the last page."""
    return len(plain) <= 200 and bool(_IMPRINT.match(plain))


def is_head(plain: str) -> bool:
    """A red head (…文件), a document number alone on its line, or the note of a law's history."""
    return bool(_RED_HEAD.fullmatch(plain) or _NUMBER.fullmatch(plain)) or is_history(plain)


def is_history(plain: str) -> bool:
    """The note under a law's title: when it was passed, revised, promulgated."""
    if _SENTENCE.search(plain) or not (plain[0] in "（根" or plain[0].isdigit()):
        return False
    bracketed = plain[0] == "（" and plain[-1] == "）" and bool(_PASSED.search(plain))
    return bracketed or bool(_HISTORY_ENDS.search(plain[-6:]))


def is_furniture(plain: str) -> bool:
    """What a website prints around a text: 发布时间, 字号, 相关链接, 版权所有, ICP备."""
    return len(plain) <= 90 and "。" not in plain and bool(_FURNITURE.match(plain))


def could_be_title(plain: str) -> bool:
    """Short, and without any sign that ends or divides a sentence."""
    return len(plain) <= 60 and not re.search(r"[。；！？：，|]", plain)


def ends_title(plain: str) -> bool:
    """It ends as titles do: 方案, 办法, 通知."""
    return bool(_TITLE_END.search(plain))


def is_covering(plain: str) -> bool:
    """The title of what only sends another document along: 通知, 批复, 函."""
    return bool(_COVERING.search(plain))


def names_a_document(plain: str) -> bool:
    """It names a document of its own: 关于…的通知, or a document number in brackets."""
    return bool(_UNRELATED.search(plain))


def _is_about(lines: Sequence[Line], i: int) -> bool:
    return i < len(lines) and (lines[i].plain.startswith(("关于", "印发", "转发")) or is_organ(lines[i].plain))


def title_end(lines: Sequence[Line], start: int) -> int:
    """Where a title that begins at `start` ends (it may be printed on several lines); 0 where none begins.

    An organ's name opens a title only where it goes on with 关于…; alone it stands above one.
    """
    length = 0
    if is_organ(lines[start].plain) and not _is_about(lines, start + 1):
        return 0
    for i in range(start, min(start + _TITLE_LINES, len(lines))):
        plain = lines[i].plain
        length += len(plain)
        if not could_be_title(plain) or is_date(plain) or is_head(plain) or length > _LONGEST_TITLE:
            return 0
        if ends_title(plain):
            return i + 1
    return 0
