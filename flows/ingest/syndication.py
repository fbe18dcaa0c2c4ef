"""Copies of one text share one syndication id: exact ones by digest, near ones by the word sequences they share.

Every text is cut into sequences of four words, each hashed; the hashes below a fixed bound (about one in eight)
are its sketch.  Sketches of two texts are comparable whatever their lengths, so one structure finds near-copies
(Jaccard) and short copies inside longer ones (containment).  `copies` finds the pairs that share hashes; what the
sketches leave in doubt is checked on all sequences of both texts, which are asked for one by one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from flows.ingest.copies import pairs

JACCARD = 0.6
CONTAINMENT = 0.8
_WORDS = re.compile(rb"[0-9a-z\x80-\xff]+")
_GRAM = 4
_KEPT = np.uint64(2**64 // 8)
_DROPPED_BITS = np.uint64(29)
"""Bits of a kept hash (below 2**61) that its sketch leaves out: what is left fits 32 bits."""
_SHORTEST = 24
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64
)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(32)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Report:
    """What grouping needs of one report."""

    report_id: str
    text_sha256: str
    published_at: date | None
    sketch: bytes

    @property
    def rank(self) -> tuple[date, str]:
        """Earliest first."""
        return (self.published_at or date.max, self.report_id)


def sequences(text: str) -> Hashes:
    """The distinct four-word sequences of `text`, hashed, in ascending order."""
    words = list(map(zlib.crc32, _WORDS.findall(text.lower().encode("utf-8", "replace"))))
    if len(words) < _GRAM:
        return np.array([], dtype=np.uint64)
    codes = np.array(words, dtype=np.uint64)
    count = len(codes) - _GRAM + 1
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(_GRAM):
        mixed = (codes[offset : offset + count] + np.uint64(1)) * _FACTORS[offset]
        total ^= mixed ^ (mixed >> _SHIFT)
    total = (total ^ (total >> _SHIFT)) * _MIX
    return np.unique(total ^ (total >> _SHIFT))


def sketch(text: str) -> bytes:
    """The part of a text's sequences that is kept for comparison: 32-bit hashes in ascending order."""
    hashes = sequences(text)
    return np.unique((hashes[hashes < _KEPT] >> _DROPPED_BITS).astype(np.uint32)).tobytes()


def group(reports: Sequence[Report], text_of: Callable[[str], str]) -> dict[str, str]:
    """Map each report id to the id of the earliest report with nearly the same text."""
    ordered = sorted(reports, key=lambda r: r.rank)
    first: dict[str, int] = {}
    leader = [first.setdefault(report.text_sha256, at) for at, report in enumerate(ordered)]
    distinct = sorted(first.values())
    del first
    recent = _Recent(text_of)
    for one, other, plain in pairs([ordered[at].sketch for at in distinct]):
        left, right = distinct[one], distinct[other]
        a, b = _find(leader, left), _find(leader, right)
        if a == b:
            continue
        if plain or _near(recent(ordered[left].report_id), recent(ordered[right].report_id)):
            leader[max(a, b)] = min(a, b)
    return {report.report_id: ordered[_find(leader, at)].report_id for at, report in enumerate(ordered)}


def _find(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at


def _near(one: Hashes, other: Hashes) -> bool:
    common = len(np.intersect1d(one, other, assume_unique=True))
    smaller, union = min(len(one), len(other)), len(one) + len(other) - common
    return common >= JACCARD * union or (smaller >= _SHORTEST and common >= CONTAINMENT * smaller)


class _Recent:
    """The sequences of a report's text, computed once while they are still needed."""

    def __init__(self, text_of: Callable[[str], str], size: int = 2_000) -> None:
        self._text_of, self._size = text_of, size
        self._kept: dict[str, Hashes] = {}

    def __call__(self, report_id: str) -> Hashes:
        found = self._kept.get(report_id)
        if found is None:
            if len(self._kept) >= self._size:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[report_id] = sequences(self._text_of(report_id))
        return found
