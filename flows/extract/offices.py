"""Offices beside persons: "Kepala BNPT Komjen Pol. X", "X, head of Y", "BNPT's deputy for Z, X"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.office_left import is_english, leftwards
from flows.extract.office_right import rightwards
from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line
from flows.extract.tagger.shapes import PersonSpan, namey, skip_titles
from flows.extract.tagger.words import (
    OFFICE,
    ORG_HEAD,
    RANK,
    TITLE,
    bag,
)


class OfficeSpan(NamedTuple):
    """An office in one line as token indexes; `organisation` as token indexes inside it."""

    first: int
    last: int  # end exclusive
    organisation: tuple[int, int] | None
    former: bool
    country: bool = False  # the organisation is a country's name


def find_offices(line: Line, orgs: Sequence[OrgSpan], persons: Sequence[PersonSpan]) -> list[OfficeSpan]:
    """All office phrases of a line."""
    tokens = line.tokens
    org_at = {i: span for span in orgs for i in range(span.first, span.last)}
    person_at = {i for span in persons for i in range(span.first, span.last)}
    offices: list[OfficeSpan] = []
    i = 0
    floor = 0
    while i < len(tokens):
        mask = tokens[i].classes
        if not mask & OFFICE or i in person_at or (i in org_at and org_at[i].first != i):
            i += 1
            continue
        if i in org_at and not names_office(line, org_at[i]):
            i = org_at[i].last
            continue
        if not mask & TITLE and not is_english(tokens[i].text) and tokens[i].text not in _LOWER_INDONESIAN:
            i += 1
            continue
        if tokens[i].text == "Wali" and (i + 1 == len(tokens) or tokens[i + 1].text != "Kota"):
            i += 1
            continue
        ranked = skip_titles(line, i) if mask & RANK and mask & TITLE else i
        if ranked > i and (ranked in person_at or (ranked < len(tokens) and namey(line, ranked))):
            i = ranked  # "Commissioner General X": a rank
            continue
        if i and tokens[i - 1].text in _ISSUED:
            i += 1
            continue
        office = _phrase(line, i, floor, org_at, person_at)
        offices.append(office)
        floor = i = max(office.last, i + 1)
    return offices


_ISSUED = bag("Peraturan Keputusan Instruksi Surat Istana Perpres Pemilihan Pilpres Kantor Gedung")
_LOWER_INDONESIAN = bag(
    "peneliti pakar anggota pengamat direktur kepala ketua wakil rektor dosen juru menteri perdana presiden penasihat "
    "gubernur bupati sekretaris koordinator komandan deputi panglima duta"
)


def names_office(line: Line, span: OrgSpan) -> bool:
    """A registered unit whose name is an office's: "Deputi Bidang ... BNPT"."""
    words = line.tokens[span.first : span.last]
    if not words[0].classes & OFFICE:
        return False
    return words[0].text == "Deputi" or not any(token.classes & ORG_HEAD for token in words)


def _phrase(line: Line, head: int, floor: int, org_at: dict[int, OrgSpan], person_at: set[int]) -> OfficeSpan:
    first, former, owner, owned_by_country = leftwards(line, head, floor, org_at, person_at)
    last, organisation, by_country = rightwards(line, head, org_at, person_at)
    if organisation is None:
        organisation, by_country = owner, owned_by_country
    return OfficeSpan(first, last, organisation, former, by_country)
