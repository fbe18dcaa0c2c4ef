"""Readings to `documents` rows: identity, versions, outlet, language, relevance, syndication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flows.common.ids import mint
from flows.common.issues import IssueLog
from flows.ingest import language, relevance, syndication
from flows.ingest.addresses import canonical
from flows.ingest.model import Hint, Reading
from flows.ingest.outlets import Outlets
from flows.ingest.stated_dates import url_date
from schemas.columns import RECORD_ID

NOTE_LICENCE = "CC BY 4.0"
_ID = re.compile(RECORD_ID)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Report ids of the previous release, by address and by text."""

    by_url: Mapping[str, str] = field(default_factory=dict)
    by_text: Mapping[str, str] = field(default_factory=dict)


def documents(
    readings: Sequence[Reading],
    hints: Sequence[Hint],
    outlets: Outlets,
    known: KnownIds,
    text_of: Callable[[Reading], str],
    issues: IssueLog,
) -> Iterator[dict[str, Any]]:
    """One row per report, ordered by report id, made when asked for; `text_of` gives the text of a reading."""
    _take_hints(readings, hints)
    identified = _identify(readings, known, issues)
    for reading in identified.values():
        if reading.published_at is None and reading.url:
            reading.published_at = url_date(reading.url)
            reading.published_basis = "address"
    sketched = [
        syndication.Report(report_id, reading.text_sha256, reading.published_at, reading.sketch)
        for report_id, reading in identified.items()
    ]
    groups = syndication.group(sketched, lambda report_id: text_of(identified[report_id]))
    del sketched
    for report_id in sorted(identified):
        reading = identified[report_id]
        row = _row(report_id, reading, outlets, text_of(reading), issues)
        yield {**row, "syndication_id": groups[report_id]}


def _take_hints(readings: Sequence[Reading], hints: Sequence[Hint]) -> None:
    """Dates and headlines that feeds and sitemaps give for pages that do not state their own."""
    dates: dict[str, date] = {}
    titles: dict[str, str] = {}
    for hint in hints:
        if hint.published_at:
            dates[hint.url] = min(hint.published_at, dates.get(hint.url, hint.published_at))
        if hint.title:
            titles[hint.url] = min(hint.title, titles.get(hint.url, hint.title))
    for reading in readings:
        if reading.url and reading.published_at is None and reading.url in dates:
            reading.published_at, reading.published_basis = dates[reading.url], "feed"
        if reading.url and reading.title is None:
            reading.title = titles.get(reading.url)


def _identify(readings: Sequence[Reading], known: KnownIds, issues: IssueLog) -> dict[str, Reading]:
    """Give every reading an id; copies and older versions of one report give way."""
    kept: dict[str, Reading] = {}
    for reading in _latest_versions(_ordered(readings), issues):
        report_id = _given(reading, kept, issues) or _minted(reading, known)
        holder = kept.get(report_id)
        if holder is None:
            kept[report_id] = reading
        elif holder.text_sha256 == reading.text_sha256:
            issues.add(
                "info",
                "same_report",
                reading.source_ref,
                f"The same text as {holder.source_ref}; kept once, as {report_id}.",
            )
        else:
            fresh = mint("rp", reading.raw_sha256, reading.text_sha256)
            issues.add(
                "warning",
                "id_taken",
                reading.source_ref,
                f"Id {report_id} belongs to another text ({holder.source_ref}); this one became {fresh}.",
            )
            kept[fresh] = reading
    return kept


def _ordered(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda r: (r.source_ref, r.raw_sha256, r.url or "", r.text_sha256))


def _latest_versions(readings: Sequence[Reading], issues: IssueLog) -> list[Reading]:
    """Readings without the older versions of a page: of one address, the one captured last stays."""
    newest: dict[str, Reading] = {}
    for reading in readings:
        if reading.url and (reading.url not in newest or _age(reading) > _age(newest[reading.url])):
            newest[reading.url] = reading
    kept = []
    for reading in readings:
        if not reading.url or newest[reading.url] is reading:
            kept.append(reading)
            continue
        code = "same_report" if newest[reading.url].text_sha256 == reading.text_sha256 else "older_version"
        issues.add(
            "info",
            code,
            reading.source_ref,
            f"Another capture of {reading.url}; {newest[reading.url].source_ref} was kept.",
        )
    return kept


def _age(reading: Reading) -> tuple[bool, datetime, date, int]:
    """A page counts before the feed that announced it, then the later capture, then the longer text."""
    return (
        reading.source_type != "feed",
        reading.retrieved_at or _EPOCH,
        reading.published_at or date.min,
        reading.text_length,
    )


def _given(reading: Reading, kept: Mapping[str, Reading], issues: IssueLog) -> str | None:
    """The id that the report itself states, where it can stand."""
    given = reading.given_id
    if given is None:
        return None
    if not _ID.match(given):
        issues.add(
            "warning",
            "id_unsafe",
            reading.source_ref,
            f"Id `{given[:60]}` must be lower-case letters, digits and hyphens; another was made.",
        )
        return None
    return given


def _minted(reading: Reading, known: KnownIds) -> str:
    before = known.by_url.get(reading.url or "") or known.by_text.get(reading.text_sha256)
    return before or mint("rp", reading.url or reading.raw_sha256)


def _row(report_id: str, reading: Reading, outlets: Outlets, text: str, issues: IssueLog) -> dict[str, Any]:
    outlet = outlets.by_url(reading.url) or outlets.by_name(reading.publisher)
    if outlet is None and not reading.publisher:
        outlet = outlets.by_dateline(text) or outlets.by_url(reading.about)
    lang, overruled = language.settle(reading.lang, reading.found_lang, reading.text_length)
    if overruled:
        issues.add(
            "warning",
            "lang_overruled",
            reading.source_ref,
            f"`lang: {(reading.lang or '')[:20]}` does not fit the text, which reads as {lang}.",
        )
    return {
        "report_id": report_id,
        "source_ref": reading.source_ref,
        "url": reading.url or canonical(reading.about),
        "title": reading.title,
        "publisher": outlet.name if outlet else reading.publisher,
        "byline": reading.byline,
        "lang": lang,
        "published_at": reading.published_at,
        "published_basis": reading.published_basis if reading.published_at else None,
        "retrieved_at": reading.retrieved_at,
        "source_type": reading.source_type,
        "licence": NOTE_LICENCE if reading.own else outlet.licence if outlet else None,
        "quote_allowed": reading.own or bool(outlet and outlet.quote_allowed),
        "text": text,
        "text_sha256": reading.text_sha256,
        "text_length": reading.text_length,
        "is_relevant": reading.relevance >= relevance.THRESHOLD,
        "relevance": reading.relevance,
    }
