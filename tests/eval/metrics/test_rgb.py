import gzip
import json
from pathlib import Path

import pytest

from eval.metrics.rgb import accuracy, counterfactual, groups, holds_all, rejection_rate, reply

BENCH = Path(__file__).parents[4] / "shared" / "bench" / "rgb_zh"


def test_every_group_must_occur():
    """Of two groups both are needed; of alternatives one."""
    assert holds_all("港6.4%，澳18%", ["6.4%", "18%"])
    assert not holds_all("港6.4%", ["6.4%", "18%"])
    assert holds_all("特斯拉131 万，比亚迪186.35万", [["1313851", "131万"], ["187万", "186.35万"]])
    assert not holds_all("特斯拉131万", [["1313851", "131万"], "187万"])


def test_one_answer_may_stand_alone():
    """A plain text is one group; case does not count; no answer is never right."""
    assert holds_all("是nexon开发的", "Nexon")
    assert not holds_all("任何话", [])


def test_a_rejection_is_not_right():
    """Whoever says that the documents are not enough has not answered, whatever else stands there."""
    assert reply("文档信息不足，可能是武汉", "武汉") == reply("可能是武汉", "武汉", abstained=True)
    assert not reply("文档信息不足，可能是武汉", "武汉").right


def test_accuracy_and_rejection_are_shares():
    """One of two right, one of two rejected; no replies, no figure."""
    replies = [reply("武汉", "武汉"), reply("信息不足", "武汉")]
    assert (accuracy(replies), rejection_rate(replies)) == (0.5, 0.5)
    assert (accuracy([]), rejection_rate([])) == (None, None)


def test_correction_is_counted_among_the_detected():
    """Two of four detect the planted error, one of these two gives the right answer."""
    texts = ["存在事实性错误，应为武汉", "存在事实性错误，应为成都", "武汉", "成都"]
    found = counterfactual([reply(text, "武汉") for text in texts])
    assert (found.detection, found.correction, found.accuracy) == (0.5, 0.5, 0.5)
    assert counterfactual([reply("成都", "武汉")]).correction is None


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["zh_refine", "zh_int", "zh_fact"])
def test_every_shape_of_the_real_files_is_read(name):
    """The accepted answers themselves, one of each group, are right for every row; one group less is wrong."""
    path = BENCH / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("needs ../shared/bench")
    for line in gzip.decompress(path.read_bytes()).splitlines():
        answers = json.loads(line)["answer"]
        last = [group[-1] for group in groups(answers)]
        assert holds_all("；".join(last), answers)
        assert not holds_all("", answers)
