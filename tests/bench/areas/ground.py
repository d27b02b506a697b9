"""The engines in the ground: what each of them does in a second, and what it costs. One module each."""

from tests.bench.ground import jobs, ledger

__all__ = ["jobs", "ledger"]
