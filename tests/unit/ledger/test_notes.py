"""Signed notes against the published vector of golang.org/x/mod/sumdb/note, and what is refused."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.ledger.rules.notes import BadNote, Checkpoint, Key, opened, sign

# note_test.go of golang.org/x/mod: a key that was made to be published.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"  # 真的
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n— PeterNeumann {SIGNATURE}\n"


def private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def key(name: str, seed: bytes) -> Key:
    return Key.of(name, private(seed).public_key())


class TestPublishedVector:
    def test_the_key_reads_and_writes_alike(self) -> None:
        assert str(Key.parse(VKEY)) == VKEY
        assert str(key("PeterNeumann", SEED)) == VKEY

    def test_the_published_note_opens(self) -> None:
        assert opened(NOTE, Key.parse(VKEY)) == TEXT

    def test_signing_gives_the_published_note(self) -> None:
        assert sign(TEXT, "PeterNeumann", private(SEED)) == NOTE


class TestOpen:
    KEY = Key.parse(VKEY)

    @pytest.mark.parametrize(
        "note",
        [
            NOTE.replace("answer", "Answer"),
            NOTE.replace("PeterNeumann", "EnochRoot"),
            NOTE.replace("JnAM=", "JnAA="),
            NOTE.rstrip("\n"),
            NOTE.replace("\n\n", "\n"),
            NOTE.replace("— ", "- "),
            TEXT,
            "",
        ],
    )
    def test_a_note_that_was_touched_is_refused(self, note: str) -> None:
        with pytest.raises(BadNote):
            opened(note, self.KEY)

    def test_another_key_of_the_same_name_has_not_signed_it(self) -> None:
        with pytest.raises(BadNote):
            opened(NOTE, key("PeterNeumann", b"\x01" * 32))

    def test_signatures_of_witnesses_do_not_disturb(self) -> None:
        cosigned = sign(TEXT, "witness.example", private(b"\x02" * 32)).rpartition("\n\n")[2]
        assert opened(NOTE + cosigned, self.KEY) == TEXT
        assert opened(f"{TEXT}\n{cosigned}{NOTE.rpartition(chr(10) * 2)[2]}", self.KEY) == TEXT


class TestKey:
    @pytest.mark.parametrize("start", range(0, len(VKEY), 3))
    def test_a_part_of_a_key_is_none(self, start: int) -> None:
        for part in (VKEY[start + 1 :], VKEY[:start]):
            with pytest.raises(BadNote):
                Key.parse(part)

    @pytest.mark.parametrize(
        "text",
        [
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ],
    )
    def test_a_wrong_length_or_algorithm_is_refused(self, text: str) -> None:
        with pytest.raises(BadNote):
            Key.parse(text)


class TestCheckpoint:
    ROOT = bytes(range(32))

    def test_it_reads_as_it_is_written(self) -> None:
        head = Checkpoint("qinglian/0000/1", 20852163, self.ROOT)
        assert str(head) == "qinglian/0000/1\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        assert Checkpoint.parse(str(head)) == head

    def test_lines_added_by_others_are_left_aside(self) -> None:
        head = Checkpoint("a", 0, self.ROOT)
        assert Checkpoint.parse(f"{head}extension\n") == head

    @pytest.mark.parametrize(
        "text", ["", "a\n", "a\n1\n", "\n1\n{}\n", "a\n01\n{}\n", "a\n-1\n{}\n", "a\n1\nAAAA\n", "a\n1\n???\n"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(BadNote):
            Checkpoint.parse(text.replace("{}", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))
