"""What the bureau has decided about accounts; set once by wiring, from the settings."""

from dataclasses import dataclass

from api.accounts.rules import SecondFactor
from api.core.tokens import House


@dataclass(frozen=True, slots=True)
class Policy:
    """`origin`: the product's address, issuer of its access tokens; what they are good for is its API."""

    second_factor: SecondFactor = SecondFactor.SENSITIVE
    origin: str = "http://127.0.0.1:8000"

    @property
    def house(self) -> House:
        """Issuer and audience of access tokens."""
        return House(self.origin, f"{self.origin}/api/v1")


class _Current:
    policy = Policy()


def use(policy: Policy) -> None:
    """Decide for this process."""
    _Current.policy = policy


def current() -> Policy:
    """What is decided."""
    return _Current.policy
