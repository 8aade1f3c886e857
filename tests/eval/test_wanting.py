"""From the page's thumbs to a dataset that evaluators can run."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.accounts.database import default_url, open_database
from assistant.conversations import Conversations, Exchange
from assistant.feedback import Feedback, Opinion
from eval.dataset import load


def judged(data: Path) -> None:
    """A conversation of two questions: the second was thumbed down."""
    database = open_database(default_url(data))
    kept = Conversations(database)
    talk = kept.begin("zhang", "甲")
    for name, question in (("a", "许昌什么时候报送？"), ("b", "那枣庄呢，我的手机13800138000")):
        exchange = Exchange(name, question, "答", "{}", False, date(2026, 11, 21), datetime.now(UTC))
        kept.add(talk.id, "zhang", exchange)
    Feedback(database, kept).give(talk.id, "zhang", "b", Opinion("down", "不完整", "少了渠道"))
    database.dispose()


def test_thumbs_become_a_dataset(tmp_path: Path) -> None:
    """The command lists them and writes rows that load; nothing in them names a person."""
    judged(tmp_path)
    out = tmp_path / "wanting.jsonl"
    command = [sys.executable, "-m", "eval", "questions", "--from-feedback", "--data", str(tmp_path), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "不完整　那枣庄呢，我的手机【手机号】　更正：少了渠道" in done.stdout
    (item,) = load(out).items
    assert (item.question, item.history[0].content) == ("那枣庄呢，我的手机【手机号】", "许昌什么时候报送？")
    assert (item.kind, item.as_of) == ("thumbed-down", date(2026, 11, 21))


def test_without_a_source_it_says_which_there_are(tmp_path: Path) -> None:
    """One line, no traceback."""
    command = [sys.executable, "-m", "eval", "questions", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "error: say where the questions come from: --from-feedback\n")
