"""ZIP files of counties, sound and otherwise."""

import hashlib
import io
import json
import zipfile
from typing import Any

from api.exchange.imports.rules.bundles import FORMAT

UNITS = "单位名称,单位类别,单位代码,上级单位\n青云学区,学区,Q1,锦岚县教育局\n青云一片,学区,Q2,青云学区\n"
SCHOOLS = (
    "学校名称,学校标识码,上级单位,办学类型,举办者性质\n"
    "青云小学,2134000101,Q2,小学,公办\n"
    "青云中学,3134000102,Q1,初级中学,公办\n"
)
PERSONS = "姓名,单位,人员类别\n罗建平,青云小学,专任教师\n沈秋,青云中学,专任教师\n"
MEMBERS: tuple[dict[str, Any], ...] = (  # on purpose not in the order in which they have to come
    {"file": "人员.csv", "type": "person", "id_scheme": "name"},
    {"file": "学校.csv", "type": "school", "references": {"parent": "code"}},
    {"file": "单位.csv", "type": "unit"},
)
FILES = {"人员.csv": PERSONS, "学校.csv": SCHOOLS, "单位.csv": UNITS}


def manifest(*members: dict[str, Any], **said: Any) -> str:
    """A manifest of these members."""
    return json.dumps({"format": FORMAT, "members": list(members)} | said, ensure_ascii=False)


def digest(text: str) -> str:
    """What a manifest may say of a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def zipped(files: dict[str, str | bytes], listed: str | None = None, folder: str = "") -> bytes:
    """A ZIP of these files, with a manifest unless it is None."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        if listed is not None:
            book.writestr(f"{folder}manifest.json", listed)
        for name, text in files.items():
            book.writestr(folder + name, text)
    return content.getvalue()


def county(**changed: str) -> bytes:
    """A small county, or with other files in the place of its own."""
    return zipped({**FILES, **changed}, manifest(*MEMBERS))
