"""What a leaver had in hand: problems that wait for acceptance, requests for more time."""

from uuid import UUID

from api.core import assignments
from tests.api.rectifications.steps import PROBLEMS, sent, step, walked
from tests.world import V1, World


def test_submissions_and_requests_pass_to_the_successor_who_is_told_of_the_answer(world: World) -> None:
    officer, clerk = world.sign_in("section_officer"), world.sign_in("school_clerk", "school")
    waits = walked(sent(world, officer), ["assign", "start", "submit"], (officer, clerk))
    asked = walked(sent(world, officer, title="收费公示过期"), ["assign", "start", "extend"], (officer, clerk))
    leaver, successor = (UUID(world.account(role, "school")) for role in ("school_clerk", "school_leader"))
    with world.host() as ctx:
        counted = assignments.counts(ctx, leaver)
        assert (counted["rectification_submission"], counted["rectification_extension"]) == (1, 1)
        passed = assignments.hand_over(ctx, leaver, successor)
        assert (passed["rectification_submission"], passed["rectification_extension"]) == (1, 1)
        assert assignments.counts(ctx, leaver)["rectification_submission"] == 0
    for problem, verb in ((waits, "return"), (asked, "grant")):
        read = officer.get(f"{PROBLEMS}/{problem['id']}").json()
        assert read["revision"] == problem["revision"] + 1
        assert step(officer, read, verb).status_code == 200
    told = world.sign_in("school_leader", "school").get(f"{V1}/notifications").json()["items"]
    assert {one["kind"] for one in told} >= {"rectification.answered"}
