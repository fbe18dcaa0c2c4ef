"""Countries as actors: a country's name counts where the country does something, not where it is a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.lexicon import Hit
from flows.extract.offices import OfficeSpan
from flows.extract.org_span import OrgSpan
from flows.extract.spans import Spans
from flows.extract.tagger.lines import Line, is_demonym, kind_of
from flows.extract.tagger.words import ACRONYM, OFFICE, PUNCT, TITLE, bag


class CountrySpan(NamedTuple):
    """A country's mention in one line; `weight` sums up over the report: 1 acts, 0 says nothing."""

    first: int
    last: int
    country: str
    weight: float
    rule: str


_GOVERNMENT = bag(
    "pemerintah pemerintahan delegasi negara pihak kerajaan rombongan parlemen republik wakil perwakilan utusan mewakili "
    "representing"
)
_BODIES = bag("government governments delegation delegations side sides authorities")
_OF_BODIES = _BODIES | bag(
    "republic kingdom people behalf ambassador ambassadors officials ministers delegates representatives"
)
_LOCATIVE = bag(
    "di ke dari in to at from near across throughout inside into around asal wilayah kawasan perairan perbatasan "
    "within outside leave via through visiting visit toured menuju seluruh kota"
)
_PEOPLE = bag("warga wni wna orang rakyat masyarakat bahasa mahasiswa warganegara kelahiran ibukota tanah")
_IDIOMS = frozenset(("NKRI",))
_LIST = frozenset((",", "dan", "and", "serta", "the", "maupun", "&"))
_ABOUT = bag("about regarding concerning like such tentang mengenai soal seperti terhadap terkait")
_CONTINENTS = bag("Eropa Europe Afrika Africa Asia Pasifik Pacific Oseania")
_COUNTRIES = bag("countries states negara provinsi")
_AMONG = bag("seperti like")
_DIRECTIONS = bag(
    "central northern southern eastern western north south east west northeast northwest southeast southwest"
)
_PLACE_AFTER = bag("selatan utara timur barat tengah")

_ROLL = 4  # countries from which a sentence may be a roll of members
_MEMBERS = re.compile(
    r"\b(?:among its members|(?:are|as) (?:the |full )?members of|observer status|status of observers?|beranggotakan|"
    r"anggotanya (?:adalah|ialah|terdiri)|merupakan (?:negara )?anggota|berstatus pengamat)\b"
)


def find_countries(
    line: Line,
    orgs: Sequence[OrgSpan],
    offices: Sequence[OfficeSpan],
    quotes: Spans,
    taken: Sequence[bool],
) -> list[CountrySpan]:
    """The country mentions of a line that lie outside organisations' names, each with its weight."""
    inside = {i for span in orgs for i in range(span.first, span.last) if span.rule != "lexicon+country"}
    office_at = {i: office for office in offices for i in range(office.first, office.last)}
    spans: list[CountrySpan] = []
    i = 0
    while i < len(line.tokens):
        hit = line.hits[i]
        if hit is None or kind_of(hit) != "country":
            i += 1
            continue
        last = i + 1
        while last < len(line.tokens) and line.hits[last] is hit:
            last += 1
        if i not in inside and not taken[i]:
            country = next(e.record_id for e in hit.entries if e.kind == "country")
            at = line.tokens[i].start
            quoted = quotes.holds(at, at + 1)
            weight, rule = _weight(line, i, last, hit, office_at.get(i), quoted)
            if (
                spans
                and rule in ("bare", "quoted")
                and _same_list(line, spans[-1].last, i)
                and spans[-1].rule in ("place", "about", "origin", "accredited")
            ):
                weight, rule = spans[-1].weight, spans[-1].rule
            first = i
            if (
                rule == "bare"
                and i > 1
                and line.tokens[i - 1].text == "of"
                and line.tokens[i - 2].text in ("Republic", "Kingdom", "State")
            ):
                first = i - 2
            if (
                rule == "government"
                and i > 1
                and line.tokens[i - 1].text in ("of", "the")
                and "overnment" in line.tokens[i - 2 - (line.tokens[i - 1].text == "the")].text
            ):
                first = i - 2 - (line.tokens[i - 1].text == "the")
            if rule == "government" and i and line.tokens[i - 1].text.lower() in ("pemerintah", "kerajaan"):
                first = i - 1
            spans.append(CountrySpan(first, last, country, weight, rule))
        i = last
    return [span._replace(weight=0.0, rule="member") for span in spans] if _is_roll(line, spans) else spans


def _is_roll(line: Line, spans: Sequence[CountrySpan]) -> bool:
    """The sentence tells who belongs to a body: "India, Iran and Mongolia have observer status"."""
    if len(spans) < _ROLL:
        return False
    return _MEMBERS.search(" ".join(token.text.lower() for token in line.tokens)) is not None


def _are_places(line: Line, colon: int) -> bool:
    """The list behind the colon says where: "deployed in several countries: ..."."""
    tokens = line.tokens
    return tokens[colon - 1].text.lower() in _COUNTRIES and any(
        token.text.lower() in _LOCATIVE for token in tokens[max(0, colon - 4) : colon - 1]
    )


def _heads_list(line: Line, last: int) -> bool:
    """A list of three countries or more begins before token `last`: "delapan negara seperti Amerika, China, India"."""
    tokens, listed = line.tokens, 0
    while listed < 2:
        start = last
        while last < len(tokens) and tokens[last].text.lower() in _LIST:
            last += 1
        hit = line.hits[last] if start < last < len(tokens) else None
        if kind_of(hit) != "country":
            return False
        while last < len(tokens) and line.hits[last] is hit:
            last += 1
        listed += 1
    return True


def _owns_bracketed(line: Line, last: int) -> bool:
    """The country's body stands in brackets behind it and is meant: "Australia (AUSTRAC), Singapura (STRO)"."""
    tokens = line.tokens
    if last + 2 >= len(tokens) or tokens[last].text != "(":
        return False
    body = tokens[last + 1]
    return (
        tokens[last + 2].text == ")"
        and body.text.isalpha()
        and bool(body.classes & ACRONYM)
        and len(body.text) > 3
    )


def _same_list(line: Line, end: int, start: int) -> bool:
    """Only commas and "and" stand between two countries."""
    return 0 < start - end <= 3 and all(t.text.lower() in _LIST for t in line.tokens[end:start])


def _weight(
    line: Line, first: int, last: int, hit: Hit, office: OfficeSpan | None, quoted: bool
) -> tuple[float, str]:
    tokens = line.tokens
    before = tokens[first - 1] if first else None
    left = before.text.lower() if before is not None else ""
    after = tokens[last].text.lower() if last < len(tokens) else ""
    demonym = is_demonym(hit)
    if tokens[first].text in _IDIOMS or hit.form.startswith("Negara Kesatuan"):
        return 0.0, "idiom"
    if any(token.text in _CONTINENTS for token in tokens[last + 1 : last + 2]) and after in _LIST | {"-"}:
        return 0.0, "region"
    if office is not None:
        if left in ("untuk", "to", "for", "di", "in"):
            return 0.0, "accredited"
        if office.organisation is not None and not office.country:
            return 0.5, "office"
        return (0.7, "adjective") if demonym else (1.0, "office")
    if _owns_bracketed(line, last):
        return 0.3, "owner"
    if left == "negara" and first > 1 and tokens[first - 2].text.lower() in _PEOPLE:
        return 0.0, "people"
    if left in _GOVERNMENT or (
        left == "republik" and first > 1 and tokens[first - 2].text.lower() in _GOVERNMENT
    ):
        return 1.0, "government"
    if left in ("of", "the") and first > 1:
        back = tokens[first - 2 if left == "of" else max(0, first - 3)].text.lower()
        if back in _OF_BODIES and (left == "of" or tokens[first - 2].text == "of"):
            return 1.0, "government"
    possessive = tokens[last - 1].text.endswith(("'s", "’s"))
    if demonym or possessive or after in _BODIES:
        return (1.0, "government") if after in _BODIES else (0.4 if possessive else 0.2, "adjective")
    if left in _PEOPLE or (after in _PLACE_AFTER and last < len(tokens)):
        return 0.0, "people"
    if left == "," and first > 1 and kind_of(line.hits[first - 2]) == "place" and first - 2 >= 0:
        return 0.0, "city, country"
    if left in _AMONG and _heads_list(line, last):
        return 1.0, "bare"
    if left in _ABOUT or (left == "the" and first > 1 and tokens[first - 2].text.lower() in _ABOUT):
        return 0.0, "about"
    if (
        left == "se-"
        or tokens[first].text.lower().startswith("se-")
        or (left == ":" and _are_places(line, first - 1))
    ):
        return 0.0, "place"
    if left in _DIRECTIONS:
        return 0.0, "place"
    if left == "the" and first > 1 and tokens[first - 2].text.lower() in _LOCATIVE:
        left = tokens[first - 2].text.lower()
    if (
        left in ("dari", "from")
        and last + 1 < len(tokens)
        and after in _LIST
        and any(kind_of(h) == "country" for h in line.hits[last + 1 : last + 3])
    ):
        return 1.0, "origin"
    if left in _LOCATIVE:
        if (
            left in ("dari", "from")
            and first > 1
            and (tokens[first - 2].classes & TITLE or tokens[first - 2].text == ",")
        ):
            return 0.6, "origin"
        return 0.0, "place"
    if line.kind == "dateline" or (
        after in (",", "-", "–")
        and first == 0
        and line.paragraph == 0
        and line.kind != "headline"
        and last - first == len(tokens) - 1
    ):
        return 0.0, "dateline"
    if quoted:
        return 0.5, "quoted"
    if before is not None and before.classes & PUNCT and left == "(":
        return 0.3, "bracket"
    if before is not None and before.classes & OFFICE:
        return 1.0, "office"
    return 1.0, "bare"
