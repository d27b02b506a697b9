"""Reading one notice."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from api.access import reach
from api.accounts.models import Account
from api.calendars.queries import work_calendar
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Feed, Named, UnitRef
from api.disclosures import rules
from api.disclosures.models import NoticeEdition, NoticeObjection, PublicNotice
from api.disclosures.queries.standing import Standing, load_notice
from api.disclosures.rules import KINDS, Content, Finding, Form, NoticeKind, NoticeState, ObjectionState, Phase, Span
from api.disclosures.schemas.notices import (
    BasisOut,
    EditionOut,
    ExplanationOut,
    FindingOut,
    NoticeKindOut,
    NoticeKinds,
    NoticeObject,
    NoticeOut,
    TableBody,
)
from api.files import queries as files
from api.files.models import StoredFile
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit

_CHECKER, _RELEASER = aliased(Account, name="checker"), aliased(Account, name="releaser")
PLAIN = (
    *("id", "number", "kind", "title", "state", "edition", "starts_on", "ends_on", "due_on", "updated_at", "revision"),
)


def list_kinds() -> NoticeKinds:
    """All kinds in their order."""
    return NoticeKinds(items=[_kind(kind) for kind in KINDS.values()])


def _kind(kind: NoticeKind) -> NoticeKindOut:
    plain = {name: value for name, value in kind._asdict().items() if name not in ("basis", "needs")}
    return NoticeKindOut(**plain, needs=list(kind.needs), basis=BasisOut(**kind.basis._asdict()))


def phase_of(notice: Any, today: date) -> Phase | None:
    """Where the edition in view of a notice, or of a row with its columns, stands on a day."""
    if notice.starts_on is None:
        return None
    withdrawn = notice.state == NoticeState.WITHDRAWN
    return rules.phase(KINDS[notice.kind].form, Span(notice.starts_on, notice.ends_on), today, withdrawn=withdrawn)


def object_of(notice: Any) -> NoticeObject | None:
    """What a notice, or a row with its columns, is about."""
    if notice.object_type is None:
        return None
    return NoticeObject(type=notice.object_type, id=notice.object_id, label=notice.object_label)


def content_of(notice: PublicNotice) -> Content:
    """The words of the working copy."""
    return rules.content_of(notice.title, notice.body)


def files_of(ctx: Context, notice: PublicNotice) -> list[StoredFile]:
    """The attachments of the working copy in their order."""
    wanted = [UUID(file_id) for file_id in notice.file_ids]
    found = files.files_of(ctx, wanted) if wanted else {}
    return [found[file_id] for file_id in wanted]


def findings_of(ctx: Context, notice: PublicNotice) -> list[Finding]:
    """What looks like personal data in the working copy."""
    names = [file.name for file in files_of(ctx, notice)]
    return rules.find_personal(content_of(notice), names, minors=KINDS[notice.kind].minors)


def get_notice(ctx: Context, notice_id: UUID) -> NoticeOut:
    """A notice within reach with its working copy, findings and editions. Errors: `not_found`."""
    notice, standing = load_notice(ctx, notice_id)
    return present_notice(ctx, notice, standing)


def present_notice(ctx: Context, notice: PublicNotice, standing: Standing) -> NoticeOut:
    """A notice as its reader, of whom the standing is known, sees it."""
    today = clock.legal_day(ctx.now)
    kind, phase, held = KINDS[notice.kind], phase_of(notice, today), files_of(ctx, notice)
    around = ctx.session.execute(_around(notice)).one()
    counted = _objections(ctx, notice.id)
    content = content_of(notice)
    return NoticeOut(
        **{name: getattr(notice, name) for name in (*PLAIN, *_OWN)},
        form=kind.form,
        unit=UnitRef(id=around.id, name=around.name, kind=around.kind),
        object=object_of(notice),
        phase=phase,
        overdue=rules.is_overdue(notice.due_on, notice.first_released_on, today),
        objections=sum(counted.values()),
        open_objections=counted.get(ObjectionState.OPEN, 0),
        paragraphs=list(content.paragraphs),
        table=TableBody.model_validate(rules.body_of(content)["table"]) if content.table else None,
        files=[files.present_row(file, original=standing.edits) for file in held],
        **_period(ctx, notice, phase, today),
        findings=_findings(content, held, kind),
        editions=_editions(ctx, notice.id),
        created_by=Named(id=notice.created_by, name=around.author),
        checked_by=Named(id=notice.checked_by, name=around.checker) if notice.checked_by else None,
        verbs=standing.verbs(NoticeState(notice.state), published=notice.edition > 0),
        answers=standing.releases,
    )


_OWN = ("days", "formed_on", "state_reason", "returned_reason", "restarts", "created_at", "checked_at")


def _findings(content: Content, held: list[StoredFile], kind: NoticeKind) -> list[FindingOut]:
    found = rules.find_personal(content, [file.name for file in held], minors=kind.minors)
    return [FindingOut.model_validate(finding) for finding in found]


def _around(notice: PublicNotice) -> Any:
    """The unit of a notice, who began it, who checked it."""
    return (
        select(
            Unit.id,
            Unit.name,
            Unit.kind,
            Account.display_name.label("author"),
            _CHECKER.display_name.label("checker"),
        )
        .select_from(Unit)
        .join(Account, Account.id == notice.created_by)
        .outerjoin(_CHECKER, _CHECKER.id == notice.checked_by)
        .where(Unit.id == notice.unit_id)
    )


def _objections(ctx: Context, notice_id: UUID) -> dict[str, int]:
    stmt = select(NoticeObjection.state).where(NoticeObjection.notice_id == notice_id)
    counted: dict[str, int] = {}
    for state in ctx.session.execute(stmt).scalars():
        counted[state] = counted.get(state, 0) + 1
    return counted


def _period(ctx: Context, notice: PublicNotice, phase: Phase | None, today: date) -> dict[str, Any]:
    """Working days left of a publicity that runs, and whether its end may still move."""
    if phase is None or notice.ends_on is None or KINDS[notice.kind].form is not Form.PUBLICITY:
        return {"days_left": None, "provisional": False}
    left, provisional = days_left(ctx, notice.starts_on, notice.ends_on, today)
    return {"days_left": left if phase is Phase.RUNNING else None, "provisional": provisional}


def days_left(ctx: Context, starts_on: date | None, ends_on: date, today: date) -> tuple[int, bool]:
    """Working days from `today`, which counts, to the end of a period; whether a coming calendar may move the end."""
    calendar = work_calendar(ctx.session)
    left = calendar.count(today, ends_on).days + calendar.is_working(today)
    return left, bool(calendar.missing_years(starts_on or today, ends_on))


def _editions(ctx: Context, notice_id: UUID) -> list[EditionOut]:
    stmt = (
        select(NoticeEdition, _CHECKER.display_name.label("checker"), _RELEASER.display_name.label("releaser"))
        .join(_CHECKER, _CHECKER.id == NoticeEdition.checked_by)
        .join(_RELEASER, _RELEASER.id == NoticeEdition.released_by)
        .where(NoticeEdition.notice_id == notice_id)
        .order_by(NoticeEdition.edition.desc())
    )
    return [
        EditionOut(
            edition=edition.edition,
            document=edition.document,
            document_hash=edition.document_hash,
            explanations=[ExplanationOut(**explained) for explained in edition.explanations],
            reason=edition.reason,
            checked_by=Named(id=edition.checked_by, name=checker),
            released_by=Named(id=edition.released_by, name=releaser),
            released_at=edition.released_at,
        )
        for edition, checker, releaser in ctx.session.execute(stmt)
    ]


def list_history(ctx: Context, notice_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a notice within reach, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    stmt = reach.within(ctx, select(PublicNotice.id).where(PublicNotice.id == notice_id), PublicNotice.unit_id)
    if ctx.session.execute(stmt).first() is None:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, "public_notice", notice_id, cursor, limit)
