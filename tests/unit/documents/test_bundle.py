"""ZIPs that vouch for what is in them."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from api.core.documents import Bundle
from api.core.documents.bundle import MANIFEST, SUMS

FILES = {"outcomes/A1.json": b'{"total":"90"}', "scores.ndjson": "学校\n".encode() * 50_000}


def bundled() -> tuple[bytes, str]:
    """The files as a ZIP, and the hash of its manifest."""
    bundle = Bundle()
    for name, content in FILES.items():
        bundle.add(name, io.BytesIO(content), rows=content.count(b"\n"))
    file, digest = bundle.finish({"title": "校", "schema": 1})
    with file:
        return file.read(), digest


class TestBundle:
    def test_the_manifest_tells_size_and_hash_of_every_file(self) -> None:
        content, _ = bundled()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            assert {name: archive.read(name) for name in FILES} == FILES
        assert (manifest["title"], manifest["schema"]) == ("校", 1)
        assert manifest["files"] == [
            {
                "name": name,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "rows": content.count(b"\n"),
            }
            for name, content in FILES.items()
        ]

    def test_a_usual_tool_checks_the_sums(self, tmp_path: Path) -> None:
        content, _ = bundled()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(tmp_path)
        check = ["sha256sum", "--check", "--strict", SUMS]
        assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 0  # noqa: S603
        (tmp_path / "scores.ndjson").write_text("改")
        assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 1  # noqa: S603

    def test_the_answer_names_the_hash_of_the_manifest(self) -> None:
        content, digest = bundled()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert hashlib.sha256(archive.read(MANIFEST)).hexdigest() == digest

    def test_the_same_files_make_the_same_bytes(self) -> None:
        assert bundled() == bundled()

    @pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x"])
    def test_a_name_that_leads_out_is_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match="leads out"):
            Bundle().add(name, io.BytesIO(b""))
