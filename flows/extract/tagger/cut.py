"""Cuts a proposed person's name clean of titles, degrees, offices and short forms."""

from __future__ import annotations

from flows.extract.tagger.lines import Line
from flows.extract.tagger.shapes import ARTICLED, LONGEST, TITLES, written_as_degree
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    CONNECTOR,
    DEGREE,
    DIGIT,
    GIVEN,
    INITIAL,
    NOT_NAME,
    OFFICE,
    OFFICE_ADJ,
    OFFICE_SECOND,
    ORG_HEAD,
    PARTICLE,
    PORTFOLIO,
    PUNCT,
    SUSPECT,
    TITLE,
    UPPER,
)

_SURNAMES = frozenset(
    ("Islam", "Selamat", "Day", "Law", "Major", "Second", "Lead", "Dua")
)  # that are common words as well

_FEASTS = frozenset(  # words before "Hari Kartini", "Hari Pahlawan"
    (
        "dengan",
        "peringatan",
        "memperingati",
        "peringati",
        "upacara",
        "menyambut",
        "jelang",
        "selamat",
        "pada",
        "momen",
    )
)


def cleaned(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """Cut titles and degrees from both ends; None if no name is left."""
    tokens = line.tokens
    if first and tokens[first].text == "Hari" and tokens[first - 1].text.lower() in _FEASTS:
        return None
    while first < last:
        mask = tokens[first].classes
        text = tokens[first].text
        if (
            (mask & TITLES and not mask & (GIVEN | INITIAL))
            or mask & PUNCT
            or not mask & TITLE
            or (mask & (OFFICE | NOT_NAME | SUSPECT) and not mask & GIVEN)
            or text in ("H.", "H", "H.E.")
            or (first and belongs_left(line, first))
        ):
            first += 1
        else:
            break
    while first < last:
        mask = tokens[last - 1].classes
        if (
            mask & PUNCT
            or tokens[last - 1].text in line.shorts
            or mask & CALENDAR
            or not (mask & (TITLE | DIGIT) or ARTICLED.match(tokens[last - 1].text))
            or (
                mask & (NOT_NAME | OFFICE_ADJ) and not mask & GIVEN and tokens[last - 1].text not in _SURNAMES
            )
            or (mask & DEGREE and written_as_degree(tokens[last - 1].text))
        ):
            last -= 1
        else:
            break
    for i in range(first, last):
        hit = line.hits[i]
        if tokens[i].classes & PUNCT and tokens[i].text not in ("'", "’", "-"):
            return cleaned(line, first, i) if i > first else None
        if hit is not None and any(e.kind in ("organisation", "country", "programme") for e in hit.entries):
            return cleaned(line, first, i) if i > first else cleaned(line, i + 1, last)
    if first >= last or last - first > LONGEST:
        return None
    masks = [t.classes for t in tokens[first:last]]
    if all(m & (ORG_HEAD | NOT_NAME | CALENDAR | DIGIT | CONNECTOR) and not m & GIVEN for m in masks):
        return None
    if all(m & INITIAL for m in masks):
        return None
    if any(m & ORG_HEAD and not m & (GIVEN | INITIAL) for m in masks):
        return None
    if tokens[first].text in line.shorts and last - first > 1:
        return cleaned(line, first + 1, last)
    if last - first == 1 and masks[0] & (UPPER | ACRONYM | PORTFOLIO | OFFICE | INITIAL | PARTICLE):
        return None
    if sum(1 for m in masks if m & PORTFOLIO and not m & GIVEN) * 2 >= len(masks):
        return None
    return first, last


def belongs_left(line: Line, i: int) -> bool:
    """A word that completes the office before it: "Jaksa Agung", "Wakil Gubernur Sulteng"."""
    before = line.tokens[i - 1].classes
    if not before & (OFFICE | PORTFOLIO | ORG_HEAD) or not before & TITLE:
        return False
    hit = line.hits[i]
    if line.tokens[i].classes & OFFICE_SECOND and before & OFFICE:
        return True
    if line.tokens[i].text == "Agung" and line.tokens[i - 1].text == "Kejaksaan":
        return True
    return (
        hit is not None and all(e.kind == "place" for e in hit.entries) and not line.tokens[i].classes & GIVEN
    )
