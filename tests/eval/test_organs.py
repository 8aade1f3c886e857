import pytest

from eval.organs import organs


def names(text):
    """The organs of a text."""
    return [text[start:end] for start, end in organs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报送市局知识产权保护科", ["市局", "知识产权保护科"]),
        ("由青岚市市场监督管理局商标科办理", ["青岚市市场监督管理局", "商标科"]),
        ("国务院专利行政部门", ["国务院专利行政部门"]),
        ("国务院批准", ["国务院"]),
        ("移送广州知识产权法院", ["广州知识产权法院"]),
        ("县(区)局", ["县(区)局"]),
        ("临湖县人民政府办公室", ["临湖县人民政府", "办公室"]),
        ("市局和县局", ["市局", "县局"]),
    ],
)
def test_names_are_found_by_what_they_are_made_of(text, expected):
    """Places that no list knows, nested organs and ranks are found whole, verbs before them left out."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text", ["全部处罚", "公司内部", "分管局长", "生产场所", "四处走访", "办公室打扫", "有部分处理"]
)
def test_words_that_end_alike_are_no_organs(text):
    """部, 处, 司, 所 are parts of many other words."""
    assert names(text) == []
