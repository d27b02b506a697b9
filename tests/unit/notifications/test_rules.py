"""Which kinds of notifications reach whom, and which may be switched off."""

from dataclasses import dataclass

from api.notifications.rules import meant_for, switch_violations


@dataclass(frozen=True)
class Kind:
    name: str
    mandatory: bool = False
    permission: str | None = None


KINDS = [Kind("b.open"), Kind("a.kept", mandatory=True), Kind("c.guarded", permission="ledger.read")]


class TestMeantFor:
    def test_a_kind_without_a_permission_is_for_everyone_by_name(self) -> None:
        assert [kind.name for kind in meant_for(KINDS, lambda _: False)] == ["a.kept", "b.open"]

    def test_a_guarded_one_is_for_those_who_hold_it(self) -> None:
        assert [kind.name for kind in meant_for(KINDS, "ledger.read".__eq__)] == ["a.kept", "b.open", "c.guarded"]


class TestSwitchingOff:
    def test_what_may_be_switched_off_is_no_fault(self) -> None:
        assert list(switch_violations(["b.open", "c.guarded"], KINDS)) == []

    def test_every_fault_is_named_at_its_place(self) -> None:
        found = [(fault.pointer, fault.spec.code) for fault in switch_violations(["a.kept", "b.open", "x"], KINDS)]
        assert found == [
            ("/disabled/0", "notification.kind_mandatory"),
            ("/disabled/2", "notification.kind_unknown"),
        ]
