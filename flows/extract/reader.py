"""Reads one report: the whole of extraction as a table of contents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from flows.common.registries import Registries, load_registries
from flows.extract.acting import acting, with_parties_among
from flows.extract.actors import group_actors
from flows.extract.cues import CueLexicon, cue_lexicon
from flows.extract.dates import find_dates, infer_published
from flows.extract.events import find_events
from flows.extract.lexicon import Lexicon, lexicon_of
from flows.extract.model import Reading, Report
from flows.extract.names import find_names
from flows.extract.page import Page
from flows.extract.places import find_places
from flows.extract.programmes import find_programmes
from flows.extract.segment import quotations, segment, sentences

MOST = 50_000  # characters of a report that are read: twenty times an article, and less than a second's work whatever they are


@dataclass(frozen=True, slots=True)
class Resources:
    """What reading needs besides the report: built once per process."""

    registries: Registries
    lexicon: Lexicon
    cues: CueLexicon


def load_resources(registries_root: Path) -> Resources:
    """Load the registries below `registries_root` and build the automata over them, unless the last call did."""
    registries = load_registries(registries_root)
    if not _last or _last[0].registries is not registries:
        _last[:] = [Resources(registries, lexicon_of(registries), cue_lexicon())]
    return _last[0]


_last: list[Resources] = []


def read(report: Report, resources: Resources) -> Reading:
    """Return everything that `report` says in its first MOST characters; that more were left out is an issue."""
    kept = _beginning(report.text)
    left_out = len(kept) < len(report.text)
    page = read_page(replace(report, text=kept) if left_out else report, resources)
    events = find_events(page)
    actors = acting(page, events)
    keys = {actor.key for actor in actors}
    return Reading(
        report.report_id,
        actors,
        page.programmes,
        [with_parties_among(event, keys) for event in events],
        [_told_of(kept, report.text)] if left_out else [],
    )


def _beginning(text: str) -> str:
    """Return `text`, or of a longer one than MOST what stands before the last break of a line or word within it."""
    if len(text) <= MOST:
        return text
    end = max(text.rfind(mark, MOST - MOST // 10, MOST) for mark in ("\n", " "))
    return text[: end if end > 0 else MOST]


def _told_of(kept: str, text: str) -> str:
    return (
        f"only the first {len(kept):,} of {len(text):,} characters were read; split what is no single report"
    )


def read_page(report: Report, resources: Resources) -> Page:
    """Return the page that events are read from: segments, dates, actors, places, programmes and cue words."""
    zones = segment(report.text)
    lines = sentences(report.text, zones)
    inferred = infer_published(report, lines) if report.published is None else None
    if inferred:
        report = replace(report, published=inferred[0])
    hits = resources.lexicon.scan(report.text)
    mentions = find_names(report, lines, zones, resources.lexicon, hits)
    actors = group_actors(report, mentions, resources.registries)
    readable = [(s.start, s.end) for s in zones if s.kind in ("headline", "dateline", "body", "caption")]
    programmes = find_programmes(
        report.text,
        readable,
        [(h.start, h.end, e.record_id) for h in hits for e in h.entries[:1] if e.kind == "programme"],
        [(m.start, m.end) for m in mentions],
        resources.registries,
        report.lang,
    )
    masked = [(m.start, m.end) for m in mentions if m.kind != "country"]
    masked += [(start, end) for programme in programmes for start, end, _ in programme.spans]
    return Page(
        report=report,
        segments=zones,
        sentences=lines,
        quotes=quotations(report.text, zones),
        dates=find_dates(report, lines),
        actors=actors,
        places=find_places(report.text, hits, masked, zones, resources.registries, report.lang),
        programmes=programmes,
        cues=resources.cues.scan(report.text),
        published=report.published,
    )
