"""`python -m eval`: datasets, runs, scores, comparisons, reports and the gate."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from assistant.errors import AssistantError
from eval.errors import EvalError
from index.errors import IndexingError

if TYPE_CHECKING:
    from assistant.answering.written import WrittenAnswers
    from eval.asking import Asker
    from eval.report.scored import Scored
    from eval.scores import Scores

_BUILT_IN = Path(__file__).parent / "datasets"
"""The project's own datasets."""
_RESULTS = Path(__file__).parent / "results"

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
datasets = typer.Typer(no_args_is_help=True, help="Check a dataset, measure how easy it is, cut it into halves.")
app.add_typer(datasets, name="dataset")

Data = Annotated[
    Path | None, typer.Option(help="Folder of the index (default: INDEX_DATA, else the user's data folder).")
]
DatasetFile = Annotated[Path, typer.Argument(metavar="DATASET", help="A dataset: JSON lines, plain or .gz.")]


Runs = Annotated[list[Path], typer.Argument(metavar="RUN…", help="Runs: RUN.jsonl.")]
Questions = Annotated[
    Path | None,
    typer.Option("--dataset", help="The dataset that a run answers (default: the project's own of that name)."),
]
OpenTest = Annotated[
    bool, typer.Option("--open-test", help="Show single questions of a frozen test half; the scores record it.")
]
ExportForm = Literal["ragas", "nuggets", "trec"]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command()
def answers(
    dataset: Annotated[Path, typer.Option(help="A dataset (JSON lines, plain or .gz), or the name of a built-in one.")],
    out: Annotated[Path, typer.Option(help="Where the run goes: RUN.jsonl; goes on where it was interrupted.")],
    as_of: Annotated[str | None, typer.Option(help="Day of asking for rows without one, 2026-03-01.")] = None,
    url: Annotated[str | None, typer.Option(help="Ask a running server, http://127.0.0.1:8000.")] = None,
    token: Annotated[str | None, typer.Option(envvar="EVAL_TOKEN", help="Bearer token for the server.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Questions asked at a time.")] = 2,
    model: Annotated[
        bool, typer.Option("--model", help="In process: write with the chat model of ASSISTANT_CHAT_MODEL.")
    ] = False,
    unchecked: Annotated[
        bool,
        typer.Option("--unchecked", help="With --model: take what it writes as it comes, to see what checks remove."),
    ] = False,
    data: Data = None,
) -> None:
    """Ask all questions of a dataset, in process or of a server, and write the run."""
    from assistant.days import parse_day
    from eval.answers import answer_all
    from eval.dataset import load

    questions = load(_dataset(dataset))
    with _asker(data, url, token, model=model, unchecked=unchecked) as asker:
        answer_all(questions, asker, out, as_of=parse_day(as_of) if as_of else None, workers=workers)


@app.command()
def score(
    runs: Runs,
    dataset: Questions = None,
    data: Data = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the scores of the one run here too (a baseline).")] = None,
    open_test: OpenTest = False,
    as_json: AsJson = False,
) -> None:
    """Score runs: every measure with its interval. Nothing is asked again."""
    import json
    from dataclasses import asdict

    from eval.console import figures
    from eval.scores import scores_path, write_scores

    for run, scores in _scored(runs, dataset, data, open_test=open_test):
        for path in (scores_path(run), *([keep] if keep else [])):
            write_scores(scores, path)
        totals = {name: asdict(estimate) for name, estimate in scores.totals.items()}
        print(json.dumps(totals, indent=1) if as_json else figures(scores))


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="The earlier run.")],
    b: Annotated[Path, typer.Argument(help="The later run.")],
    dataset: Questions = None,
    data: Data = None,
    open_test: OpenTest = False,
    as_json: AsJson = False,
) -> None:
    """Compare two runs of one dataset: paired differences, per kind, and the questions that changed sides."""
    import json
    from dataclasses import asdict

    from eval import comparing
    from eval.console import differences
    from eval.gate import HEADLINES

    (_, before), (_, after) = _scored([a, b], dataset, data, open_test=open_test)
    compared = comparing.compare(before, after, HEADLINES)
    print(json.dumps(asdict(compared), indent=1) if as_json else differences(compared))


@app.command()
def gate(
    run: Annotated[Path, typer.Argument(help="The run that wants to go live.")],
    baseline: Annotated[
        Path | None, typer.Option(help="Stored scores (default: those of eval/results/ for the run's dataset).")
    ] = None,
    dataset: Questions = None,
    data: Data = None,
) -> None:
    """Fail (exit code 1) when a headline measure falls against stored scores with p < 0.05."""
    from eval.gate import falls, in_words
    from eval.scores import read_scores

    ((_, scores),) = _scored([run], dataset, data, open_test=False)
    baseline = baseline or _RESULTS / f"{Path(scores.about['dataset']).stem}.json"
    stored = read_scores(baseline)
    fallen = in_words(falls(stored, scores))
    for line in fallen:
        print(line)
    _say(f"gate: {'closed' if fallen else 'open'} ({run.name} against {baseline.name})")
    raise typer.Exit(1 if fallen else 0)


@app.command()
def report(
    runs: Runs,
    out: Annotated[Path, typer.Option(help="The HTML file.")],
    dataset: Questions = None,
    data: Data = None,
    open_test: OpenTest = False,
) -> None:
    """Write one self-contained HTML file on a run, or on several against the first."""
    from eval.report.page import write_report

    with _opened(runs, dataset, data, open_test=open_test) as reports:
        write_report(reports, out)
    _say(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@app.command("judge")
def judge_run(
    run: Annotated[Path, typer.Argument(help="A run: RUN.jsonl.")],
    dataset: Questions = None,
    data: Data = None,
    cache: Annotated[Path | None, typer.Option(help="Folder for replies (default: the user's cache).")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Calls at a time.")] = 4,
    open_test: OpenTest = False,
    as_json: AsJson = False,
) -> None:
    """Have a chat model (EVAL_JUDGE_MODEL) judge whether answers are faithful and relevant."""
    import json
    from dataclasses import asdict

    from eval.judging import in_words, judge
    from eval.settings import load_settings

    settings = load_settings()
    with _opened([run], dataset, data, open_test=open_test) as (one,):
        judged = judge(one.run, one.dataset, one.cases, settings, cache=cache, workers=workers, opened=open_test)
    print(json.dumps(asdict(judged), ensure_ascii=False, indent=1) if as_json else in_words(judged))


@app.command()
def retrieval(
    beir: Annotated[Path, typer.Option(help="Folder with corpus.jsonl, queries.jsonl and qrels/NAME.tsv.")],
    split: Annotated[str, typer.Option(help="NAME of the qrels.")],
    out: Annotated[Path, typer.Option(help="Where the TREC run goes, 100 ranks a question.")],
    cache: Annotated[Path | None, typer.Option(help="Folder for indexes (default: the user's cache).")] = None,
) -> None:
    """Rank a BEIR folder's rows as the product ranks clauses; prints Recall, MRR and nDCG with intervals."""
    from eval.beir import read_qrels
    from eval.console import ranks
    from eval.retrieving import retrieval as rank
    from eval.trec import read_run
    from index.embeddings import load_embedder
    from index.settings import load_settings

    rank(beir, split, out, load_embedder(load_settings().embedding_model), cache)
    print(ranks(read_qrels(beir, split), read_run(out)))


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="A run: RUN.jsonl.")],
    form: Annotated[ExportForm, typer.Option("--as", help="ragas samples, nuggets, or the searches as a TREC run.")],
    out: Annotated[Path, typer.Option(help="Where it goes.")],
    dataset: Questions = None,
    data: Data = None,
) -> None:
    """Write a run in the form that another tool reads."""
    from eval import nuggets, ragas, trec
    from eval.dataset import load
    from eval.runs import read_run
    from eval.texts import open_texts

    answered = read_run(run)
    questions = load(_dataset(dataset or Path(answered.meta.dataset.file)))
    if form == "ragas":
        with open_texts(data) as texts:
            ragas.write(out, ragas.samples(answered, questions, texts.all_golds(questions)))
    elif form == "nuggets":
        nuggets.write(out, nuggets.of_run(answered, questions))
    else:
        trec.write_run(out, trec.of_run(answered), run.stem)


@app.command()
def public(
    name: Annotated[
        str,
        typer.Argument(
            help="stard, equals, legaldc, cmrc2018-ranking, cmrc2018, cjrc, drcd, rgb-zh, lawbench, lexeval."
        ),
    ],
    bench: Annotated[Path, typer.Option(help="Folder that holds the public sets, a folder each.")],
    work: Annotated[Path, typer.Option(help="Folder for indexes and runs, kept between calls.")],
    corpus: Annotated[Path | None, typer.Option(help="Folder with bulk/statutes.jsonl.gz (lawbench, lexeval).")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the figures in eval/results/.")] = False,
) -> None:
    """Measure one of the field's public sets, by its own definitions."""
    import json

    from eval.bench.results import record
    from eval.public.sets import run

    figures = run(name, bench, work, corpus)
    if keep:
        record(f"public-{name}", figures)
    else:
        print(json.dumps(figures, ensure_ascii=False, indent=1))


@app.command()
def questions(
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="What was thumbed down or refused; personal data is masked.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write them as a dataset, to be completed and run.")] = None,
    data: Data = None,
) -> None:
    """List what people found badly answered on the page, and what was refused."""
    from assistant.settings import load_settings
    from eval import wanting
    from index.settings import load_settings as load_index_settings

    if not from_feedback:
        raise EvalError("say where the questions come from: --from-feedback")
    found = wanting.read(load_settings(index=load_index_settings(data=data)).database)
    for line in wanting.listed(found):
        print(line)
    if out:
        _say(f"{wanting.write(found, out)} questions in {out}")


@datasets.command("check")
def check_dataset(dataset: DatasetFile, data: Data = None) -> None:
    """Prove that gold clauses exist, key facts stand in them, and no question gives its answer away."""
    from eval.dataset import load
    from eval.halves import kinds_of
    from eval.texts import open_texts
    from eval.validation import check

    questions = load(dataset)
    with open_texts(data) as texts:
        problems = check(questions, texts)
    for problem in problems:
        print(f"{dataset}, {problem}")
    _say(f"{len(questions.items)} questions, {len(problems)} problems; {kinds_of(questions.items)}")
    raise typer.Exit(1 if problems else 0)


@datasets.command("baseline")
def baseline(dataset: DatasetFile, data: Data = None) -> None:
    """Recall of the key facts by character-bigram BM25 and the first sentence: above 0.6 a kind is too easy."""
    from eval.dataset import load
    from eval.texts import open_texts
    from eval.trivial import TOO_EASY, recalled

    questions = load(dataset)
    with open_texts(data) as texts:
        shares = recalled(questions, texts)
    for kind, (share, count) in sorted(shares.items()):
        print(f"{kind:16} {share:.3f}  n={count}{'  too easy' if share > TOO_EASY else ''}")
    raise typer.Exit(1 if any(share > TOO_EASY for share, _ in shares.values()) else 0)


@datasets.command("split")
def split_dataset(dataset: DatasetFile, out: Annotated[Path, typer.Option(help="Folder for the halves.")]) -> None:
    """Cut a dataset into `-dev` and `-test` so that no clause is gold in both, and freeze the test half."""
    from eval.dataset import load
    from eval.halves import write_halves

    questions = load(dataset)
    print(write_halves(questions, out, questions.name))


@contextmanager
def _asker(data: Path | None, url: str | None, token: str | None, *, model: bool, unchecked: bool) -> "Iterator[Asker]":
    from contextlib import ExitStack, closing

    from eval.asking import InProcess, OverHttp
    from index.embeddings import load_embedder
    from index.settings import load_settings

    with ExitStack() as stack:
        if url:
            made: Asker = OverHttp(url, token)
        else:
            settings = load_settings(data=data)
            written = stack.enter_context(closing(_written())) if model or unchecked else None
            made = InProcess(settings.data, load_embedder(settings.embedding_model), written, checked=not unchecked)
        yield stack.enter_context(closing(made))


def _written() -> "WrittenAnswers":
    """The answerer with the model of the settings."""
    from assistant.answering.written import writing_with
    from assistant.settings import load_settings

    settings = load_settings()
    if settings.chat_model is None:
        raise EvalError("--model: ASSISTANT_CHAT_MODEL is not set; set it to a chat model such as openai:qwen3-32b")
    return writing_with(settings)


def _dataset(given: Path) -> Path:
    """The file of a dataset: as given, else the project's own of that name."""
    named = _BUILT_IN / given.with_suffix(".jsonl").name
    return named if not given.exists() and given.parent == Path() and named.exists() else given


def _scored(
    runs: "Sequence[Path]", dataset: Path | None, data: Path | None, *, open_test: bool
) -> "list[tuple[Path, Scores]]":
    """The runs with their scores."""
    with _opened(runs, dataset, data, open_test=open_test) as reports:
        return [(path, one.scores) for path, one in zip(runs, reports, strict=True)]


@contextmanager
def _opened(
    runs: "Sequence[Path]", dataset: Path | None, data: Path | None, *, open_test: bool
) -> "Iterator[list[Scored]]":
    """The runs, scored, with their questions; all against one index, which is open until the end of the block."""
    from eval.dataset import load
    from eval.report.scored import Scored
    from eval.runs import read_run
    from eval.scoring import cases, score
    from eval.texts import open_texts

    made = []
    with open_texts(data) as texts:
        for path in runs:
            run = read_run(path)
            questions = load(_dataset(dataset or Path(run.meta.dataset.file)))
            asked = cases(run, questions, texts)
            made.append(Scored(run, questions, asked, score(run, questions, asked, opened=open_test)))
        yield made


def main() -> NoReturn:
    """The command line; our own errors become one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # Windows: the console's own has no Chinese; names of files may be no UTF-8
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except (EvalError, AssistantError, IndexingError) as error:
        _say(f"error: {error}")
        sys.exit(1)
    except ModuleNotFoundError as error:
        _say(f"error: {error.name} is not installed; evaluating needs: pip install -e '.[eval]' -c constraints.txt")
        sys.exit(1)
    sys.exit(0)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
