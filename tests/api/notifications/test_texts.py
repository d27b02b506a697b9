"""Every kind that can arrive has words in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.core.notices import KINDS
from api.settings import Settings
from api.wiring import wire

LOCALES = Path(__file__).resolve().parents[3] / "frontend/src/locales"
wire(Settings(_env_file=None))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_said_with_and_without_the_name_of_its_object(kind: str, language: str) -> None:
    words: dict[str, Any] = json.loads((LOCALES / language / "notifications.json").read_bytes())["kinds"]
    for part in kind.split("."):
        words = words[part]
    assert {"said", "title", "unnamed"} <= words.keys()
    assert "{label}" in words["said"]
    assert "{" not in words["title"] + words["unnamed"]
