"""What the guard reads from a request before it opens anything."""

from pathlib import Path

import pytest
from starlette.requests import Request

from api.access.guard import Guard, page_token
from api.access.permissions import Permission
from api.core import errors
from api.core.errors import Refused
from api.core.keys import KeyStore
from api.core.transaction import Mode


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "PATCH", "path": "/", "query_string": b"", "headers": raw})


class TestIfMatch:
    def test_the_revision_stands_in_quotes(self) -> None:
        assert Guard(if_match="required")._revision(request(if_match='"7"')) == 7

    @pytest.mark.parametrize("header", ["7", "*", 'W/"7"', '"x"', '"-1"', '"7", "8"', '""', '"' + "9" * 19 + '"'])
    def test_anything_else_is_malformed(self, header: str) -> None:
        with pytest.raises(Refused) as refused:
            Guard(if_match="required")._revision(request(if_match=header))
        assert refused.value.spec is errors.MALFORMED_HEADER

    def test_where_it_is_required_it_must_be_there(self) -> None:
        with pytest.raises(Refused) as refused:
            Guard(if_match="required")._revision(request())
        assert refused.value.spec is errors.IF_MATCH_REQUIRED

    def test_where_it_is_optional_it_may_be_missing(self) -> None:
        assert Guard(if_match="optional")._revision(request()) is None

    def test_elsewhere_it_is_not_read(self) -> None:
        assert Guard()._revision(request(if_match="nonsense")) is None


class TestMode:
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_whatever_may_change_something_writes(self, method: str) -> None:
        assert Guard()._mode(method) is Mode.WRITE

    def test_reading_does_not(self) -> None:
        assert Guard()._mode("GET") is Mode.READ

    def test_reading_that_must_agree_sees_one_state(self) -> None:
        assert Guard(snapshot=True)._mode("GET") is Mode.SNAPSHOT

    def test_reading_that_is_recorded_writes(self) -> None:
        assert Guard(Permission.SCHOOL_EXPORT, logged=True)._mode("GET") is Mode.WRITE


class TestPageToken:
    def test_it_belongs_to_one_session(self, tmp_path: Path) -> None:
        keys = KeyStore(tmp_path)
        assert page_token(keys, "one") == page_token(keys, "one") != page_token(keys, "two")

    def test_it_belongs_to_one_house(self, tmp_path: Path) -> None:
        assert page_token(KeyStore(tmp_path / "a"), "one") != page_token(KeyStore(tmp_path / "b"), "one")

    def test_it_does_not_tell_the_session(self, tmp_path: Path) -> None:
        assert "one" not in page_token(KeyStore(tmp_path), "one")
