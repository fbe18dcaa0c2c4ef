"""How a report tells of an event: the words of the sentences that its type, day and place were read from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.common import tables
from flows.resolve.words import occasion_words, plain
from schemas.stages import Documents

FIELDS = ("event_type", "date_start", "place_name")
MOST = 40  # words kept of a passage
REACH = 300  # characters of a sentence on either side of a span that are looked at
BATCH = 20_000  # reports whose texts are held at a time
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


def wordings(proofs: pl.DataFrame, documents: Path) -> dict[tuple[str, str], Wording]:
    """Return how each event claim is told, by report and local key; `proofs` are claims_proofs."""
    spans: dict[str, dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    told = proofs.filter((pl.col("record_type") == "events") & pl.col("field").is_in(FIELDS))
    for report, key, start, end in told.select("report_id", "key", "char_start", "char_end").iter_rows():
        spans[report][key].add((start, end))
    found = {}
    for report, text in _texts(documents, sorted(spans)):
        for key, places in spans[report].items():
            said = passage(text, places)
            words = frozenset(sorted(passage_words(said))[:MOST])
            found[report, key] = Wording(words, bool(_FOLLOWS.search(said)))
    return found


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


def _texts(documents: Path, reports: list[str]) -> Iterator[tuple[str, str]]:
    """Yield id and text of `reports`, a batch at a time."""
    frame = tables.read(documents, Documents).select("report_id", "text")
    for first in range(0, len(reports), BATCH):
        batch = pl.DataFrame({"report_id": reports[first : first + BATCH]}, schema={"report_id": pl.String})
        yield from frame.join(batch, on="report_id", how="semi").iter_rows()
