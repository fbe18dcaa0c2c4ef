"""Names inside names: a unit and its parent, the short form inside a longer name, the country that owns a body."""

from __future__ import annotations

from collections.abc import Iterable

from flows.extract.lexicon import Lexicon
from flows.extract.model import NameMention
from flows.extract.offices import OfficeSpan
from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.words import ORG_HEAD, bag

UNITS = bag(
    "Pusat Biro Divisi Dinas Direktorat Bagian Kedeputian Subdit Satuan Penerangan Bidang Departemen Seksi Kantor"
)


def is_owned(line: Line, span: OrgSpan, lexicon: Lexicon) -> bool:
    """A registered form begins with its country's possessive, which is no part of the name: "Kenya's National ..."."""
    owner = line.tokens[span.first].text
    if span.last - span.first < 2 or not owner.endswith(("'s", "’s")):
        return False
    return any(entry.kind == "country" for entry in lexicon.entries_of(owner[:-2]))


def is_unit(
    span: OrgSpan, record: str | None, line: Line, held: Iterable[OfficeSpan], lexicon: Lexicon
) -> bool:
    """A unit named as a part of its head's office: "Kepala Biro Perencanaan Kemenpora"."""
    first = line.tokens[span.first].text
    if first not in UNITS or not any(o.first < span.first and span.last <= o.last for o in held):
        return False
    if record is not None:
        return lexicon.registries.actors[record].parent is not None
    return first != "Kantor" or parent_range(line, span.first, span.last) is not None


def parent_range(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """The registered organisation that ends a unit's name, as token indexes."""
    hit = line.hits[last - 1]
    if hit is None or kind_of(hit) != "organisation":
        return None
    start = last - 1
    while start > first and line.hits[start - 1] is hit:
        start -= 1
    return (start, last) if start > first else None


def parent_of_unit(span: OrgSpan, line: Line, text: str) -> list[NameMention]:
    found = parent_range(line, span.first, span.last)
    if found is None:
        return []
    hit = line.hits[found[0]]
    ids = [e.record_id for e in hit.entries if e.kind == "organisation"] if hit is not None else []
    start, end = line.tokens[found[0]].start, line.tokens[found[1] - 1].end
    return [NameMention(start, end, "organisation", text[start:end], "parent", 0.9, ids[0])] if ids else []


def without_place(span: OrgSpan, line: Line, text: str, confidence: float) -> NameMention:
    """The name of an office in a place without its place, as the report may call it later: "OSCE Centre"."""
    first, last = span.inner or (span.first, span.last)
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    return NameMention(start, end, "organisation", text[start:end], "defined.inner", confidence, None)


def within(span: OrgSpan, line: Line, text: str, confidence: float, record: str | None) -> list[NameMention]:
    """What a longer name holds: its short form in brackets, and the parent behind it where that is written in full."""
    tokens = line.tokens
    bracket = span.inner[1] if span.inner else span.last
    close = next(k for k in range(bracket, span.last) if tokens[k].text == ")")
    start, end = tokens[bracket + 1].start, tokens[close - 1].end
    found = [NameMention(start, end, "organisation", text[start:end], "defined.inner", confidence, record)]
    hit = line.hits[close + 1]
    if (
        hit is not None
        and kind_of(hit) == "organisation"
        and " " in hit.form
        and tokens[close + 1].classes & ORG_HEAD
    ):
        ids = [e.record_id for e in hit.entries if e.kind == "organisation"]
        start, end = tokens[close + 1].start, tokens[span.last - 1].end
        found.append(NameMention(start, end, "organisation", text[start:end], "parent", 0.9, ids[0]))
    return found
