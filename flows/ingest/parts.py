"""Articles that an outlet splits into pages: the pages of one article are one report, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flows.common.issues import IssueLog
from flows.ingest import limits
from flows.ingest.addresses import part_of
from flows.ingest.analyse import finish
from flows.ingest.model import Reading

_TELLING = 120
_HEADLINE = 40


def join(readings: Sequence[Reading], text_of: Callable[[Reading], str], issues: IssueLog) -> list[Reading]:
    """`readings` with every later page put behind its first, and told as an issue.

    A page whose first is not there, or has another headline, stays a report of its own; one whose text the first
    holds already, because that is the whole article, is left out.  Of several captures of a page the last counts.
    """
    later = [(reading, part) for reading in readings if (part := _part(reading))]
    if not later:
        return list(readings)
    wanted = {part[0] for _, part in later}
    firsts: dict[str, Reading] = {}
    for reading in readings:
        if reading.url in wanted and reading.source_type == "html":
            firsts[reading.url] = max(firsts.get(reading.url, reading), reading, key=_time)
    pages: dict[int, dict[int, Reading]] = {}
    taken: set[int] = set()
    for reading, (address, number) in later:
        first = firsts.get(address)
        if first is not None and _same_headline(first, reading):
            taken.add(id(reading))
            held = pages.setdefault(id(first), {})
            held[number] = max(held.get(number, reading), reading, key=_time)
    return [
        _joined(reading, pages[id(reading)], text_of, issues) if id(reading) in pages else reading
        for reading in readings
        if id(reading) not in taken
    ]


def _part(reading: Reading) -> tuple[str, int] | None:
    return part_of(reading.url) if reading.url and reading.source_type == "html" else None


def _same_headline(one: Reading, other: Reading) -> bool:
    """True where the headlines agree; later pages often add the number of the page to it."""
    return bool(one.title and other.title) and str(other.title).casefold()[:_HEADLINE].startswith(
        str(one.title).casefold()[:_HEADLINE]
    )


def _time(reading: Reading) -> float:
    return reading.retrieved_at.timestamp() if reading.retrieved_at else 0.0


def _joined(
    first: Reading, pages: dict[int, Reading], text_of: Callable[[Reading], str], issues: IssueLog
) -> Reading:
    text = text_of(first)
    before = len(text)
    for number in sorted(pages):
        more = text_of(pages[number])
        headline = f"{pages[number].title}\n\n"
        more = more.removeprefix(headline)
        if (
            more.split("\n\n", 1)[0][:_TELLING] not in text
            and len(text) + len(more) < limits.MAX_TEXT_CHARACTERS
        ):
            text = f"{text}\n\n{more}"
        issues.add(
            "info",
            "page_of_article",
            pages[number].source_ref,
            f"Page {number} of {first.url}; read as part of {first.source_ref}.",
        )
    if len(text) == before:
        return first
    whole = replace(first, text=text, place=None)
    finish(whole)
    return whole
