import gzip
import json
from pathlib import Path

import pytest

from eval.metrics.reading import character_f1, cjrc_exact, cjrc_f1, cmrc_exact, cmrc_f1, cmrc_segments

BENCH = Path(__file__).parents[4] / "shared" / "bench"


def test_chinese_stands_alone_and_words_whole():
    """Characters, Latin words, numbers with their unit; the listed punctuation is gone."""
    assert cmrc_segments("《Windows 10》于2015年，重128KB") == [
        *("windows", "10", "于", "2015", "年", "重", "128kb"),
    ]


def test_the_listed_signs_part_no_words():
    """As in the official script: a removed sign joins what stands around it, other signs are segments."""
    assert cmrc_segments("T-34") == ["t34"]
    assert cmrc_segments("(a)") == ["(", "a", ")"]


def test_f1_is_over_the_longest_common_run():
    """甲乙 is the longest run of both: 2 of 5 and 2 of 3, though 丁 is common as well."""
    assert cmrc_f1(["甲乙丙戊丁"], "甲乙丁") == pytest.approx(2 * 2 / (5 + 3))


def test_a_run_ends_where_the_texts_differ():
    """丙丁 is the longest run; 甲 before another character does not lengthen it: 2 of 4 and 2 of 4."""
    assert cmrc_f1(["甲乙丙丁"], "甲戊丙丁") == pytest.approx(0.5)


def test_the_best_reference_counts():
    """Exact match and F1 are taken against the nearest reference."""
    assert cmrc_f1(["甲乙", "丙"], "丙") == 1.0
    assert cmrc_exact(["甲乙", "丙。"], "丙") == 1.0
    assert cmrc_exact(["甲乙"], "甲") == 0.0


def test_no_prediction_counts_zero():
    """Silence never agrees with a reference that says something."""
    assert (cmrc_f1(["甲"], ""), cmrc_exact(["甲"], ""), cjrc_f1(["甲"], "")) == (0.0, 0.0, 0.0)


def test_character_f1_is_a_bag_of_letters_and_digits():
    """甲乙丁 against 甲乙丙戊丁 shares three: 2·3 / (5 + 3); order, case and signs do not count."""
    assert character_f1("甲乙丙戊丁", "丁，甲乙") == pytest.approx(6 / 8)
    assert character_f1("YES", "yes。") == 1.0
    assert character_f1("", "，") == 1.0
    assert character_f1("", "甲") == 0.0


def test_cjrc_leaves_each_reference_out_in_turn():
    """One reference of three agrees: left out once, it counts in the two other turns."""
    assert cjrc_exact(["甲", "乙", "丙"], "甲") == pytest.approx(2 / 3)
    assert cjrc_exact(["甲", "甲", "丙"], "甲") == 1.0


def test_cjrc_f1_by_hand():
    """F1 against 甲乙, 甲, 丙 is 2/3, 1, 0: the best of the others is 1, 2/3, 1."""
    assert cjrc_f1(["甲乙", "甲", "丙"], "甲") == pytest.approx((1 + 2 / 3 + 1) / 3)


def test_without_references_the_empty_answer_is_right():
    """CJRC's questions without an answer want none."""
    assert cjrc_f1([], "") == 1.0
    assert cjrc_f1([], "甲") == 0.0
    assert cjrc_f1(["甲"], "甲") == 1.0


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "least"), [("cmrc2018/trial", 0.998), ("drcd/dev", 1.0)])
def test_segments_agree_with_the_official_tokenizer_on_real_answers(name, least):
    """The official script cuts Latin text by NLTK; on the sets' own answers nearly every one is cut the same."""
    nltk = pytest.importorskip("nltk.tokenize")
    cut = nltk.NLTKWordTokenizer().tokenize
    path = BENCH / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("needs ../shared/bench")
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    answers = [answer for row in rows for question in row["qas"] for answer in question["answers"]]
    same = sum(cmrc_segments(answer) == official_segments(answer, cut) for answer in answers)
    assert same / len(answers) >= least


def official_segments(text: str, cut) -> list[str]:
    """The definition: listed signs out, Chinese alone, what is between to the tokenizer, its quotes as typed."""
    kept = "".join(
        sign for sign in text.lower().strip() if sign not in "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』"
    )
    parted = "".join(f"\0{sign}\0" if "\u4e00" <= sign <= "\u9fa5" else sign for sign in kept)
    segments = [segment for piece in parted.split("\0") for segment in cut(piece)]
    return ['"' if segment in {"``", "''"} else segment for segment in segments]
