"""Inside: a clerk enters what came by telephone or letter, another system hands over what it has."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Protocol
from uuid import UUID

from api.access.permissions import Permission
from api.access.reach import grants_of, reaches
from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.parts import SealedFile
from api.complaints.queries import categories, visible
from api.complaints.queries import custody as custodians
from api.complaints.queries import intake as queries
from api.complaints.rules import answers, custody, receipts
from api.complaints.rules.received import BY_CLERK, WITH_REPORTER, Channel, Received
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.schemas.intake import (
    ClerkComplaintIn,
    ClerkComplaintOut,
    SystemComplaintIn,
    SystemComplaintsIn,
    SystemComplaintsOut,
)
from api.complaints.schemas.portal import ReporterIdentityIn
from api.complaints.service import attachments, contents
from api.complaints.service.attachments import NewFile
from api.complaints.service.projection import publish
from api.complaints.service.receiving import receive, receive_all
from api.complaints.service.taking_in import NewReporter, keep_identity, link
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any


def enter(ctx: Context, wanted: ClerkComplaintIn) -> ClerkComplaintOut:
    """Enter a complaint that came otherwise than by the portal; its receipt is given this once.

    Errors: `complaint.anonymous_only`, and `input.invalid` with every fault.
    """
    refuse_if_any(_violations(ctx, wanted))
    envelopes = _sealed(ctx, wanted.identity) if wanted.identity else None
    received = Received(
        id=ids.random(),
        channel=wanted.channel,
        received_at=_received_at(ctx, wanted),
        data_key_id=contents.new_key(ctx),
        category=wanted.category,
        unit_hint=wanted.unit_id,
        named=envelopes is not None,
        urgent=wanted.urgent,
        desk=_desk(ctx),
    )
    case = receive(ctx, received)
    said = {"text": wanted.text, "place": wanted.place, "answers": dict(wanted.answers)}
    contents.write(ctx, case, "complaint", said)
    if envelopes is not None:
        keep_identity(ctx, case, envelopes)
    receipt = _give_receipt(ctx, case) if wanted.give_receipt else None
    return ClerkComplaintOut(id=case.id, received_on=case.received_on, receipt=receipt)


def _violations(ctx: Context, wanted: ClerkComplaintIn) -> list[Violation]:
    found = []
    if wanted.channel not in BY_CLERK:
        found.append(Violation(errors.CHANNEL_NOT_ENTERED, "/channel"))
    if wanted.give_receipt and wanted.channel not in WITH_REPORTER:
        found.append(Violation(errors.NOBODY_FOR_RECEIPT, "/give_receipt"))
    if wanted.category is not None and wanted.category not in CATEGORIES:
        found.append(Violation(errors.CATEGORY_UNKNOWN, "/category"))
    found += answers.violations(categories.asked_of(ctx.session, wanted.category), wanted.answers)
    if wanted.unit_id is not None and not _reached(ctx, {wanted.unit_id}, Permission.COMPLAINT_INTAKE):
        found.append(Violation(errors.PLACE_UNKNOWN, "/unit_id"))
    if wanted.received_on is not None and wanted.received_on > clock.legal_day(ctx.now):
        found.append(Violation(errors.DATE_AHEAD, "/received_on"))
    return found


def _reached(ctx: Context, unit_ids: set[UUID], permission: Permission) -> bool:
    """Whether all of these units lie within the caller's reach."""
    paths = queries.paths_of(ctx.session, unit_ids)
    return len(paths) == len(unit_ids) and all(reaches(ctx, path, permission) for path in paths)


def _received_at(ctx: Context, wanted: ClerkComplaintIn) -> datetime:
    """Now, or the noon of the day that is given: a letter has no hour."""
    today = clock.legal_day(ctx.now)
    if wanted.received_on in (None, today):
        return ctx.now
    assert wanted.received_on is not None
    return datetime.combine(wanted.received_on, time(12), clock.zone())


def _desk(ctx: Context) -> UUID | None:
    """A unit at which the caller takes complaints in."""
    return next((grant.unit_id for grant in grants_of(ctx)), None)


def _sealed(ctx: Context, identity: ReporterIdentityIn) -> dict[str, Any]:
    known = custodians.public_keys(ctx.session)
    if known["persons"] < custody.LEAST_CUSTODIANS:
        raise Refused(errors.ANONYMOUS_ONLY)
    publics = {key_id: bytes.fromhex(public) for key_id, public in known["keys"].items()}
    return sealing.seal_identity(publics, identity.model_dump())


def _give_receipt(ctx: Context, case: ComplaintCase) -> str:
    """A receipt for who stands at the desk; the portal knows it from the next crossing on."""
    receipt = receipts.new()
    hashed = sealing.receipt_hash(ctx.keys.receipt_keys()[0], receipt)
    public = sealing.reporter_key(receipt).public_key().public_bytes_raw()
    link(ctx, case, NewReporter(ids.random(), hashed, public))
    publish(ctx, case)
    return receipts.shown(receipt)


# --- By another system -----------------------------------------------------------------------------------------------


def hand_over(ctx: Context, wanted: SystemComplaintsIn) -> SystemComplaintsOut:
    """Take complaints of another system in; those that it sent before stay as they are.

    Nothing can be read back but how many were new. Errors: `input.invalid` with every fault, and nothing is taken.
    """
    refuse_if_any(_row_violations(ctx, wanted))
    numbers = [item.source_no for item in wanted.items]
    known = queries.known_numbers(ctx.session, wanted.source_system, numbers)
    fresh = {item.source_no: item for item in wanted.items if item.source_no not in known}
    if fresh:
        _take(ctx, wanted.source_system, list(fresh.values()))
    return SystemComplaintsOut(created=len(fresh), known=len(numbers) - len(fresh))


def _row_violations(ctx: Context, wanted: SystemComplaintsIn) -> list[Violation]:
    units = {item.unit_id for item in wanted.items if item.unit_id is not None}
    paths = queries.paths_by_unit(ctx.session, units)
    reached = {unit for unit, path in paths.items() if reaches(ctx, path, Permission.COMPLAINT_SUBMIT)}
    found = []
    for place, item in enumerate(wanted.items):
        if item.channel is Channel.PORTAL:
            found.append(Violation(errors.CHANNEL_NOT_ENTERED, f"/items/{place}/channel"))
        if item.category is not None and item.category not in CATEGORIES:
            found.append(Violation(errors.CATEGORY_UNKNOWN, f"/items/{place}/category"))
        if item.unit_id is not None and item.unit_id not in reached:
            found.append(Violation(errors.PLACE_UNKNOWN, f"/items/{place}/unit_id"))
        if item.received_at is not None and item.received_at > ctx.now:
            found.append(Violation(errors.DATE_AHEAD, f"/items/{place}/received_at"))
    return found


def _take(ctx: Context, source_system: str, items: Sequence[SystemComplaintIn]) -> None:
    keys, desk = contents.new_keys(ctx, len(items)), _desk(ctx)
    received = [
        Received(
            id=ids.random(),
            channel=item.channel,
            received_at=item.received_at or ctx.now,
            data_key_id=key_id,
            category=item.category,
            unit_hint=item.unit_id,
            source_system=source_system,
            source_no=item.source_no,
            desk=desk,
        )
        for item, key_id in zip(items, keys, strict=True)
    ]
    said = [{"text": item.text, "place": item.place} for item in items]
    contents.write_first(ctx, zip(receive_all(ctx, received), keys.values(), said, strict=True))


# --- To a case that is there -----------------------------------------------------------------------------------------


class ArrivedFile(Protocol):
    """A file that has come in and was looked into."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def type(self) -> str:
        """What it is."""

    @property
    def file(self) -> SealedFile:
        """What it holds."""


def attach(ctx: Context, case_id: UUID, arrived: ArrivedFile) -> attachments.Attachment:
    """A file for a case, on behalf of the reporter. Errors: `not_found`, `complaint.wiped`."""
    case = visible.get_case(ctx, case_id)
    new = NewFile(arrived.name, arrived.type, arrived.file.size, arrived.file.blocks())
    file_id = attachments.add(ctx, case, new)
    return next(found for found in attachments.list_of(ctx, case) if found.id == file_id)


def release_media(ctx: Context, case_id: UUID) -> None:
    """Let the reporter send sound and film, which tell more of the sender than any cleaner takes away.

    Errors: `not_found`, `complaint.no_reporter`.
    """
    case = visible.get_case(ctx, case_id)
    reporters = queries.reporters_of(ctx.session, case.id)
    if not reporters:
        raise Refused(errors.NO_REPORTER)
    for reporter in reporters:
        reporter.takes_media = True
    publish(ctx, case)
