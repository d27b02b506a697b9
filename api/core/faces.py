"""The two faces of the product: staff who sign in, and the public that does not. They share nothing a browser holds.

Their addresses have no prefix in common, so that a browser never sends the cookie of one to the other, even where one
process shows both (`QINGLIAN_FACES=all`); and neither takes the other's. Run apart, the public process has neither the
staff's routes nor its keys: its key store is limited to three keys of its own and to public halves.
"""

from dataclasses import dataclass

from api.core.keys import KeyStore
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Face:
    """How one face is addressed and what its pages may load. `pages` is where its entry of the SPA lies."""

    name: str
    prefix: str
    pages: str
    cookie: str
    cookie_path: str
    csp: str
    resource_policy: str


STAFF = Face(
    name="staff",
    prefix="/api/v1",
    pages="/",
    cookie="qinglian_session",
    cookie_path="/api/v1",
    csp=(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    resource_policy="same-site",  # the staff's SPA may lie on another host of the site
)
PUBLIC = Face(
    name="public",
    prefix="/api/public/v1",
    pages="/portal/",
    cookie="qinglian_visit",
    cookie_path="/api/public",
    csp=(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    resource_policy="same-origin",
)


def shown(settings: Settings) -> tuple[Face, ...]:
    """The faces of a process with these settings."""
    return {"all": (STAFF, PUBLIC), "staff": (STAFF,), "public": (PUBLIC,)}[settings.faces]


def of(path: str, faces: tuple[Face, ...] = (STAFF, PUBLIC)) -> Face:
    """The face that answers at `path` in a process that shows `faces`."""
    if len(faces) == 1:
        return faces[0]
    return PUBLIC if path.startswith((PUBLIC.cookie_path + "/", PUBLIC.pages)) else STAFF


def key_store(settings: Settings) -> KeyStore:
    """The keys that a process with these settings may hold."""
    return KeyStore(settings.keys, limited=STAFF not in shown(settings))
