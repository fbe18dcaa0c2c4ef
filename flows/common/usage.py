"""What this process has used: time of the processor and memory; and which counts are numbers."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Used:
    """What this process and the ended ones below it have used: processor seconds, and the most memory in MB."""

    cpu_seconds: float
    peak_mb: float
    workers_peak_mb: float


def forget_peak() -> None:
    """Count this process's most memory from now on, where the system can (Linux); what its workers took stays."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def used() -> Used:
    """Return what has been used up to now, of memory since the last `forget_peak`."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    return Used(seconds, own.ru_maxrss / 1024, others.ru_maxrss / 1024)


def numbers(counts: Mapping[str, Any]) -> dict[str, float]:
    """What of a stage's counts is a number, or words that are one."""
    found = {}
    for name, value in counts.items():
        with suppress(TypeError, ValueError):
            found[name] = float(value)
    return found
