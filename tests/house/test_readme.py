"""The README says what the code does."""

import re
from pathlib import Path

from scripts import settings_docs

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


class TestSettings:
    def test_the_readme_and_the_example_file_list_every_setting_with_its_default(self) -> None:
        assert settings_docs.differences() == []

    def test_every_setting_says_what_it_is_for(self) -> None:
        assert [name for name, _, meaning in settings_docs.settings() if not meaning] == []


class TestCommands:
    def test_every_make_target_it_names_exists(self) -> None:
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE)) <= targets

    def test_every_file_it_links_to_exists(self) -> None:
        links = re.findall(r"\]\((?!#|https?:)([^)#]+)", README)
        assert [link for link in links if not (ROOT / link).exists()] == []
