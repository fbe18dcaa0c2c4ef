"""One leaf unit to finished readings: the reader of its kind, then everything that follows from the text alone."""

from __future__ import annotations

from collections.abc import Callable

from flows.common.ids import sha256_text
from flows.ingest import language, limits, relevance, syndication
from flows.ingest.decode import normalise
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.readers import feed, jsonl, markdown, page, pdf, plain

READERS: dict[str, Callable[[Unit], Outcome]] = {
    "note": markdown.read,
    "text": plain.read,
    "html": page.read,
    "pdf": pdf.read,
    "json": jsonl.read,
    "xml": feed.read,
}
_PLAIN = frozenset({"text", "note"})


def isolated(unit: Unit) -> bool:
    """True where the unit is to be read in a process of its own, which can be stopped."""
    return unit.kind not in _PLAIN or len(unit.data) > limits.UNGUARDED_BYTES


def analyse(unit: Unit) -> Outcome:
    """Read one unit; whatever its reader throws becomes a problem."""
    if unit.kind in _PLAIN and len(unit.data) > limits.MAX_TEXT_BYTES:
        return _too_long()
    try:
        outcome = READERS[unit.kind](unit)
    except (Exception, RecursionError) as error:
        outcome = Outcome()
        outcome.note(
            "error",
            "reader_failed",
            f"The {unit.kind} reader gave up: {type(error).__name__}: {str(error)[:200]}",
        )
    fitting = [reading for reading in outcome.readings if len(reading.text) <= limits.MAX_TEXT_CHARACTERS]
    if len(fitting) < len(outcome.readings):
        outcome.readings = fitting
        outcome.problems += _too_long().problems
    for reading in outcome.readings:
        finish(reading)
    return outcome


def _too_long() -> Outcome:
    outcome = Outcome()
    outcome.note(
        "error",
        "too_long",
        f"The text has more than {limits.MAX_TEXT_CHARACTERS} characters; split it into reports.",
    )
    return outcome


def finish(reading: Reading) -> None:
    """Fill in what follows from the text alone."""
    for name in ("title", "publisher", "byline", "about", "url"):
        value = getattr(reading, name)
        if value is not None:
            setattr(reading, name, " ".join(normalise(value).split())[:2000] or None)
    reading.text_sha256 = sha256_text(reading.text)
    reading.text_length = len(reading.text)
    reading.relevance = round(relevance.score(reading.text, reading.title), 4)
    reading.found_lang = language.detect(reading.text)
    reading.sketch = syndication.sketch(reading.text)
