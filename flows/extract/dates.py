"""Finds every date expression of a report, places it in the calendar and says what it is the date of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from flows.extract.date_forms import Raw
from flows.extract.date_grammar import Scan, scan
from flows.extract.date_resolve import place
from flows.extract.date_roles import Context, is_reporting, role_of, said_lately
from flows.extract.model import DateMention, Report, Sentence

_LIST_REACH = 60  # characters: "on 3 August last year and on 12 October"
_LISTED = re.compile(r"(?<![^\W_])(?:and|dan|serta)(?![^\W_])", re.IGNORECASE)
_NAMED_DAY = re.compile(r"\b(?:Universitas|Univ\.|Untag|Jalan|Jl\.|Jln\.|Stasiun|Lapangan|Stadion) $")
_NAME_REACH = 15  # characters: "Universitas 17 Agustus" bears a day in its name
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
        if _NAMED_DAY.search(report.text, max(0, raw.start - _NAME_REACH), raw.start):
            continue
        if mentions and raw.kind in ("day", "month"):
            raw = _with_year(context, raw, mentions[-1], anchor)
        base = (
            _base(context, raw, mentions, found.raws[index + 1 :][:1], anchor)
            if raw.kind == "step"
            else anchor
        )
        mention = _mention(context, raw, base, anchor, report.lang)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _with_year(context: Context, raw: Raw, before: DateMention, anchor: date | None) -> Raw:
    """Gives a day or month without a year that of the date before it, when the text says or implies so."""
    if raw.first[0] is not None or (raw.last and raw.last[0] is not None) or before.first is None:
        return raw
    year = before.first.year
    if raw.tail == "same_year":
        return replace(raw, first=(year, *raw.first[1:]))
    listed = (
        raw.weekday is None and raw.tail is None and raw.last is None and before.precision in ("day", "month")
    )
    if not listed or anchor is None or year >= anchor.year or before.role not in ("event", "background"):
        return raw
    between = context.text[before.end : raw.start]
    same = context.bounds(raw)[0] <= before.start and len(between) <= _LIST_REACH
    if (
        not same
        or not _LISTED.search(between)
        or (raw.first[1] or 0, raw.first[2] or 0) < (before.first.month, 0)
    ):
        return raw
    return replace(raw, first=(year, *raw.first[1:]))


def _base(
    context: Context, raw: Raw, before: list[DateMention], after: list[Raw], anchor: date | None
) -> date | None:
    """The day that "sehari kemudian" or "the next day" counts from: the last one named, or the next one."""
    for mention in reversed(before[-4:]):
        if mention.precision == "day" and raw.start - mention.end < _STEP_REACH:
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


def _mention(
    context: Context, raw: Raw, base: date | None, anchor: date | None, lang: str
) -> DateMention | None:
    reporting = is_reporting(context, raw)
    placed = place(
        raw,
        base,
        future=not reporting and context.points(raw, "future"),
        past=reporting or context.points(raw, "past"),
        lang=lang,
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
