"""Makes the fixture of a released schema, with the commands of that release: `python make.py CHECKOUT FILE.zip`.

CHECKOUT is a folder with the release (`git archive TAG | tar -x -C CHECKOUT`). The documents are made up and have one
of each thing that a catalog can hold: two files of one text, an older text, an id from before a catalog named it, a
digest whose official text is loaded (public and internal), a document that was removed.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LANTERNS = """灯笼管理条例
第一条　为了规范灯笼经营，制定本条例。
第二条　销售灯笼应当登记。
"""
KITES = """风筝管理办法
第一条　放飞风筝应当避开电线。
第二条　本办法自2021年3月1日起施行。
"""
PLAN = """临江市2024年风筝整治工作方案
一、工作目标
查处无证风筝。
二、工作要求
各区县应当于11月15日前报送总结。
"""
LANTERN_ROW = {"id": "lanterns", "title": "灯笼管理条例", "doc_type": "行政法规", "effective": "2020-05-01"}
PLAN_ROW = {"id": "kite-plan", "title": "临江市2024年风筝整治工作方案", "region": "临江市", "year": 2024}


def main() -> None:
    """Add, revise, name, remove; then pack the whole data folder."""
    checkout, target = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        for number, words in enumerate(steps(Path(folder))):
            command = [sys.executable, "-m", "index", *map(str, words), "--data", str(data)]
            ended = subprocess.run(command, cwd=checkout, capture_output=True, encoding="utf-8", check=False)
            assert ended.returncode == 0, (number, ended.stderr)
        pack(data, target)


def steps(folder: Path) -> list[tuple[object, ...]]:
    """The commands, one after the other; their files are written below the folder."""
    kites = [written(folder / "kites.txt", KITES), written(folder / "kites.md", f"# {KITES}")]
    loose = written(folder / "loose" / "lanterns.txt", LANTERNS)
    named = packed(folder / "named", LANTERNS, LANTERN_ROW)
    newer = packed(folder / "newer", LANTERNS.replace("应当登记", "应当登记、标价"), LANTERN_ROW)
    digest = packed(folder / "digest", PLAN.replace("查处", "要点：查处"), PLAN_ROW | {"digest": True})
    official = packed(folder / "official", PLAN, PLAN_ROW)
    gone = packed(folder / "gone", KITES.replace("风筝", "陀螺"), {"id": "tops", "title": "陀螺管理办法"})
    added = [(kites[0], "public"), (kites[1], "public"), (loose, "public"), (named, "public"), (newer, "public")]
    added += [(digest, "public"), (official, "internal"), (gone, "public")]
    return [*(("add", path, "--access", access) for path, access in added), ("remove", "tops")]


def written(path: Path, text: str) -> Path:
    """A file of this text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def packed(folder: Path, text: str, row: dict[str, object]) -> Path:
    """A pack of one text."""
    written(folder / "text.txt", text)
    written(folder / "catalog.json", json.dumps([row | {"path": "text.txt"}], ensure_ascii=False))
    return folder


def pack(data: Path, target: Path) -> None:
    """The data folder without what any release makes anew: the cache, the lock, generations that no longer count."""
    current = (data / "CURRENT").read_text(encoding="utf-8").strip()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for path in sorted(data.rglob("*")):
            name = path.relative_to(data)
            kept = name.parts[0] in {"CURRENT", "originals"} or name.parts[:2] == ("gen", current)
            if path.is_file() and kept:
                archive.write(path, name.as_posix())


if __name__ == "__main__":
    main()
