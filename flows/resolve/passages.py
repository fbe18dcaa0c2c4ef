"""How a report tells of an event: the words of the sentences that its type, day and place were read from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.resolve.words import occasion_words, plain

FIELDS = ("event_type", "date_start", "place_name")
MOST = 40  # words kept of a passage
REACH = 300  # characters of a sentence on either side of a span that are looked at
_END = re.compile(r"[.!?;]\s|\n")
_FOLLOWS = re.compile(
    r"\b(?:tindak lanjut|menindaklanjuti|kelanjutan|lanjutan dari|follow(?:s|ed|ing)?[- ]up|follows on|continuation of"
    r"|builds on|building on|as agreed (?:at|in|during))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How an event is told: its telling words, and whether something is said to follow from something else."""

    words: frozenset[str] = frozenset()
    follows: bool = False


def wording(text: str, spans: set[tuple[int, int]]) -> Wording:
    """Return how an event is told in `text`, from the spans of its values."""
    said = passage(text, spans)
    return Wording(frozenset(sorted(passage_words(said))[:MOST]), bool(_FOLLOWS.search(said)))


def passage_words(text: str) -> frozenset[str]:
    """Return the words of a passage as names of occasions are compared, with numbers that are neither days nor years."""
    numbers = (
        w
        for w in plain(text.replace(".", "")).split()
        if w.isascii() and w.isdigit() and int(w[:9]) > 31 and not 1990 <= int(w[:9]) <= 2040
    )
    return frozenset(word for word in occasion_words(text) if len(word) > 2) | frozenset(numbers)


def passage(text: str, spans: set[tuple[int, int]]) -> str:
    """Return the sentences of `text` that hold `spans`, each once, in order."""
    return " ".join(text[start:end] for start, end in sorted({_sentence(text, *span) for span in spans}))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - REACH)
    before = [found.end() for found in _END.finditer(text, low, start)]
    after = _END.search(text, end, end + REACH)
    return (before[-1] if before else low, after.start() if after else min(len(text), end + REACH))
