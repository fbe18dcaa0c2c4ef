"""How far an organisation's name reaches right of its head noun."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.run_words import (
    LONGEST,
    NEEDS_TAIL,
    bears,
    builds,
    continues,
    is_unit_word,
    lists_on,
    school_goes_on,
)
from flows.extract.tagger.shapes import written_as_degree
from flows.extract.tagger.words import (
    CALENDAR,
    DEGREE,
    DIGIT,
    GIVEN,
    ORG_CONNECTOR,
    ORG_HEAD,
    PORTFOLIO,
    TITLE,
    Token,
    bag,
)

_NAMESAKES = bag(
    "universitas politeknik institut sekolah uin iain stain akademi university yayasan foundation pesantren pondok museum "
    "institute school college centre center"
)


_POSTED = bag("embassy commission consulate delegation mission")
_UNITS = bag(
    "polda polres polresta polrestabes polsek lapas rutan bapas kodim kodam korem koramil komando kejari kejati satgaswil "
    "lantamal lanal batalyon brigif yonif binda kanwil kemenag kesbangpol fkpt fkub dinas"
)
_NUMBERED = bag("sma smk smp sman smkn smpn man mts mtsn")
_PLACED = _UNITS | _NUMBERED | bag("poltekkes")  # a place ends their name
_SCHOOLS = _NUMBERED | bag(
    "universitas politeknik institut sekolah uin iain stain akademi university pondok pesantren ponpes"
)


def reach_right(line: Line, taken: Sequence[bool], head: int) -> int:
    """The end of a name that continues right of its head: words, connectors, a parent or a country at its end."""
    tokens = line.tokens
    size = len(tokens)
    lower_head = tokens[head].text.lower()
    school = lower_head in _SCHOOLS
    end = head + 1  # end of the accepted part
    i = head + 1
    while i < size and i - head < LONGEST:
        token = tokens[i]
        if token.start - tokens[i - 1].end > 1:
            break
        hit = line.hits[i]
        kind = kind_of(hit)
        mask = token.classes
        lower = token.text.lower()
        joined = i > end  # the token before is a connector
        if (
            school
            and i > head + 1
            and ((mask & CALENDAR and mask & TITLE) or mask & DIGIT)
            and (
                tokens[i - 1].classes & DIGIT
                or (i + 1 < size and (tokens[i + 1].classes & (TITLE | DIGIT) or tokens[i + 1].text == "("))
            )
        ):
            end = i = i + 1
            continue
        if (taken[i] and not (school and mask & TITLE and school_goes_on(line, i))) or kind in (
            "person",
            "programme",
        ):
            break
        if school and taken[i]:
            end = i = i + 1
            continue
        if kind == "organisation" and hit is not None:
            if joined and (tokens[i - 1].text in ("dan", "and", "&", ",") or _owns(line, i)):
                break
            if not mask & ORG_HEAD or not joined:
                while i < size and line.hits[i] is hit:
                    i += 1
                end = i
                if i == head + 1 + width(line, head + 1) and named_office(line, head):
                    continue
                if lower_head == "kantor" and i < size and kind_of(line.hits[i]) == "place":
                    continue
                if school and i < size and kind_of(line.hits[i]) == "place":
                    end = i + width(line, i)  # "Universitas Muhammadiyah Surakarta"
            break
        if kind == "country" and hit is not None:
            if joined and tokens[i - 1].text in ("of", "the") and "of" in words_between(tokens, head, i - 2):
                break
            if joined and tokens[i - 1].text.lower() in (
                "dan",
                "and",
                "&",
                "untuk",
                "on",
                "to",
                "in",
                "against",
            ):
                break
            if token.text.endswith(("'s", "’s")):
                break
            while i < size and line.hits[i] is hit:
                i += 1
            end = i
            if lower_head == "pt" and i < size and tokens[i].classes & TITLE and not line.hits[i]:
                end = i + 1  # "PT Indonesia Power"
            break
        if (mask & ORG_CONNECTOR and not mask & TITLE) or token.text == "&":
            if (lower in ("in", "to") and lower_head not in _POSTED) or not continues(line, taken, i, lower):
                break
            i += 1
            if i < size and tokens[i].text == "the":
                i += 1
            continue
        if token.text == "," and lists_on(line, taken, i):
            i += 1
            if tokens[i].text.lower() in ("dan", "and"):
                i += 1
            continue
        if (
            token.text == "("
            and lower_head in _SCHOOLS
            and i + 3 < size
            and tokens[i + 2].text == ")"
            and tokens[i + 1].classes & TITLE
            and tokens[i + 3].classes & TITLE
            and kind_of(line.hits[i + 3]) in ("", "place")
        ):
            i += 3
            end = i
            continue
        if lower_head in _UNITS and is_unit_word(line, i):
            end = i = i + 1
            while i < size and ("/" in tokens[i - 1].text or "/" in tokens[i - 2].text) and bears(line, i):
                end = i = i + 1
            continue
        if kind == "place" and lower_head in _PLACED and mask & TITLE and not taken[i] and not joined:
            end = i + width(line, i)
            break
        if mask & DIGIT and (i == head + 1 or tokens[i - 1].classes & TITLE) and len(token.text) < 4:
            end = i = i + 1
            continue
        if builds(line, taken, i):
            if _has_degree(line, i):
                break
            if (
                mask & ORG_HEAD
                and joined
                and lower in NEEDS_TAIL
                and tokens[i - 1].text in ("dan", "and", "&")
            ):
                break
            if (
                mask & GIVEN
                and not mask & (PORTFOLIO | ORG_HEAD)
                and not kind
                and lower_head not in _NAMESAKES
            ):
                break
            end = i = i + 1
            continue
        break
    return end


def _has_degree(line: Line, i: int) -> bool:
    """A word that no list knows and a degree right behind it: a person, "Kejaksaan Tinggi Jateng" + "Sadiman SH"."""
    tokens = line.tokens
    j = i + 1
    if j < len(tokens) and tokens[j].text == ",":
        j += 1
    return (
        tokens[i].classes == TITLE
        and line.hits[i] is None
        and j < len(tokens)
        and bool(tokens[j].classes & DEGREE)
        and written_as_degree(tokens[j].text)
    )


def _owns(line: Line, i: int) -> bool:
    """The name at token `i` stands in the possessive: "of the UN's Department of ..."."""
    return line.tokens[i + width(line, i) - 1].text.endswith(("'s", "’s"))


def words_between(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The words of the tokens from `first` up to `last`."""
    return [token.text for token in tokens[first : max(first, last)]]


def width(line: Line, i: int) -> int:
    """How many tokens the hit over token `i` covers."""
    end = i + 1
    while line.hits[i] is not None and end < len(line.hits) and line.hits[end] is line.hits[i]:
        end += 1
    return end - i


def named_office(line: Line, head: int) -> bool:
    """An office of an organisation with a field of its own: "Kantor PBB Urusan ...", "Kantor PBB untuk ..."."""
    if line.tokens[head].text not in ("Kantor", "Badan") or head + 1 >= len(line.tokens):
        return False
    i = head + 1 + width(line, head + 1)
    if line.hits[head + 1] is None or i >= len(line.tokens):
        return False
    token = line.tokens[i]
    if token.text in ("untuk", "Untuk"):
        return i + 1 < len(line.tokens) and bool(line.tokens[i + 1].classes & TITLE)
    return bool(token.classes & TITLE and token.classes & PORTFOLIO) and token.text != "RI"
