"""Who can open what: the house, the holder of a receipt, the custodians, the key of a case; nobody else, and in no other place."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from api.complaints import parts, sealing
from api.complaints.parts import PART, SealedFile
from api.complaints.rules import receipts
from api.complaints.rules.padding import padded_size
from api.complaints.sealing import NotOpened
from api.core.keys import KeyStore, NotHeld

SAID = {"text": "食堂把剩菜第二天再卖", "answers": {"meal": "午餐"}}


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    made = KeyStore(tmp_path / "keys")
    made.publish()
    return made


class TestDrops:
    def test_the_public_face_seals_what_only_the_house_opens(self, keys: KeyStore) -> None:
        drop_id, portal = uuid4(), KeyStore(keys.folder, limited=True)
        sealed = sealing.drop(portal, drop_id, SAID, b"\x89PNG")
        assert sealing.take_up(keys, drop_id, sealed) == (SAID, b"\x89PNG")
        with pytest.raises(NotHeld):
            portal.open_case(sealed, f"complaint/{drop_id}")

    def test_an_envelope_put_into_another_drop_does_not_open(self, keys: KeyStore) -> None:
        sealed = sealing.drop(keys, uuid4(), SAID)
        with pytest.raises(NotOpened):
            sealing.take_up(keys, uuid4(), sealed)

    def test_short_and_long_letters_are_of_one_size(self, keys: KeyStore) -> None:
        drop_id = uuid4()
        sizes = {len(sealing.drop(keys, drop_id, {"text": "字" * count})) for count in (1, 30, 300)}
        assert len(sizes) == 1


class TestLetters:
    def test_the_receipt_opens_them_and_no_other_does(self) -> None:
        receipt = receipts.new()
        public = sealing.reporter_key(receipt).public_key().public_bytes_raw()
        sealed = sealing.seal_to(public, SAID, "letter/1")
        assert sealing.open_with(sealing.reporter_key(receipt), sealed, "letter/1") == SAID
        spoilt: list[Callable[[], object]] = [
            lambda: sealing.open_with(sealing.reporter_key(receipts.new()), sealed, "letter/1"),
            lambda: sealing.open_with(sealing.reporter_key(receipt), sealed, "letter/2"),
            lambda: sealing.open_with(sealing.reporter_key(receipt), sealed[:-1], "letter/1"),
            lambda: sealing.open_with(sealing.reporter_key(receipt), b"", "letter/1"),
        ]
        for attempt in spoilt:
            with pytest.raises(NotOpened):
                attempt()

    def test_a_receipt_is_kept_under_a_key(self) -> None:
        receipt = receipts.new()
        one, other = sealing.hashes_of((b"a" * 32, b"b" * 32), receipt)
        assert one != other
        assert sealing.receipt_hash(b"a" * 32, receipt) == one
        assert receipt not in one


class TestIdentity:
    def test_each_custodian_opens_it_alone_and_nobody_else_at_all(self) -> None:
        pairs = {str(uuid4()): sealing.new_key() for _ in range(3)}
        invited = dict(list(pairs.items())[:2])
        envelopes = sealing.seal_identity({name: public for name, (_, public) in invited.items()}, {"name": "温素琴"})
        for name, (private, _) in invited.items():
            assert sealing.open_identity(private, UUID(name), envelopes) == {"name": "温素琴"}
        (outsider,) = pairs.keys() - invited.keys()
        with pytest.raises(NotOpened):
            sealing.open_identity(pairs[outsider][0], UUID(outsider), envelopes)
        one, other = invited
        swapped = {one: envelopes[other]}
        with pytest.raises(NotOpened):
            sealing.open_identity(invited[one][0], UUID(one), swapped)

    def test_a_private_key_lies_under_its_passphrase(self) -> None:
        key_id, (private, _) = uuid4(), sealing.new_key()
        salt, wrapped = sealing.wrap(private, "雨过天青云破处", key_id)
        assert private not in wrapped
        assert sealing.unwrap(salt, wrapped, "雨过天青云破处", key_id) == private
        with pytest.raises(NotOpened):
            sealing.unwrap(salt, wrapped, "雨过天青云破时", key_id)
        with pytest.raises(NotOpened):
            sealing.unwrap(salt, wrapped, "雨过天青云破处", uuid4())
        assert (sealing._PASSES, sealing._MEMORY) == (3, 64 * 1024), "as RFC 9106 advises where memory is short"


class TestContent:
    def test_it_opens_in_its_place_under_its_key(self) -> None:
        sealed = sealing.seal_content(b"k" * 32, SAID, "case/content", b"file")
        assert sealing.open_content(b"k" * 32, sealed, "case/content") == (SAID, b"file")
        for key, place in ((b"x" * 32, "case/content"), (b"k" * 32, "case/other")):
            with pytest.raises(NotOpened):
                sealing.open_content(key, sealed, place)


class TestParts:
    """A file in parts: as it was sealed, in its order, whole; and no more memory for a large one."""

    @pytest.mark.parametrize("size", [0, 1, 1017, 1018, PART - 7, PART - 6, PART, 3 * PART + 5])
    def test_what_was_sealed_on_its_way_in_is_read_again(self, tmp_path: Path, size: int) -> None:
        file, content = SealedFile(tmp_path / "x", "drop/1"), os.urandom(size)
        for start in range(0, size, 300_001):
            file.write(content[start : start + 300_001])
        file.close()
        assert b"".join(file.blocks()) == content
        held = list(file.sealed_parts())
        assert len(held) == parts.number_of(size)
        assert sum(map(len, held)) == padded_size(size + 7) + 28 * len(held)
        again = list(parts.sealed(b"k" * 32, parts.packed([content], size), "file/1"))
        assert b"".join(parts.content(b"k" * 32, again, "file/1", size)) == content
        file.remove()
        assert not file.path.exists()

    def test_it_can_be_looked_into_at_any_place(self, tmp_path: Path) -> None:
        file, content = SealedFile(tmp_path / "x", "drop/1"), os.urandom(2 * PART + 77)
        file.write(content)
        file.close()
        with file.reader() as reader:
            for start in (0, PART - 10, 2 * PART + 70, 5):
                reader.seek(start)
                assert reader.read(50) == content[start : start + 50]
            reader.seek(-3, 2)
            assert reader.read() == content[-3:]
        assert content[:64] not in file.path.read_bytes()

    def test_a_part_opens_in_its_place_only(self) -> None:
        key, size = b"k" * 32, 2 * PART
        first, second, *rest = parts.sealed(key, parts.packed([bytes(size)], size), "file/1")
        for wrong in ([second, first, *rest], [first, first, *rest], [first, second[:-1] + b"x", *rest]):
            with pytest.raises(sealing.NotOpened):
                list(parts.content(key, wrong, "file/1", size))
        with pytest.raises(sealing.NotOpened):
            list(parts.content(key, [first, second, *rest], "file/2", size))

    def test_a_large_file_costs_the_memory_of_a_few_parts(self, tmp_path: Path) -> None:
        file, block = SealedFile(tmp_path / "x", "drop/1"), bytes(65_536)
        tracemalloc.start()
        for _ in range(192):
            file.write(block)
        file.close()
        number = sum(len(found) for found in file.blocks())
        sealed = sum(len(found) for found in parts.sealed(b"k" * 32, parts.packed(file.blocks(), number), "file/1"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (number, sealed > number, peak < 8 * PART) == (12 * PART, True, True)
