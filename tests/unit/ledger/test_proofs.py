"""A proof is a text that holds by itself, or does not."""

from base64 import b64encode
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import orjson
import pytest
from cryptography.exceptions import InvalidSignature

from api.ledger import rules
from api.ledger.rules import Disproved, Proof, tree
from api.ledger.rules.notes import Checkpoint, sign
from api.ledger.rules.proofs import checked
from docs.examples import verify_proof
from tests.unit.ledger.test_notes import key, private

ORIGIN = "qinglian/7d1f/1"
SEED = b"\x07" * 32
SIGNER, KEY = private(SEED), key(ORIGIN, SEED)
NONCE = b"n" * 32
DOCUMENT = rules.payload("周敏", "一中", [{"field": "pupils", "before": None, "after": 3}])
GOLDEN = Path(__file__).parent / "golden"


def entry(number: int = 0) -> dict[str, Any]:
    event = {
        "id": UUID(int=number),
        "at": "2026-11-20T01:02:03.000456Z",
        "actor_id": None,
        "action": "school.updated",
        "object_type": "school",
        "object_id": UUID(int=7),
        "revision": number,
        "unit_id": UUID(int=7),
        "reason": "教纪〔2026〕7号",
        "trace": "0198c0de",
        "commitment": rules.commitment(NONCE, DOCUMENT),
        "object_hash": "0" * 64,
        "seal": "f" * 64,
    }
    found: dict[str, Any] = orjson.loads(rules.leaf(event))
    return found


def proof(index: int = 5, size: int = 11, **changed: Any) -> Proof:
    leaves = [tree.leaf_hash(rules.canonical(entry(number))) for number in range(size)]
    subtree = tree.of_leaves(leaves)
    note = sign(str(Checkpoint(ORIGIN, size, tree.root(size, subtree))), ORIGIN, SIGNER)
    given: dict[str, Any] = {
        "event": entry(index),
        "index": index,
        "hashes": tuple(tree.inclusion(index, size, subtree)),
        "note": note,
    }
    return Proof(**(given | changed))


class TestLeaf:
    def test_the_first_schema_keeps_its_bytes(self) -> None:
        assert rules.canonical(entry(3)) == (GOLDEN / "leaf-1.json").read_bytes().rstrip(b"\n")


class TestText:
    def test_the_form_is_the_published_one(self) -> None:
        lines = str(proof(0, 2)).split("\n")
        assert lines[0] == "c2sp.org/tlog-proof@v1"
        assert lines[1].startswith("extra ")
        assert lines[2] == "index 0"
        assert lines[4:6] == ["", ORIGIN]

    def test_it_reads_as_it_is_written(self) -> None:
        made = proof(payload={"nonce": NONCE.hex(), "document": DOCUMENT})
        assert Proof.parse(str(made)) == made

    @pytest.mark.parametrize(
        "text", ["", "c2sp.org/tlog-proof@v1\n", "x" * 1000, str(proof()).replace("index 5", "index 05")]
    )
    def test_anything_else_is_no_proof(self, text: str) -> None:
        with pytest.raises(Disproved, match="form"):
            checked(text, KEY)

    @pytest.mark.parametrize("extra", [b"[]", b"{}", b'{"event":1}', b"\xff", b'{"event":{"schema":2}}'])
    def test_what_cannot_be_an_entry_is_no_proof(self, extra: bytes) -> None:
        lines = str(proof()).split("\n")
        lines[1] = f"extra {b64encode(extra).decode()}"
        with pytest.raises(Disproved, match="form"):
            checked("\n".join(lines), KEY)


class TestCheck:
    def test_a_proof_says_what_stands_where(self) -> None:
        found = checked(str(proof()), KEY)
        assert (found.index, found.head.size, found.head.origin) == (5, 11, ORIGIN)
        assert found.event == entry(5)
        assert found.document is None

    def test_a_payload_that_was_asked_for_is_held_to_the_commitment(self) -> None:
        found = checked(str(proof(payload={"nonce": NONCE.hex(), "document": DOCUMENT})), KEY)
        assert found.document == DOCUMENT

    @pytest.mark.parametrize(
        "payload",
        [
            {"nonce": NONCE.hex(), "document": DOCUMENT | {"label": "二中"}},
            {"nonce": "00", "document": DOCUMENT},
            {"nonce": "zz", "document": DOCUMENT},
            {"document": DOCUMENT},
            {"nonce": NONCE.hex(), "document": "一中"},
        ],
    )
    def test_another_payload_is_not_what_the_event_says(self, payload: Any) -> None:
        with pytest.raises(Disproved, match="payload"):
            checked(str(proof(payload=payload)), KEY)

    @pytest.mark.parametrize("column", sorted(set(entry()) - {"schema"}))
    def test_no_column_of_the_event_can_be_changed(self, column: str) -> None:
        with pytest.raises(Disproved, match="leaf"):
            checked(str(proof(event=entry(5) | {column: "x"})), KEY)

    def test_another_place_is_not_proved(self) -> None:
        with pytest.raises(Disproved, match="leaf"):
            checked(str(proof(index=5, event=entry(4))), KEY)

    def test_a_head_that_the_key_has_not_signed_proves_nothing(self) -> None:
        with pytest.raises(Disproved, match="signature"):
            checked(str(proof()), key(ORIGIN, b"\x08" * 32))

    def test_the_key_of_another_installation_proves_nothing(self) -> None:
        with pytest.raises(Disproved, match="key"):
            checked(str(proof()), key("qinglian/beef/1", SEED))

    def test_a_key_of_an_earlier_epoch_is_good_for_the_next(self) -> None:
        later = "qinglian/7d1f/2"
        head = Checkpoint.parse(proof().note)
        note = sign(str(Checkpoint(later, head.size, head.root)), later, SIGNER)
        assert checked(str(proof(note=note)), KEY).head.origin == later

    def test_checking_takes_a_fraction_of_fifty_milliseconds(self) -> None:
        text = str(proof(700, 1000))
        checked(text, KEY)
        start = perf_counter()
        checked(text, KEY)
        assert perf_counter() - start < 0.05


class TestPublishedExample:
    """`docs/examples/verify_proof.py`, which shares no line with the product, comes to the same answers."""

    def test_it_accepts_what_holds(self) -> None:
        made = proof(payload={"nonce": NONCE.hex(), "document": DOCUMENT})
        assert verify_proof.verify(str(made), str(KEY)) == {"event": made.event, "payload": made.payload}

    @pytest.mark.parametrize(
        "changed",
        [
            {"event": entry(4)},
            {"hashes": ()},
            {"payload": {"nonce": NONCE.hex(), "document": DOCUMENT | {"label": "二中"}}},
            {"note": proof().note.replace("\n11\n", "\n12\n")},
        ],
    )
    def test_it_refuses_what_does_not(self, changed: dict[str, Any]) -> None:
        with pytest.raises((SystemExit, InvalidSignature)):
            verify_proof.verify(str(proof(**changed)), str(KEY))

    def test_it_refuses_another_key(self) -> None:
        with pytest.raises((SystemExit, StopIteration)):
            verify_proof.verify(str(proof()), str(key(ORIGIN, b"\x08" * 32)))
