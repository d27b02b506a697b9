"""Making an import, and changing what is asked of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete

from api.access.permissions import MACHINE
from api.core import ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, PERSON_ONLY, Refused, Violation, refuse_if_any
from api.core.intake import RowSpec
from api.exchange.imports import errors, queries, rules
from api.exchange.imports.bundles.errors import OF_MEMBER
from api.exchange.imports.models import Import, ImportBlock, ImportFault
from api.exchange.imports.rules import READING, ImportState, ImportVerb
from api.exchange.imports.rules.bundles import BUNDLE, OF_BUNDLE
from api.exchange.imports.rules.limits import UPLOAD_KEPT
from api.exchange.imports.schemas import ImportIn, ImportOut, ImportPatch
from api.exchange.imports.schemas.resource import Counts
from api.exchange.imports.service.standing import said_of, subject
from api.exchange.mappings.queries import find_document
from api.exchange.reading import MappingIn, mapping_faults
from api.ledger.service import record

OPTIONS = tuple(name for name in ImportIn.model_fields if name not in ("type", "size", "unit_id"))
_NOTHING: Mapping[str, Any] = {
    "received": 0,
    "rows_done": 0,
    "rows_total": None,
    "bytes_done": 0,
    "rows_staged": False,
    "phase": None,
    "cursor": None,
    "phase_at": None,
    "found": None,
    "failure_code": None,
    "failure_params": None,
    "validated_at": None,
    "ended_at": None,
}


def refuse_type(ctx: Context, name: str) -> str:
    """What it takes to import a type, if the caller may. Errors: `input.invalid`, `access.denied`, `auth.person_only`.

    Whoever shows a token is told where no token will do: units and persons are brought in by somebody who has signed in
    (个人信息保护法 第五十一条第四项: the right to handle personal data is given out with reason).
    """
    permission = queries.permission_of(name) or queries.spec_of(name).permission
    if not ctx.may(permission):
        raise Refused(PERSON_ONLY if ctx.signed_in.machine and permission not in MACHINE else FORBIDDEN)
    return permission


def create_import(ctx: Context, wanted: ImportIn) -> ImportOut:
    """An import that waits for its file. Errors: `input.invalid` with every fault, `access.denied`."""
    one = new_import(ctx, wanted)
    return queries.get_import(ctx, one.id)


def new_import(ctx: Context, wanted: ImportIn, request: tuple[str | None, str | None] = (None, None)) -> Import:
    """The row of a new import; `request` is key and digest of a one-shot request. Errors: as `create_import`."""
    permission = refuse_type(ctx, wanted.type)
    options = _judged(ctx, wanted.type, {name: getattr(wanted, name) for name in OPTIONS})
    key, digest = request
    one = Import(
        id=ids.ordered(),
        type=wanted.type,
        unit_id=queries.find_unit(ctx, permission, wanted.unit_id),
        **_stored(options),
        **_NOTHING,
        counts=Counts().model_dump(),
        warnings=[],
        groups=[],
        state=ImportState.OPEN.value,
        announced=wanted.size,
        request_key=key,
        request_print=digest,
        created_by=ctx.signed_in.id,
        creator=ctx.signed_in.name,
        created_at=ctx.now,
        expires_at=ctx.now + UPLOAD_KEPT,
    )
    ctx.session.add(one)
    ctx.session.flush()
    record(ctx, "import.created", subject(one), None, said_of(one))
    return one


def _judged(
    ctx: Context, type_: str, asked: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What is asked, with the document of a saved mapping. Errors: `input.invalid` with every fault."""
    if type_ == BUNDLE:
        usual = {name: ImportIn.model_fields[name].default for name in asked}
        refuse_if_any(
            Violation(OF_MEMBER, f"/{name}")
            for name, value in asked.items()
            if name not in OF_BUNDLE and value != usual[name]
        )
        return dict(asked)
    spec = queries.spec_of(type_)
    options = _with_saved(ctx, spec, asked)
    refuse_if_any(_violations(spec, {**(before or {}), **options}))
    return options


def _with_saved(ctx: Context, spec: RowSpec, options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the document of the saved mapping that they name. Errors: `input.invalid`."""
    if options.get("mapping_id") is None or options.get("mapping") is not None:
        return dict(options)
    document = find_document(ctx, options["mapping_id"], spec.name)
    refuse_if_any([Violation(errors.MAPPING_UNKNOWN, "/mapping_id")] if document is None else [])
    return {**options, "mapping": MappingIn.model_validate(document)}


def _violations(spec: RowSpec, options: Mapping[str, Any]) -> Iterator[Violation]:
    yield from rules.option_violations(spec, options)
    mapping = options.get("mapping")
    if isinstance(mapping, MappingIn):
        yield from (fault.below("/mapping") for fault in mapping_faults(mapping, spec))


def _stored(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as columns hold them: the stored values of choices, a mapping as its document."""
    stored = {name: getattr(value, "value", value) for name, value in options.items()}
    if isinstance(stored.get("mapping"), MappingIn):
        stored["mapping"] = stored["mapping"].document()
    return stored


def change_import(ctx: Context, import_id: Any, patch: ImportPatch) -> ImportOut:
    """Change what is asked of an import; what bears on its rows makes it be checked anew.

    Errors: `not_found`, `conflict.stale`, `import.wrong_state`, `import.not_yours`, `input.invalid`.
    """
    one = queries.load_import(ctx, import_id)
    ctx.expect(one.revision)
    rules.person_step(ImportState(one.state), ImportVerb.CHANGE, queries.standing_of(ctx, one))
    asked = _judged(ctx, one.type, patch.changes(), _options(one))
    before, changes = said_of(one), _stored(asked)
    anew = any(getattr(one, name) != value for name, value in changes.items() if name in READING)
    for name, value in changes.items():
        setattr(one, name, value)
    if anew and one.state in (ImportState.VALIDATED, ImportState.FAILED):
        reset(ctx, one)
        one.state = ImportState.UPLOADED.value
    ctx.session.flush()
    if said_of(one) != before:
        record(ctx, "import.changed", subject(one), before, said_of(one))
    return queries.get_import(ctx, one.id)


def _options(one: Import) -> dict[str, Any]:
    return {name: getattr(one, name) for name in OPTIONS}


def reset(ctx: Context, one: Import) -> None:
    """Forget what was read and judged; the file stays."""
    for table in (ImportBlock, ImportFault):
        ctx.session.execute(delete(table).where(table.import_id == one.id))
    for name, value in _NOTHING.items():
        if name != "received":
            setattr(one, name, value)
    one.counts, one.warnings, one.groups = Counts().model_dump(), [], []
