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
    """Return everything that `report` says."""
    page = read_page(report, resources)
    events = find_events(page)
    actors = acting(page, events)
    keys = {actor.key for actor in actors}
    return Reading(
        report.report_id, actors, page.programmes, [with_parties_among(event, keys) for event in events]
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
