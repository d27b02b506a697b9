"""Product against limit: the same request in turns, so that a noisy machine disturbs both alike."""

import statistics
from dataclasses import dataclass

from tests.bench.load import Request, drive
from tests.bench.servers import Server

ROUNDS = 5
SECONDS = 1.5


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds a request, and requests a second."""

    total: float
    own: float
    rate: float


@dataclass(frozen=True)
class Duel:
    """Medians over the rounds."""

    product: Cost
    limit: Cost

    @property
    def ratio(self) -> float:
        """How much of the product's cost is the limit's."""
        return self.limit.total / self.product.total

    @property
    def own_ratio(self) -> float:
        """The same without the PostgreSQL backends."""
        return self.limit.own / self.product.own


def cost(server: Server, request: Request, seconds: float = SECONDS) -> Cost:
    """Drive one server for a while; its processor time is its processes' and their backends'."""
    own, backend = server.own_cpu(), server.backend_cpu()
    result = drive(server.port, request, seconds)
    own, backend = server.own_cpu() - own, server.backend_cpu() - backend
    return Cost(1000 * (own + backend) / result.requests, 1000 * own / result.requests, result.rate)


def median(costs: list[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(*(statistics.median(figure) for figure in zip(*((c.total, c.own, c.rate) for c in costs), strict=True)))


def duel(product: Server, limit: Server, request: Request, rounds: int = ROUNDS) -> Duel:
    """A B A B …, after one short round that warms both up and does not count."""
    for server in (product, limit):
        cost(server, request, SECONDS / 3)
    pairs = [(cost(product, request), cost(limit, request)) for _ in range(rounds)]
    return Duel(median([each for each, _ in pairs]), median([each for _, each in pairs]))
