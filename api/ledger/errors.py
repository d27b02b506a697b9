"""What the ledger refuses."""

from api.core.errors import Kind, define

NOT_SEQUENCED = define(
    "ledger.not_sequenced",
    Kind.CONFLICT,
    "这条记录还没有编入序列，过几秒再试。",
    "This event has no place in the sequence yet; try again in a few seconds.",
)
DAMAGED = define(
    "ledger.damaged",
    Kind.CONFLICT,
    "记录链与上一次签过的不符，没有签新的。先核验，找出被改动的地方。",
    "The record chain is not the one that was signed before, so nothing was signed. Verify it to find what was altered.",
)
NO_PAYLOAD = define(
    "ledger.no_payload",
    Kind.CONFLICT,
    "这条记录的内容已依令抹除，只能取不带内容的证明。",
    "What this event said was erased by order; only a proof without it can be had.",
)
