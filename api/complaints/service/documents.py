"""Inside: what the portal's pages are made of, put together anew and signed when something of it has changed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.complaints.data.shipped import shipped
from api.complaints.models.portal import PortalDocument
from api.complaints.queries import categories, custody, places
from api.complaints.queries.documents import NAMES, digest_of, digests, documents, signed
from api.complaints.schemas.intake import ChannelsIn
from api.complaints.schemas.portal import SuperiorsOut
from api.core.context import Context
from api.core.database import insert_or
from api.ledger.rules import Subject
from api.ledger.service import record

CHANNELS = "channels"
_PORTAL = UUID("00000000-0000-4000-8000-00000000c0de")  # there is one


def refresh(ctx: Context) -> int:
    """Write the documents that have changed; how many. Channels are changed by people (`set_channels`), not here."""
    there = digests(ctx.session, NAMES)
    made: dict[str, Mapping[str, Any]] = {
        "categories": {"items": categories.public_list(ctx.session)},
        "custodians": custody.public_keys(ctx.session),
        "places": {"items": places.public_list(ctx.session)},
    }
    if CHANNELS not in there:
        made[CHANNELS] = shipped(CHANNELS)
    changed = {name: document for name, document in made.items() if there.get(name) != digest_of(document)}
    for name, document in changed.items():
        put(ctx, name, document)
    return len(changed)


def get_channels(ctx: Context) -> SuperiorsOut:
    """The channels of the superior organ as the portal shows them."""
    return SuperiorsOut.model_validate(documents(ctx, CHANNELS)[CHANNELS] or shipped(CHANNELS))


def set_channels(ctx: Context, wanted: ChannelsIn) -> SuperiorsOut:
    """Change them."""
    before = get_channels(ctx).model_dump()
    put(ctx, CHANNELS, wanted.model_dump())
    subject = Subject("complaint_portal", _PORTAL, "")
    record(ctx, "complaint_portal.channels_changed", subject, before, wanted.model_dump())
    return get_channels(ctx)


def put(ctx: Context, name: str, document: Mapping[str, Any]) -> None:
    """Sign a document and put it where the portal reads it, or the crossing takes it from."""
    digest = digest_of(document)
    signature = ctx.keys.signer("portal").sign(signed(name, digest))
    row = {"name": name, "document": document, "digest": digest, "signature": signature}
    stmt = insert_or(ctx.session, PortalDocument.__table__).values(row)
    fresh = {column: stmt.excluded[column] for column in ("document", "digest", "signature")}
    ctx.session.execute(stmt.on_conflict_do_update(index_elements=["name"], set_=fresh))
