"""Check a proof of the ledger without the product: `python verify_proof.py PROOF KEY`.

PROOF is a file as the product hands it out (C2SP tlog-proof), KEY the verifier key, one line of text. Needs the package
`cryptography` for the signature, and nothing else. Written to be read: it is all there is to trust.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(data: bytes) -> bytes:
    """The one hash that everything is made of."""
    return hashlib.sha256(data).digest()


def canonical(document: object) -> bytes:
    """JSON without blanks, keys in order, text as it is (RFC 8785; there are no fractions here)."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def root_over(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf and its siblings lead to (RFC 9162, 2.1.3.2)."""
    last, found = size - 1, leaf
    for sibling in path:
        if index & 1 or index == last:
            found = sha256(b"\x01" + sibling + found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling)
        index, last = index >> 1, last >> 1
    return found if last == 0 else b""


def verify(proof: str, key: str) -> dict[str, object]:
    """The entry that the proof proves. Raises `SystemExit` when it proves nothing."""
    top, _, note = proof.partition("\n\n")
    form, extra, place, *siblings = top.split("\n")
    text, _, signatures = note.rpartition("\n\n")
    origin, size, root = text.split("\n")[:3]
    name, _, encoded = key.strip().split("+", 2)
    public = base64.b64decode(encoded)[1:]
    if form != "c2sp.org/tlog-proof@v1" or origin.rpartition("/")[0] != name.rpartition("/")[0]:
        raise SystemExit("not a proof of this ledger")
    key_id = sha256(origin.encode() + b"\n\x01" + public)[:4]
    signed = [
        base64.b64decode(line.split(" ")[2]) for line in signatures.splitlines() if line.startswith(f"— {origin} ")
    ]
    signature = next(raw[4:] for raw in signed if raw[:4] == key_id)
    Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{text}\n".encode())  # raises when it does not hold

    entry = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    leaf = sha256(b"\x00" + canonical(entry["event"]))
    path = [base64.b64decode(line) for line in siblings]
    if root_over(leaf, int(place.removeprefix("index ")), int(size), path) != base64.b64decode(root):
        raise SystemExit("the entry does not lead to the signed root")
    said = entry.get("payload")
    if (
        said
        and sha256(bytes.fromhex(said["nonce"]) + canonical(said["document"])).hex() != entry["event"]["commitment"]
    ):
        raise SystemExit("the payload is not what the entry commits to")
    return dict(entry)


if __name__ == "__main__":
    proof_file, key_text = sys.argv[1:]
    key_text = Path(key_text).read_text() if Path(key_text).is_file() else key_text
    print(json.dumps(verify(Path(proof_file).read_text(encoding="utf-8"), key_text), ensure_ascii=False, indent=1))
