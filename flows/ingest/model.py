"""What passes between the parts of the ingest room: units of bytes in, readings and problems out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

READER_VERSION = "2"
"""Raised whenever a reader would read the same bytes differently: cached readings of another version are not used."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of input: its bytes, where they come from, and what the container said about them."""

    source_ref: str
    kind: str
    data: bytes
    url: str | None = None
    retrieved_at: datetime | None = None
    charset: str | None = None
    own: bool = False

    @property
    def sha256(self) -> str:
        """Digest of the bytes as they were captured."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong; an empty `source_ref` is filled in by whoever collects it."""

    level: str
    code: str
    message: str
    source_ref: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a feed or sitemap says about an address that it lists."""

    url: str
    published_at: date | None = None
    title: str | None = None


@dataclass(slots=True)
class Reading:
    """One report as a reader found it, before it is named, dated, matched to its outlet and judged.

    The fields from `relevance` on follow from the text alone (`analyse.analyse`), so that the text need not be at
    hand: once it is kept (`cache.Cache`), `text` is empty and `place` says where it lies.
    """

    source_ref: str
    source_type: str
    text: str
    raw_sha256: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    lang: str | None = None
    published_at: date | None = None
    published_basis: str | None = None
    retrieved_at: datetime | None = None
    given_id: str | None = None
    about: str | None = None
    own: bool = False
    relevance: float = 0.0
    text_sha256: str = ""
    text_length: int = 0
    found_lang: str = ""
    sketch: bytes = b""
    place: tuple[bytes, int] | None = None


@dataclass(slots=True)
class Outcome:
    """Everything a reader has to say about one unit."""

    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    remembered: bool = False

    def note(self, level: str, code: str, message: str) -> None:
        """Record one problem."""
        self.problems.append(Problem(level, code, message))
