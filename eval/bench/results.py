"""Where figures go: printed as JSON, and kept in `eval/results/` with what they were measured on. Never any text."""

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

RESULTS = Path(__file__).parents[1] / "results"


def record(name: str, figures: Mapping[str, object]) -> None:
    """Print figures and keep them as `eval/results/<name>.json`."""
    whole = {
        "name": name,
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "version": version("ip-enforcement-assistant"),
        "figures": dict(figures),
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def hardware() -> dict[str, str | float]:
    """What `record` does not say: the processor and the memory."""
    return {"processor": _processor(), "memory_gb": round(psutil.virtual_memory().total / 1e9, 1)}


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text(encoding="utf-8").splitlines() if cpus.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
