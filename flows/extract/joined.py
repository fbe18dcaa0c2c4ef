"""Organisations whose name goes on behind what a registry or a head shows: branches, parents, "X of the Y"."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.head_runs import KINDS
from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.shapes import name_run
from flows.extract.tagger.words import CALENDAR, NOT_NAME, OFFICE, ORG_HEAD, ORG_HEAD_ID, PUNCT, TITLE, bag

_REGIONS = bag(
    "Provinsi Kota Kabupaten Daerah Wilayah Kecamatan Khusus Kelas Klas Narkotika Perempuan Wanita Anak Umum"
)
_LEFT = bag("National Federal Integrated Regional Joint Interior Presidential")
_PARTS = bag(
    "Committee Council Group Structure Branch Commission Experts"
)  # bodies that belong to another one
_POSTED = bag(
    "kantor gedung markas kampus kanwil kakanwil wilayah"
)  # a building or an office of it stands in the place
_BOARDS = bag("Pimpinan Pengurus Dewan")
_LEVELS = bag("Pusat Besar Wilayah Daerah Cabang Ranting")
_OFFICES = bag("Office Centre Center Bureau Mission Presence Delegation")
_BRACKET = 5  # tokens that a short form in brackets may take


def joined(line: Line, taken: Sequence[bool], spans: Sequence[OrgSpan]) -> list[OrgSpan]:
    """The organisations of a line, each with what belongs to its name behind or before it."""
    out: list[OrgSpan] = []
    by_first = {span.first: span for span in spans}
    for span in spans:
        if out and span.first < out[-1].last:
            continue
        for grown in (_of_another(line, span, by_first), _behind_bracket(line, taken, span, by_first)):
            if grown is not None:
                span = grown
        span = _named_after(line, span) or _office_of_branch(line, taken, span) or _board(line, span) or span
        if span.rule == "head" and _is_kind(line, span):
            continue
        if span.rule == "acronym+head":
            span = _posted_in(line, span) or span
        if span.rule == "lexicon":
            span = _branch(line, taken, span) or _national(line, taken, span, out) or span
        out.append(span)
    return out


def _of_another(line: Line, span: OrgSpan, by_first: dict[int, OrgSpan]) -> OrgSpan | None:
    """A body of another one: "Counter-Terrorism Committee of the UN Security Council"."""
    tokens = line.tokens
    at = span.last
    if at + 1 >= len(tokens) or tokens[at].text != "of" or tokens[at - 1].text not in _PARTS:
        return None
    at += 2 if tokens[at + 1].text == "the" else 1
    owner = by_first.get(at)
    if owner is None:
        return None
    return span._replace(last=owner.last, rule="of", inner=(span.first, span.last))


def _is_kind(line: Line, span: OrgSpan) -> bool:
    """The name says what kind of body is meant and its rest is not told: "Kantor Urusan Agama (KUA)"."""
    return " ".join(t.text.lower() for t in line.tokens[span.first : span.last]) in KINDS


def _board(line: Line, span: OrgSpan) -> OrgSpan | None:
    """The board that leads an association in a place: "Pimpinan Cabang Muhammadiyah Kramat Jati", "Pengurus Besar NU"."""
    tokens = line.tokens
    i = span.first - 2
    if i < 0 or tokens[i].text not in _BOARDS or tokens[i + 1].text not in _LEVELS:
        return None
    last = span.last
    while (
        last < len(tokens)
        and tokens[last].classes & TITLE
        and not tokens[last].classes & (NOT_NAME | CALENDAR)
        and kind_of(line.hits[last]) in ("", "place")
        and tokens[last].start - tokens[last - 1].end == 1
    ):
        last = _hit_end(line, last) if line.hits[last] is not None else last + 1
    return OrgSpan(i, last, "head", 0.8, None, (span.first, span.last))


def _posted_in(line: Line, span: OrgSpan) -> OrgSpan | None:
    """The office of an international organisation in a city or country: "OSCE Centre in Astana"."""
    tokens = line.tokens
    at = span.last + 1
    if at >= len(tokens) or tokens[span.last].text != "in" or tokens[span.last - 1].text not in _OFFICES:
        return None
    if tokens[at].text == "the":
        at += 1
    if at >= len(tokens) or kind_of(line.hits[at]) not in ("place", "country"):
        return None
    return span._replace(last=_hit_end(line, at), rule="posted", inner=(span.first, span.last))


def _any_head(line: Line, span: OrgSpan) -> bool:
    return any(token.classes & ORG_HEAD for token in line.tokens[span.first : span.last])


def _behind_bracket(
    line: Line, taken: Sequence[bool], span: OrgSpan, by_first: dict[int, OrgSpan]
) -> OrgSpan | None:
    """A name that goes on behind its short form: "Badan Intelijen Strategis (BAIS) TNI"."""
    tokens = line.tokens
    at = span.last
    if at + 3 >= len(tokens) or tokens[at].text != "(" or not tokens[at + 1].text[0].isupper():
        return None
    close = next((k for k in range(at + 2, min(len(tokens), at + _BRACKET)) if tokens[k].text == ")"), None)
    if close is None or close + 1 >= len(tokens) or tokens[close + 1].start - tokens[close].end != 1:
        return None
    if any(token.classes & PUNCT for token in tokens[at + 1 : close]):
        return None
    end = _tail(line, taken, close + 1, by_first)
    if end is None and _is_kind(line, span):
        end = _named(line, taken, close + 1)
    return None if end is None else span._replace(last=end, rule="bracket", inner=(span.first, at))


def _named(line: Line, taken: Sequence[bool], at: int) -> int | None:
    """The end of up to three unknown words behind the short form of a kind: "Rumah Tahanan Negara (Rutan) Cipinang"."""
    end = at
    while end < min(len(line.tokens), at + 3) and line.tokens[end].classes == TITLE and not taken[end]:
        if line.hits[end] is not None or (
            end > at and line.tokens[end].start - line.tokens[end - 1].end != 1
        ):
            break
        end += 1
    return end if end > at else None


def _tail(line: Line, taken: Sequence[bool], at: int, by_first: dict[int, OrgSpan]) -> int | None:
    """The end of a parent, a country, a region or a unit's number that begins at token `at`."""
    tokens = line.tokens
    owner = by_first.get(at)
    if owner is not None and owner.rule == "head" and _is_english(line, owner):
        return None  # a body of it: "Police Organisation (XPO) Regional Centre"
    if owner is not None:
        return owner.last if tokens[at].text != "RI" else None
    kind = kind_of(line.hits[at])
    if (
        kind in ("country", "place")
        and tokens[at].classes & TITLE
        and not tokens[at].text.endswith(("'s", "’s"))
    ):
        return _hit_end(line, at)
    if tokens[at].text in _REGIONS or (tokens[at].text.isdigit() and len(tokens[at].text) < 4):
        end = at + 1
        while end < len(tokens) and not taken[end] and tokens[end].start - tokens[end - 1].end == 1:
            if not (
                tokens[end].classes & TITLE and (kind_of(line.hits[end]) == "place" or _is_class(line, end))
            ):
                break
            end = _hit_end(line, end) if line.hits[end] is not None else end + 1
        return end if end > at + 1 else None
    return None


def _is_english(line: Line, span: OrgSpan) -> bool:
    """The name is built on an English head."""
    masks = [token.classes for token in line.tokens[span.first : span.last]]
    return any(mask & ORG_HEAD and not mask & ORG_HEAD_ID for mask in masks)


def _is_class(line: Line, i: int) -> bool:
    """The class of a prison: "Kelas IIB"."""
    text = line.tokens[i].text
    return text in _REGIONS or (text[0] == "I" and text.isupper())


def _hit_end(line: Line, at: int) -> int:
    end = at + 1
    while end < len(line.tokens) and line.hits[end] is line.hits[at]:
        end += 1
    return end


def _branch(line: Line, taken: Sequence[bool], span: OrgSpan) -> OrgSpan | None:
    """The branch of a registered organisation in a place right behind its name: "FKPT Jepara"."""
    tokens = line.tokens
    at = span.last
    if at >= len(tokens) or taken[at] or tokens[at].start - tokens[at - 1].end != 1:
        return None
    if span.first and tokens[span.first - 1].text.lower() in _POSTED:
        return None
    if kind_of(line.hits[at]) != "place" or not tokens[at].classes & TITLE:
        end = _tail(line, taken, at, {}) if tokens[at].text in _REGIONS else None
    else:
        end = _hit_end(line, at)
    return None if end is None else span._replace(last=end, rule="lexicon+region", confidence=0.85, hit=None)


def _named_after(line: Line, span: OrgSpan) -> OrgSpan | None:
    """A body that bears a person's name: "Youth Union named after Magtymguly"."""
    words = [token.text for token in line.tokens[span.last : span.last + 2]]
    end = name_run(line, span.last + 2) if words == ["named", "after"] else 0
    return span._replace(last=end, rule="of", inner=(span.first, span.last)) if end > span.last + 2 else None


def _office_of_branch(line: Line, taken: Sequence[bool], span: OrgSpan) -> OrgSpan | None:
    """The office of a ministry in a region: "Kantor Kementerian Agama Kabupaten Serang"."""
    i = span.first - 1
    if i < 0 or line.tokens[i].text != "Kantor" or taken[i] or kind_of(line.hits[i]) not in ("", "place"):
        return None
    if not any(token.text in _REGIONS for token in line.tokens[span.first : span.last]):
        return None
    return OrgSpan(i, span.last, "head", 0.8, None, (span.first, span.last))


def _national(line: Line, taken: Sequence[bool], span: OrgSpan, before: Sequence[OrgSpan]) -> OrgSpan | None:
    """A longer English name that ends in a registered one: "National Security Council"."""
    tokens = line.tokens
    i = span.first - 1
    if (
        i < 0
        or taken[i]
        or tokens[i].text not in _LEFT
        or line.hits[i] is not None
        or not _any_head(line, span)
    ):
        return None
    if tokens[span.first].start - tokens[i].end != 1 or (before and before[-1].last > i):
        return None
    if i and tokens[i - 1].classes & OFFICE and tokens[i - 1].classes & TITLE:
        return None
    return OrgSpan(i, span.last, "head", 0.8, None, (span.first, span.last))
