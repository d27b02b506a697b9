"""The key store: a folder outside data and backup.

master.key            32 random bytes; every other key is random too and lies encrypted under it
keys/csrf.1.json      generation 1 of a purpose
data/<id>.json        a data key, for instance of one case; destroyed by order
public/*.pub          public halves of the signing keys and of those that open letters, PEM
destroyed.list        signed list of the data keys destroyed by order
portal/               the same for the public face, under a master of its own that opens nothing else; the key of receipts
                      is the staff side's, given
"""

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from api.core.crypto import Sealer
from api.core.keys import destroyed, letters
from api.core.keys.destroyed import Entry, Signer
from api.core.keys.errors import DestroyedKey, KeyStoreError, NotHeld, UnknownKey
from api.core.keys.folder import shred, write_whole
from api.core.keys.vault import Vault
from api.core.keys.wrapping import KEY_BYTES, Name

SECRETS = ("access-token", "csrf", "cursor", "identity", "ledger", "receipt", "throttle", "totp")
SIGNERS = ("ledger-head", "destroy-list", "backup", "portal")
OPENERS = ("case", "letter")  # open what anyone may have sealed with their public half
PORTAL = ("csrf", "cursor", "throttle")  # what the public face makes for itself
GIVEN = (
    "receipt",
)  # what the staff side gives it beside: under it both keep whose receipt is whose, and it opens nothing
_LOOK_EVERY = 5.0  # seconds until a running process notices a new generation


@dataclass(frozen=True)
class Ring:
    """All generations of one purpose, oldest first."""

    generations: dict[int, bytes]

    @property
    def number(self) -> int:
        """Of the newest generation."""
        return max(self.generations)

    @cached_property
    def newest(self) -> bytes:
        """What is used from now on."""
        return self.generations[self.number]

    @cached_property
    def sealer(self) -> Sealer:
        """The newest generation as a sealer of short texts."""
        return Sealer(self.newest)


class KeyStore:
    """The keys of one process. `limited`: the public face's store, which holds no opening key and no signer.

    Errors of all verbs: `KeyStoreError` when the folder is damaged, `NotHeld` on a limited store.
    """

    def __init__(self, folder: Path, *, limited: bool = False) -> None:
        self.limited = limited
        self.folder = folder / "portal" if limited else folder
        self._public = folder / "public"
        self._vault = Vault(self.folder)
        self._rings: dict[str, Ring] = {}
        self._names: frozenset[str] = frozenset()
        self._look_again = 0.0

    # --- Keys of a purpose -------------------------------------------------------------------------------------------

    @property
    def csrf(self) -> bytes:
        """Key of the page tokens."""
        return self._ring("csrf").newest

    @property
    def cursor(self) -> Sealer:
        """Sealer of page cursors."""
        return self._ring("cursor").sealer

    @property
    def ledger(self) -> bytes:
        """Key of the ledger's event seals, newest generation."""
        return self._ring("ledger").newest

    @property
    def throttle(self) -> bytes:
        """Key under which attempted user names are stored."""
        return self._ring("throttle").newest

    def identity_keys(self) -> tuple[bytes, ...]:
        """Every generation of the key of hashed identity numbers, newest first: looked for under each, kept under it."""
        return tuple(reversed(self._ring("identity").generations.values()))

    def receipt_keys(self) -> tuple[bytes, ...]:
        """Every generation of the key that receipts are kept under, newest first. Errors: `UnknownKey` if not given."""
        return tuple(reversed(self._ring("receipt").generations.values()))

    def ledger_keys(self) -> tuple[bytes, ...]:
        """Every generation of the seal's key, newest first: an old event verifies with the one it was sealed under."""
        return tuple(reversed(self._ring("ledger").generations.values()))

    def secrets(self, purpose: str) -> dict[int, bytes]:
        """Every generation of a purpose's key, oldest first, by number; what it sealed or signed names its number."""
        return self._ring(purpose).generations

    def signer(self, purpose: str) -> Ed25519PrivateKey:
        """The newest signing key of `purpose`, one of `SIGNERS`."""
        return Ed25519PrivateKey.from_private_bytes(self._ring(purpose, SIGNERS).newest)

    def public(self, purpose: str) -> Ed25519PublicKey:
        """The public half of the newest signing key; a limited store has it once it lies in `public/`."""
        publics = self.publics(purpose)
        return publics[max(publics)]

    def publics(self, purpose: str) -> dict[int, Ed25519PublicKey]:
        """The public halves of every generation. Errors: `UnknownKey` on a limited store without the files."""
        if self.limited:
            return {number: key for number, key in self._published(purpose) if isinstance(key, Ed25519PublicKey)}
        secrets = self._ring(purpose, SIGNERS).generations
        return {number: Ed25519PrivateKey.from_private_bytes(secret).public_key() for number, secret in secrets.items()}

    def seal_letter(self, text: str, context: str) -> str:
        """A letter to the house, which a limited store can write and not read.

        Errors: `UnknownKey` on a limited store without the public half.
        """
        return letters.seal(text, context, self._receivers("letter"))

    def open_letter(self, letter: str, context: str) -> str:
        """What a letter says. Errors: `NotHeld` on a limited store, `KeyStoreError` when it does not open."""
        return letters.unseal(letter, context, self._ring("letter", OPENERS).generations)

    def seal_case(self, content: bytes, context: str) -> bytes:
        """What a complaint brings, for the house. Errors: as of `seal_letter`."""
        return letters.seal_bytes(content, context, self._receivers("case"))

    def open_case(self, sealed: bytes, context: str) -> bytes:
        """What a complaint brought. Errors: as of `open_letter`."""
        return letters.unseal_bytes(sealed, context, self._ring("case", OPENERS).generations)

    def _receivers(self, purpose: str) -> dict[int, X25519PublicKey]:
        if self.limited:
            return {number: key for number, key in self._published(purpose) if isinstance(key, X25519PublicKey)}
        secrets = self._ring(purpose, OPENERS).generations
        return {number: letters.public_half(secret) for number, secret in secrets.items()}

    def _published(self, purpose: str) -> list[tuple[int, PublicKeyTypes]]:
        paths = sorted(self._public.glob(f"{purpose}.*.pub"))
        if not paths:
            raise UnknownKey(f"no public half of {purpose}: copy the folder `public` of the staff side's key store")
        return [(int(path.suffixes[-2][1:]), load_pem_public_key(path.read_bytes())) for path in paths]

    def publish(self) -> None:
        """Have every public half lie in `public/`, and what is given in `portal/`, where a public face finds them."""
        for purpose in (*SIGNERS, *OPENERS):
            self._ring(purpose, (purpose,))
        for purpose in GIVEN:
            self._give(purpose)

    def _give(self, purpose: str) -> None:
        """Put every generation into the public face's store, under that store's own master."""
        portal = Vault(self.folder / "portal")
        for number, secret in self._ring(purpose).generations.items():
            path, name = portal.folder / "keys" / f"{purpose}.{number}.json", Name(purpose, number)
            if not path.exists() or portal.open(path) != (name, secret):
                portal.write(path, name, secret)

    def prepare(self) -> None:
        """Make what is still missing, so that a print or a copy of the store is complete."""
        for purpose in PORTAL if self.limited else (*SECRETS, *SIGNERS, *OPENERS):
            self._ring(purpose, (purpose,))

    def refuse_loss(self) -> None:
        """For a process on a database that has a history: new keys would open nothing. Errors: `KeyStoreError`."""
        if not self.limited:
            self._vault.master()

    def rotate(self, purpose: str) -> int:
        """Make a new generation of `purpose` and give its number; running processes take it on within seconds."""
        self._permit(purpose, (*SECRETS, *SIGNERS, *OPENERS))
        if purpose in GIVEN:
            self._refuse_limited(purpose)
        with self._vault.lock:
            number = max(self._read(purpose), default=0) + 1
            self._make(purpose, number)
            self._rings[purpose] = Ring(self._read(purpose))
        if purpose in GIVEN:
            self._give(purpose)
        return number

    def generations(self) -> dict[str, int]:
        """The number of the newest generation of each purpose that has a key."""
        found: dict[str, int] = {}
        for path in (self.folder / "keys").glob("*.json"):
            purpose, number, _ = path.name.split(".")
            found[purpose] = max(found.get(purpose, 0), int(number))
        return dict(sorted(found.items()))

    # --- Data keys ---------------------------------------------------------------------------------------------------

    def create_data_key(self, purpose: str) -> UUID:
        """A new random key of 32 bytes. Its id, which tells no time, is kept with what the key encrypts."""
        return next(iter(self.create_data_keys(purpose, 1)))

    def create_data_keys(self, purpose: str, number: int) -> dict[UUID, bytes]:
        """The same for many at once, which costs less than one by one; the keys by their ids."""
        self._refuse_limited(purpose)
        made = {uuid4(): os.urandom(KEY_BYTES) for _ in range(number)}
        named = [(self._data_file(key_id), Name(purpose, id=str(key_id)), key) for key_id, key in made.items()]
        self._vault.write_all(named)
        return made

    def open_data_key(self, key_id: UUID) -> bytes:
        """The 32 bytes of a data key. Errors: `DestroyedKey`, `UnknownKey`."""
        self._refuse_limited("data")
        if key_id in destroyed.claimed(self.destroy_list):
            raise DestroyedKey(f"key {key_id} was destroyed by order")
        name, secret = self._vault.open(self._data_file(key_id))
        if name.id != str(key_id):
            raise KeyStoreError(f"the file of key {key_id} holds another key")
        return secret

    def data_keys(self) -> Iterator[UUID]:
        """The ids of all data keys."""
        return (UUID(path.stem) for path in sorted((self.folder / "data").glob("*.json")))

    def destroy(self, key_id: UUID, order: str) -> None:
        """Destroy a data key by an order whose reference is kept. Once more does nothing. Errors: `UnknownKey`.

        The list is written first: after a crash between the two steps the key is refused, and removed by the next call.
        """
        self._refuse_limited("data")
        with self._vault.lock:
            if key_id not in {entry.key for entry in self.destroyed()}:
                if not self._data_file(key_id).exists():
                    raise UnknownKey(f"no key {key_id}")
                self._append([Entry.now(key_id, order)])
            shred(self._data_file(key_id))

    @property
    def destroy_list(self) -> bytes:
        """The destroy-list as it lies in the folder; empty when nothing was destroyed."""
        try:
            return (self.folder / destroyed.FILE).read_bytes()
        except FileNotFoundError:
            return b""

    def destroyed(self) -> list[Entry]:
        """The destroy-list of this store, verified. Errors: `BrokenList`."""
        content = self.destroy_list
        return destroyed.verify(content, self.publics("destroy-list")) if content else []

    def apply_destroyed(self, lists: Iterable[bytes] = ()) -> list[Entry]:
        """Take up what other copies of the list know, remove every key that any of them names, give the union.

        Errors: `BrokenList` when one was not written by this store or was altered since; nothing is done then.
        """
        self._refuse_limited("data")
        with self._vault.lock:
            own = self.destroy_list
            copies = sorted({own, *lists}, key=len, reverse=True)
            known = [destroyed.verify(copy, self.publics("destroy-list")) for copy in copies if copy]
            if copies[0] != own:
                write_whole(self.folder / destroyed.FILE, copies[0])
            union = {entry.key: entry for entries in reversed(known) for entry in entries}
            listed = {entry.key for entry in known[0]} if known else set()
            self._append([entry for key, entry in union.items() if key not in listed])
            for key in union:
                shred(self._data_file(key))
        return list(union.values())

    # --- The vault below ---------------------------------------------------------------------------------------------

    @property
    def vault(self) -> Vault:
        """The wrapped keys and their master, for the operator's commands."""
        self._refuse_limited("master")
        return self._vault

    def _refuse_limited(self, purpose: str) -> None:
        if self.limited:
            raise NotHeld(f"the public face holds no key for {purpose}")

    def _permit(self, purpose: str, allowed: Iterable[str]) -> None:
        if purpose not in (*PORTAL, *GIVEN):
            self._refuse_limited(purpose)
        if purpose not in allowed:
            raise UnknownKey(f"no such purpose here: {purpose}")

    def _ring(self, purpose: str, allowed: Iterable[str] = SECRETS) -> Ring:
        if time.monotonic() >= self._look_again:
            self._notice()
        ring = self._rings.get(purpose)
        if ring is None or purpose not in allowed:
            ring = self._load(purpose, allowed)
        return ring

    def _notice(self) -> None:
        """Read again what another process has rotated; a folder in disorder leaves the process with what it has."""
        self._look_again = time.monotonic() + _LOOK_EVERY
        with contextlib.suppress(KeyStoreError, OSError):
            names = frozenset(path.name for path in (self.folder / "keys").iterdir())
            if names != self._names:
                fresh = {purpose: Ring(found) for purpose in self._rings if (found := self._read(purpose))}
                self._rings, self._names = self._rings | fresh, names

    def _load(self, purpose: str, allowed: Iterable[str]) -> Ring:
        self._permit(purpose, allowed)
        found = self._read(purpose)
        if not found and self.limited and purpose in GIVEN:
            raise UnknownKey(f"no key for {purpose}: copy the folder `portal` of the staff side's key store")
        if not found:
            with self._vault.lock:
                if not self._read(purpose):
                    self._make(purpose, 1)
                found = self._read(purpose)
        ring = self._rings[purpose] = Ring(found)
        return ring

    def _read(self, purpose: str) -> dict[int, bytes]:
        """Every generation of `purpose`, oldest first."""
        found = {}
        for path in (self.folder / "keys").glob(f"{purpose}.*.json"):
            name, secret = self._vault.open(path)
            if path.name != f"{name.purpose}.{name.generation}.json":
                raise KeyStoreError(f"{path.name} holds another key")
            found[name.generation] = secret
        return dict(sorted(found.items()))

    def _make(self, purpose: str, number: int) -> None:
        secret = os.urandom(KEY_BYTES)
        self._vault.write(self.folder / "keys" / f"{purpose}.{number}.json", Name(purpose, number), secret)
        if purpose in (*SIGNERS, *OPENERS):
            signs = purpose in SIGNERS
            half = Ed25519PrivateKey.from_private_bytes(secret).public_key() if signs else letters.public_half(secret)
            pem = half.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            write_whole(self._public / f"{purpose}.{number}.pub", pem)

    def _data_file(self, key_id: UUID) -> Path:
        return self.folder / "data" / f"{key_id}.json"

    def _append(self, entries: list[Entry]) -> None:
        if entries:
            ring = self._ring("destroy-list", SIGNERS)
            signer = Signer(Ed25519PrivateKey.from_private_bytes(ring.newest), ring.number)
            write_whole(self.folder / destroyed.FILE, destroyed.append(self.destroy_list, entries, signer))
