"""What the numbers were measured on."""

import os
import platform
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from tests.postgres import find


def facts() -> dict[str, Any]:
    """Processor, memory, kernel, versions, and how busy the machine was at the start."""
    return {
        "cpu": _line("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_mb": int(_line("/proc/meminfo", "MemTotal").split()[0]) // 1024,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "postgresql": subprocess.run(
            [find("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "sqlite": sqlite3.sqlite_version,
        "load": os.getloadavg()[0],
    }


def _line(file: str, key: str) -> str:
    """The value after `key :` in one of the kernel's tables."""
    for line in Path(file).read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "unknown 0"
