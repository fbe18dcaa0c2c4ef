"""Finds every date expression of a report, places it in the calendar and says what it is the date of."""

from __future__ import annotations

from datetime import date

from flows.extract.date_grammar import Raw, Scan, scan
from flows.extract.date_resolve import place
from flows.extract.date_roles import Context, is_reporting, role_of, said_lately
from flows.extract.model import DateMention, Report, Sentence

_STEP_REACH = 600  # characters back to the day that "the next day" counts from
_DATELINE_REACH = 10  # days: a dateline this near to publication is the day that "today" means


def find_dates(report: Report, sentences: list[Sentence]) -> list[DateMention]:
    """Every date expression of a report, in the order of the text."""
    found = scan(report.text)
    context = Context(report.text, found, sentences)
    inferred = _infer(context, found)
    anchor = report.published
    if anchor is None:
        anchor = inferred[0] if inferred else None
    elif inferred and inferred[3] and abs((inferred[0] - anchor).days) <= _DATELINE_REACH:
        anchor = min(anchor, inferred[0])
    mentions: list[DateMention] = []
    for index, raw in enumerate(found.raws):
        base = _base(context, raw, mentions, found.raws[index + 1 :][:1], anchor) if raw.kind == "step" else anchor
        mention = _mention(context, raw, base, anchor)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _base(
    context: Context, raw: Raw, before: list[DateMention], after: list[Raw], anchor: date | None
) -> date | None:
    """The day that "sehari kemudian" or "the next day" counts from: the last one named, or the next one."""
    for mention in reversed(before[-4:]):
        if mention.precision == "day" and mention.role == "event" and raw.start - mention.end < _STEP_REACH:
            return mention.last
    if after and after[0].end <= context.bounds(raw)[1]:
        placed = place(after[0], anchor)
        if placed and placed.precision == "day":
            return placed.first
    return None


def infer_published(report: Report, sentences: list[Sentence]) -> tuple[date, int, int] | None:
    """The day that a text itself gives as its own: its dateline, else its latest full reporting date."""
    found = scan(report.text)
    inferred = _infer(Context(report.text, found, sentences), found)
    return inferred[:3] if inferred else None


def _infer(context: Context, found: Scan) -> tuple[date, int, int, bool] | None:
    best: tuple[date, int, int, bool] | None = None
    for raw in found.raws:
        if raw.kind != "day" or raw.first[0] is None or raw.last is not None:
            continue
        sentence = context.sentence(raw.start)
        head = sentence is not None and sentence.segment in ("dateline", "byline")
        if not head and not is_reporting(context, raw):
            continue
        placed = place(raw, None)
        if placed is None or placed.first is None:
            continue
        if head:
            return placed.first, raw.start, raw.end, sentence is not None and sentence.segment == "dateline"
        if best is None or placed.first > best[0]:
            best = placed.first, raw.start, raw.end, False
    return best


def _mention(context: Context, raw: Raw, base: date | None, anchor: date | None) -> DateMention | None:
    reporting = is_reporting(context, raw)
    placed = place(
        raw,
        base,
        future=not reporting and context.points(raw, "future"),
        past=reporting or context.points(raw, "past"),
    )
    if placed is None:
        return None
    reporting = reporting and said_lately(placed, anchor)
    return DateMention(
        start=raw.start,
        end=raw.end,
        first=placed.first,
        last=placed.last,
        precision=placed.precision,
        basis=placed.basis,
        role=role_of(context, raw, placed, anchor, reporting),
        rule=raw.rule,
        confidence=round(placed.confidence, 3),
        conflict=placed.conflict,
        future=raw.tail in ("future", "next_year"),
    )
