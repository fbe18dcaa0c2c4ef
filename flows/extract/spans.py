"""Look-ups over many spans without walking through all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

NESTED = 8  # spans that may begin before a place and still hold it


class Spans:
    """Spans (start, end), asked which of them hold or touch another span."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(set(spans))

    def holds(self, start: int, end: int) -> bool:
        """True where [start, end) lies within one of the spans."""
        at = bisect_right(self._spans, (start, 1 << 60))
        return any(a <= start and end <= b for a, b in self._spans[max(0, at - NESTED) : at])

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The widest span that holds [start, end), if any does."""
        at = bisect_right(self._spans, (start, 1 << 60))
        return min(
            ((a, b) for a, b in self._spans[max(0, at - NESTED) : at] if a <= start and end <= b),
            key=lambda span: span[0] - span[1],
            default=None,
        )

    def touches(self, start: int, end: int) -> bool:
        """True where [start, end) overlaps one of the spans."""
        at = bisect_right(self._spans, (end - 1, 1 << 60))
        return any(a < end and start < b for a, b in self._spans[max(0, at - NESTED) : at])


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, with those that touch or overlap as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
