"""Commands as processes of their own."""

import sys
from pathlib import Path

import pytest

from eval.bench.processes import megabytes, run
from eval.errors import MeasureError


def test_a_command_costs_time_and_memory() -> None:
    """80 MB held for half a second are seen from outside, and that next to nothing was computed in it."""
    cost = run([sys.executable, "-c", "held = b'x' * 80_000_000; import time; time.sleep(0.5)"])
    assert cost.seconds > 0.5
    assert 0 <= cost.cpu_seconds < cost.seconds
    assert cost.peak_mb > 80


def test_a_failed_command_leaves_its_last_line() -> None:
    """The reason, not a stack of frames, and no folder of this machine."""
    with pytest.raises(MeasureError, match=r"code 1: FileNotFoundError: .* directory: 'file'"):
        run([sys.executable, "-c", "open('/nowhere/at all/file'.replace(' ', ''))"])


def test_a_command_that_takes_too_long_is_given_up() -> None:
    """The message says after how long."""
    with pytest.raises(MeasureError, match="gave up after 0 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.3)


def test_a_python_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As when the peers' environment was never made."""
    with pytest.raises(MeasureError, match="python cannot be run: No such file or directory"):
        run([str(tmp_path / "python")])


def test_the_size_of_a_folder_counts_all_files_below(tmp_path: Path) -> None:
    """One MB above and one below are two."""
    (tmp_path / "below").mkdir()
    for path in (tmp_path / "one", tmp_path / "below" / "two"):
        path.write_bytes(bytes(1_000_000))
    assert megabytes(tmp_path) == 2.0
