"""What a small office has really loaded: files with their originals, two editions of a law, two plans, one shipped digest."""

import json
from collections.abc import Sequence
from pathlib import Path

import index
from index import publishing
from index.documents import Access
from index.embeddings import load_embedder
from index.intake import Found, find, take_in
from tests.library import LAW_2020, LAW_2026, WANGHAI

PACK = Path(index.__file__).parent / "pack"
DIGEST = "tm-infringement-standard-2020"
LINJIANG = """临江市2024年知识产权保护工作方案
为做好保护工作，制定本方案。
一、工作目标
案件按期办结率达到百分之九十五。
二、工作要求
各县区应当于11月15日前将工
— 1 —
作总结报送市知识产权局保护科。
联系电话：0123-4567890
"""
FILES = {"lantern-2020": LAW_2020, "lantern-2026": LAW_2026, "plan-linjiang": LINJIANG, "plan-wanghai": WANGHAI}
CATALOG = [
    {"id": "lantern-2020", "title": "灯笼管理条例", "doc_number": "示令〔2020〕1号", "doc_type": "行政法规",
     "issuer": "示例院", "effective": "2020-05-01"},
    {"id": "lantern-2026", "title": "灯笼管理条例（2026年修订）", "doc_number": "示令〔2026〕9号", "doc_type": "行政法规",
     "issuer": "示例院", "effective": "2027-01-01"},
    {"id": "plan-linjiang", "title": "临江市2024年知识产权保护工作方案", "doc_type": "工作方案", "region": "临江市", "year": 2024},
    {"id": "plan-wanghai", "title": "望海市2024年知识产权保护工作方案", "doc_type": "工作方案", "region": "望海市", "year": 2024},
]  # fmt: skip


def open_archive(data: Path, folder: Path) -> Path:
    """Loads the files as `python -m index add` does, and gives the folder of the index back."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = [{**row, "path": f"{row['id']}.txt"} for row in CATALOG]
    (folder / "catalog.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    digest = next(file for file in find([PACK]) if file.row and file.row["id"] == DIGEST)
    _load(data, [digest], "public")
    _load(data, find([folder]), "internal")
    return data


def _load(data: Path, files: Sequence[Found], access: Access) -> None:

    def put(writer: publishing.CatalogWriter) -> None:
        taken = take_in(files, writer, data, access=access, max_bytes=10**6)
        assert [item.error for item in taken if item.error] == []

    publishing.write(data, load_embedder("static"), put)
