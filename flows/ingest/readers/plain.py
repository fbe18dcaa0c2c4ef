"""Plain text: no metadata, so only the text itself and a headline where the first line is plainly one."""

from __future__ import annotations

import re

from flows.ingest.decode import UndecodableError, decode
from flows.ingest.model import Outcome, Reading, Unit

_DATELINE = re.compile(
    r"^[^a-z\n]{3,60}?\s[-–—]{1,2}\s|^[A-Z][\w.,/ ]{2,50}(?:\([^)]{2,30}\))?\s?[-–—]{1,2}\s"
)


def read(unit: Unit) -> Outcome:
    """Read one text file; its text is the decoded content without outer whitespace."""
    outcome = Outcome()
    try:
        decoded = decode(unit.data, unit.charset)
    except UndecodableError:
        outcome.note("error", "not_text", "The file is not text in any known encoding; convert it to UTF-8.")
        return outcome
    if decoded.repairs:
        outcome.note("info", "text_repaired", f"Repaired on reading: {', '.join(decoded.repairs)}.")
    text = decoded.text.strip()
    if not text:
        outcome.note("error", "empty", "The file holds no text; remove it or fill it.")
        return outcome
    reading = Reading(
        unit.source_ref,
        "text",
        text,
        unit.sha256,
        title=headline(text),
        url=unit.url,
        retrieved_at=unit.retrieved_at,
    )
    outcome.readings.append(reading)
    return outcome


def headline(text: str) -> str | None:
    """The first line where it is short, does not end like a sentence, opens no dateline, and more text follows."""
    first, _, rest = text.partition("\n")
    first = first.strip().lstrip("# ")
    if not rest.strip() or not 8 <= len(first) <= 200 or first[-1] in ".;,:" or _DATELINE.match(first):
        return None
    return first
