"""What users feel and operators pay as the corpus grows, beside the stock ways of the field, with one embedder for all.

    python -m eval.bench.speed CORPUS [--sizes 5000,50000,150000] [--peers PYTHON] [--questions N] [--work FOLDER]

Sizes are the first articles of CORPUS/bulk by whole laws. PYTHON is that of the peers' environment
(`eval/bench/peers/requirements.txt`). Peers retrieve ten passages; we are measured doing the same, and answering. The
vectors of all sides are made here; their time is counted as a part of building on all sides. A question's own vector is
made within our times and outside the peers', a tenth of a millisecond in their favour.

Each (size, side) is measured once and kept in the work folder: an interrupted run goes on. What was measured of other
code, questions or articles is not taken. Delete the folder to measure all anew.
"""

import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from eval.bench import ours, slices
from eval.bench.growth import hit_rate, ratios
from eval.bench.parts import Part, part, program
from eval.bench.peers.protocol import Caps, Place, Slice, read_rows
from eval.bench.processes import Cost, megabytes, run
from eval.bench.results import hardware, record
from eval.errors import EvalError
from index.embeddings import Embedder, load_embedder

PEERS: Final = ("langchain", "llamaindex", "haystack")
SIZES: Final = "5000,50000,150000"
_PEER_SECONDS: Final = 1800
"""A step of a peer that takes longer is given up, and the record says so."""
_OFFLINE: Final = {
    "LANGSMITH_TRACING": "false",
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}
_OUR_CODE: Final = (
    "index",
    "assistant",
    "prompts",
    *(f"eval/bench/{name}" for name in ("ours.py", "latency.py", "serving.py", "processes.py", "peers/protocol.py")),
)
_PEERS_CODE: Final = ("eval/bench/peers",)


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder that holds bulk/statutes.jsonl.gz.")],
    sizes: Annotated[str, typer.Option(help="Numbers of articles.")] = SIZES,
    peers: Annotated[Path | None, typer.Option(help="Python of the peers' environment (default: no peers).")] = None,
    questions: Annotated[int, typer.Option(help="Look-ups asked one after another.", min=10)] = 300,
    work: Annotated[Path, typer.Option(help="Where finished parts are kept.")] = Path("runs/speed"),
) -> None:
    """Measure all sizes, print and keep the figures."""
    try:
        record("speed", measured(corpus, slices.numbers(sizes), peers, Caps(questions), work))
    except EvalError as error:
        raise SystemExit(f"error: {error}") from error


def measured(corpus: Path, sizes: Sequence[int], peers: Path | None, caps: Caps, work: Path) -> dict[str, Any]:
    """The figures of all sizes; `peers` None leaves the peers out, and says so."""
    work, peers = work.absolute(), peers.absolute() if peers else None  # commands run from another folder
    embedder, laws = load_embedder("static"), slices.statutes(corpus / slices.STATUTES)
    found = [_size(slices.first(laws, size), peers, caps, work / str(size), embedder) for size in sorted(sizes)]
    return {
        "hardware": hardware(),
        "embedder": {"name": embedder.name, "dimension": embedder.dimension},
        "passages": 10,
        "peers": "measured" if peers else "not measured: no --peers PYTHON was given",
        "sizes": found,
    }


def _size(rows: Sequence[slices.Row], peers: Path | None, caps: Caps, folder: Path, embedder: Embedder) -> Part:
    """One size: we first, then each peer, and what they are to us."""
    size, state = slices.write(folder, rows, caps, embedder), _state(folder, embedder)
    mine = part(folder / "ours.json", state(_OUR_CODE), partial(ours.measure, size, embedder))
    figures: Part = {**slices.facts(rows), "ours": _without_hits(mine), "peers": {}}
    for name in PEERS if peers else ():
        peer = part(
            folder / f"{name}.json", state(_PEERS_CODE), partial(_peer, name, peers, size, embedder), may_fail=True
        )
        figures["peers"][name] = peer if "error" in peer else _beside(mine, peer)
    return figures


def _peer(name: str, python: Path | None, size: Slice, embedder: Embedder) -> Part:
    """Cut, embed, build, ask and add with a stock way, each step a process of its own."""
    place = Place(size.folder / name)
    _step(name, "cut", python, size)
    figures: Part = json.loads(place.figures("cut").read_text(encoding="utf-8"))
    busy = time.process_time()
    vectors, figures["embed_s"] = ours.embedded([piece.text for piece in place.read()], embedder)
    busy = time.process_time() - busy
    np.save(place.vectors, vectors)
    build = _step(name, "build", python, size)
    figures["build_s"] = round(figures["cut_s"] + figures["embed_s"] + build.seconds, 2)
    figures["build_cpu_s"] = round(figures["cut_cpu_s"] + busy + build.cpu_seconds, 2)
    figures["build_peak_mb"] = round(build.peak_mb)
    figures["size_mb"] = round(megabytes(place.index), 1)
    _step(name, "ask", python, size)
    figures |= json.loads(place.figures("ask").read_text(encoding="utf-8"))
    return figures


def _step(name: str, step: str, python: Path | None, size: Slice) -> Cost:
    command = [str(python), "-m", "eval.bench.peers", name, step, str(size.folder), str(time.time())]
    return run(command, seconds=_PEER_SECONDS, environment=_OFFLINE)


def _beside(mine: Part, peer: Part) -> Part:
    """A peer's figures with their ratios to ours, and our hit rate on the questions that it got."""
    n = len(peer["hits"])
    return _without_hits(peer) | {"ours_hit_rate": hit_rate(mine["hits"], n), "ratios": ratios(mine, peer)}


def _without_hits(part: Part) -> Part:
    rest = {name: value for name, value in part.items() if name != "hits"}
    return rest | {"hit_rate": hit_rate(part["hits"])}


def _state(folder: Path, embedder: Embedder) -> Callable[[Sequence[str]], str]:
    """Names what a part was measured of: articles, questions, model, code."""
    inputs = sha256(embedder.name.encode())
    inputs.update((folder / "caps.json").read_bytes())
    for file in ("rows.jsonl.gz", "new.jsonl.gz", "questions.jsonl.gz"):
        inputs.update(json.dumps(read_rows(folder / file)).encode())

    def state(code: Sequence[str]) -> str:
        digest = inputs.copy()
        digest.update(program(code))
        return digest.hexdigest()[:16]

    return state


if __name__ == "__main__":
    typer.run(main)
