"""Whether the caller may do something to a round now: state, permission at its level, recusal, what stands around it."""

from api.assessments import errors
from api.assessments.queries import scores as queries
from api.assessments.queries.scores import Opened
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import RoundState, RoundStep, RoundVerb, round_step
from api.core.errors import FORBIDDEN, Refused


def refuse_unless(opened: Opened, verb: RoundVerb) -> RoundStep:
    """The step that `verb` is, for who may take it now.

    Errors: `access.denied`, `assessment.recused`, `assessment.own_round`, `assessment.not_enrolled`,
    `assessment.wrong_state`, whatever keeps the round closed.
    """
    state = RoundState(opened.round.state)
    party = queries.party_of(opened, verb)
    if not opened.standing.holds(party):
        raise Refused(FORBIDDEN)
    if opened.standing.kept_out(party, opened.round.submitted_by):
        raise Refused(errors.RECUSED if opened.standing.tied else errors.OWN_ROUND)
    if opened.entry.enrolment.state != EnrolmentState.ENROLLED:
        raise Refused(errors.NOT_ENROLLED)
    step = round_step(opened.which, state, verb)
    if (spec := queries.refused_now(opened, verb)) is not None:
        raise Refused(spec)
    return step
