"""Letters of the house to a reporter: sealed to the receipt, so that from here on only its holder reads them.

The house keeps its own copy among the contents of the case.
"""

from base64 import b64encode
from collections.abc import Sequence
from uuid import UUID

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintReporter
from api.complaints.queries import public
from api.complaints.queries import vault as queries
from api.complaints.service.contents import write
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused

QUESTION, ANSWER = "question", "answer"


def ask(ctx: Context, case: ComplaintCase, text: str) -> UUID:
    """Put a question to the reporter. Errors: `complaint.no_reporter` where there is no receipt."""
    return _send(ctx, case, QUESTION, text, queries.reporters_of(ctx, [case.id]))


def tell(ctx: Context, case: ComplaintCase, text: str) -> UUID:
    """Tell the reporter, and those whose cases were merged into this one: the answer, why not, where to go.

    Errors: as of `ask`.
    """
    merged = public.merged_cases(ctx.session, case.id)
    return _send(ctx, case, ANSWER, text, queries.reporters_of(ctx, [case.id, *merged]))


def has_reporter(ctx: Context, case: ComplaintCase) -> bool:
    """Whether anybody holds a receipt of this case."""
    return bool(queries.reporters_of(ctx, [case.id]))


def _send(ctx: Context, case: ComplaintCase, kind: str, text: str, reporters: Sequence[ComplaintReporter]) -> UUID:
    if not reporters:
        raise Refused(errors.NO_REPORTER)
    for reporter in reporters:
        _seal(ctx, reporter, kind, text)
    ctx.session.flush()
    return write(ctx, case, kind, text)


def _seal(ctx: Context, reporter: ComplaintReporter, kind: str, text: str) -> None:
    letter_id = ids.random()
    sealed = sealing.seal_to(reporter.public_key, {"text": text}, f"letter/{letter_id}")
    letter = {
        "id": str(letter_id),
        "kind": kind,
        "sealed": b64encode(sealed).decode(),
        "sent_on": clock.legal_day(ctx.now).isoformat(),
    }
    reporter.letters_out = [*reporter.letters_out, letter]
    reporter.revision += 1
