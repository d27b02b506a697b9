"""分设: one school becomes several new ones. It ends, and names them."""

from uuid import UUID

from api.core.context import Context
from api.core.schemas import UnitRef
from api.organizations.rules import UnitKind, Verb
from api.organizations.schemas import Restructured, SplitIn
from api.organizations.service.acts import Act, load, perform
from api.organizations.service.merge import end_school, tell_founded
from api.organizations.service.schools import Draft, found_schools
from api.organizations.service.tree import refuse_if_any


def split_school(ctx: Context, school_id: UUID, wanted: SplitIn, *, preview: bool = False) -> Restructured:
    """Split a school into new ones. Errors: `not_found`, `unit.verb_not_now`, those of new schools, `input.invalid`."""

    def _work(act: Act) -> None:
        loaded = load(ctx, school_id)
        school = loaded[0]
        refuse_if_any(act.violations(school, Verb.SPLIT, ("status",)))
        deed = act.founding({"preceded_by": (None, [school.name])})
        drafts = [Draft(f"/into/{index}", part.model_dump()) for index, part in enumerate(wanted.into)]
        made = found_schools(ctx, drafts, deed)
        for part in made:
            tell_founded(act, part, deed)
        end_school(
            act, Verb.SPLIT, loaded, [UnitRef(id=part.id, name=part.name, kind=UnitKind.SCHOOL) for part in made]
        )

    return perform(ctx, wanted, _work, preview=preview)
