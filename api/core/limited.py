"""Bounds of a child process: what it may spend before the system ends it."""

import os
import resource


def limit(memory: int, seconds: int, written: int) -> None:
    """Bound this process from here on: bytes of memory, seconds of work, bytes written."""
    os.nice(10)
    # A library in Rust whose memory is short would need more of it to tell where, and then wait for itself for ever.
    os.environ["RUST_BACKTRACE"] = "0"
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
