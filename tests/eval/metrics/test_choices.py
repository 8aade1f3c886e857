import pytest

from eval.metrics.choices import all_right, chosen


@pytest.mark.parametrize(
    ("reply", "options"),
    [
        ("[正确答案]A<eoa>", "A"),
        ("正确答案：B。", "B"),
        ("ABD", "ABD"),
        ("A、C和D", "ACD"),
        ("答案是C。解析：A错误", "C"),
        ("WTO和APEC的CEO", ""),
        ("", ""),
    ],
)
def test_options_are_read_from_a_reply(reply, options):
    """Letters that stand as options count; those in words, or in the reasons given, do not."""
    assert chosen(reply) == set(options)


def test_right_means_all_options_and_no_other():
    """One too few or one too many is wrong, as is a reply without an option."""
    assert all_right("A、B", "正确答案：AB。")
    assert not all_right("A", "AB")
    assert not all_right("ABC", "AB")
    assert not all_right("不知道", "AB")
