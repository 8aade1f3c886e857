"""The house stands as drawn: imports point one way, and heavy libraries have one owner each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "index": {"index"},
    "prompts": {"prompts"},
    "assistant": {"assistant", "index", "prompts"},
    "eval": {"eval", "assistant", "index", "prompts"},
}
OWNERS = {"chromadb": "index/vectors.py", "fastapi": "assistant/", "langchain_core": "index/langchain.py"}
TRAINING_ONLY = {"torch", "sentence_transformers", "sklearn", "scipy"}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Top-level names that a module imports, and whether it does so as it is loaded (not inside a function)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from ((name.split(".")[0], id(node) not in late) for name in names)


def modules(package: str) -> list[Path]:
    """All modules of a package."""
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_point_one_way(package: str) -> None:
    """The bench may use assistant, assistant may use index and prompts, and never the other way round."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name, _ in imports(path)
        if name in ALLOWED and name not in ALLOWED[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_owner(library: str) -> None:
    """A library that leaks, breaks or changes is met in one place."""
    users = {
        path.relative_to(ROOT).as_posix()
        for package in ("index", "assistant")
        for path in modules(package)
        if library in dict(imports(path))
    }
    assert [user for user in users if not user.startswith(OWNERS[library])] == []


def test_the_query_path_needs_no_torch() -> None:
    """Outside training, torch and its friends are imported inside functions only: the default install has none."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for package in ALLOWED
        for path in modules(package)
        for name, at_load in imports(path)
        if name in TRAINING_ONLY and at_load and "training" not in path.parts
    ]
    assert wrong == []


def test_no_module_reads_the_environment_at_import() -> None:
    """Settings are read by entry points and passed on as values."""
    readers = [
        path.relative_to(ROOT).as_posix()
        for package in ALLOWED
        for path in modules(package)
        if "os.environ" in path.read_text(encoding="utf-8")
    ]
    assert [
        path for path in readers if not path.endswith(("settings.py", "__main__.py")) and "/bench/" not in path
    ] == []
