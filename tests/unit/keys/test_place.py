"""Where keys may lie: a copy of the data must never carry them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import Settings


class TestPlace:
    @pytest.mark.parametrize("keys", ["data", "data/keys", "elsewhere/../data/keys", "link/keys"])
    def test_inside_the_data_folder_is_refused_however_it_is_written(self, tmp_path: Path, keys: str) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "data")
        with pytest.raises(ValidationError, match="QINGLIAN_KEYS must lie outside QINGLIAN_DATA_DIR"):
            Settings(_env_file=None, data_dir=tmp_path / "data", keys=tmp_path / keys)

    @pytest.mark.parametrize("keys", ["keys", "data-keys", "data/../keys"])
    def test_beside_it_is_fine(self, tmp_path: Path, keys: str) -> None:
        assert Settings(_env_file=None, data_dir=tmp_path / "data", keys=tmp_path / keys).keys == tmp_path / keys
