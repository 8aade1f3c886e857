"""Documents of a few lines for the tests of the registers."""

from hashlib import sha256

from index.documents import Access, Document, Metadata, Source
from index.structure import outline

PLAN = """临江市市场监督管理局文件
临市监〔2024〕3号
临江市市场监督管理局关于印发《2024年临江市商标保护工作方案》的通知
各县（区）市场监督管理局：
现将《2024年临江市商标保护工作方案》印发给你们，请认真抓好落实。
联系人：商标科 周明、李雪
联系电话：0123-4567890
电子邮箱：sb@linjiang.example
临江市市场监督管理局
2024年3月1日
2024年临江市商标保护工作方案
为做好商标保护工作，制定本方案。
一、总体要求
全面加强商标保护，营造公平环境。
二、重点任务
（一）加强日常监管。持续规范商标使用行为，对印制企业进行抽查。各基层所要走访老字号企业，建立并更新商户台账。市局将适时组织开展督查。
（二）加强协作。发现涉嫌犯罪的，要及时移送公安机关。
三、工作要求
请各县区局分别于2024年6月20日和11月30日前将半年小结和全年总结报送市局商标科。各县区局每月5日前报送统计表，市局每季度通报一次进展情况。
"""


def plan(text: str = PLAN, year: int | None = 2024, access: Access = "public", document_id: str = "plan") -> Document:
    """A plan of 临江市."""
    digest = sha256(text.encode()).hexdigest()
    metadata = Metadata("2024年临江市商标保护工作方案", year=year, issuer="临江市市场监督管理局", kind="工作方案")
    source = Source("plan.txt", "txt", digest, len(text.encode()))
    return Document(document_id, digest, text, outline(text), metadata, (), source, access=access)
