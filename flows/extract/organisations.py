"""Organisations that no registry holds: runs of words built on a head such as Badan, Kementerian, Agency, Office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.lexicon import Hit
from flows.extract.tagger.lines import Line, is_demonym, kind_of
from flows.extract.tagger.run_words import NEEDS_TAIL, builds
from flows.extract.tagger.runs import named_office, reach_left, reach_right
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    DEGREE,
    DIGIT,
    HONORIFIC,
    NOT_NAME,
    OFFICE,
    ORG_CONNECTOR,
    ORG_HEAD,
    ORG_HEAD_ID,
    RANK,
    TITLE,
    UPPER,
    WEAK_ORG_HEAD,
    bag,
    lists,
    word_set,
)

_GROUPED = bag("working expert experts experts' contact")
_NO_BODIES = bag(
    "program programme proyek project sosialisasi kampanye gerakan"
)  # what follows is their name
_WRAPS = bag("kantor markas gedung tim badan perwakilan rumah kelompok pimpinan satuan lembaga")
_OCCASIONS = word_set("occasions")
_KINDS = frozenset(form.lower() for lang in ("id", "en") for form in lists(lang)["kinds_of_organisation"])


class OrgSpan(NamedTuple):
    """An organisation's name in one line, as token indexes; `hit` where the registry knows exactly this form."""

    first: int
    last: int  # end exclusive
    rule: str
    confidence: float
    hit: Hit | None = None
    inner: tuple[int, int] | None = None  # the registered part of a longer name


def find_organisations(line: Line, taken: Sequence[bool], *, grammar: bool = True) -> list[OrgSpan]:
    """Registered and unregistered organisations of a line; `taken` marks the tokens of persons."""
    spans: list[OrgSpan] = []
    tokens = line.tokens
    i = 0 if any(line.hits) or line.any_of(ORG_HEAD) else len(tokens)
    floor = 0  # no run may reach left of this token
    while i < len(tokens):
        if taken[i]:
            i += 1
            floor = i
            continue
        hit = line.hits[i]
        kind = kind_of(hit)
        if hit is not None and kind in ("organisation", "programme"):
            end = i + 1
            while end < len(tokens) and line.hits[end] is hit:
                end += 1
            if kind == "organisation":
                span = _from_hit(line, taken, i, end, hit, grammar)
                spans.append(span)
                end = span.last
            i = end
            floor = i
            continue
        mask = tokens[i].classes
        if grammar and mask & ORG_HEAD and mask & TITLE:
            run = _run(line, taken, i, floor)
            if run is not None:
                while spans and spans[-1].last > run.first:
                    spans.pop()
                spans.append(run)
                i = run.last
                floor = i
                continue
        i += 1
    return _with_acronyms(line, taken, spans) if grammar else spans


_NO_ORGANISATION = bag(
    "MOU PKS LOI FTF FTFS JWG FGD PVE CVE CTF CT TPPU TPPT WNI WNA HAM KTT RAN IED ISIS ISIL JAD JI MIT NII HTI JAT "
    "COVID WIB WITA WIT UU UUD HUT SDM IT AI NKRI FKPT-RI KTP SIM DVD CCTV KBRN CBRN SOP TNI-POLRI PE SARA NGO LSM VIP "
    "ISIS-K MOA AML CFT APU PPT TOT PCVE SMS HIV ASN PNS ABK BBM GDP USD IDR RP AM PM GMT TV PR MP MPS ONE NEW THE AND OF "
    "KSA ROK DPRK RRC RRT PNG UEA UAE USA USD AUD EUR DNA KYC ODA OTG PPKM PDB RUU BOM UMKM G20 G7"
)


def _with_acronyms(line: Line, taken: Sequence[bool], spans: list[OrgSpan]) -> list[OrgSpan]:
    """Unregistered acronyms that an office, an owner's mark or a list of organisations shows to be one."""
    tokens = line.tokens
    capital = [i for i, token in enumerate(tokens) if token.classes & TITLE and token.text[1:2].isupper()]
    if not capital:
        return spans
    ends = {span.last for span in spans}
    starts = {span.first for span in spans}
    covered = {i for span in spans for i in range(span.first, span.last)}
    added: list[OrgSpan] = []
    for i in capital:
        token = tokens[i]
        if len(token.text) < 3:
            continue
        word = token.text[:-2] if token.text.endswith(("'s", "’s")) else token.text
        if i in covered or taken[i] or line.hits[i] is not None or not 3 <= len(word) <= 8:
            continue
        if (
            not (word.isalpha() and word.isupper())
            or word in _NO_ORGANISATION
            or token.classes & (DEGREE | RANK)
        ):
            continue
        if token.classes & (NOT_NAME | HONORIFIC | CALENDAR):
            continue
        before = tokens[i - 1] if i else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        office = before is not None and bool(before.classes & OFFICE and before.classes & TITLE)
        owner = after is not None and after.classes & OFFICE and (word != token.text or after.classes & TITLE)
        listed = (
            before is not None
            and before.text in (",", "dan", "and", "serta")
            and (i - 1 in ends or i - 2 in ends)
        )
        leads = after is not None and after.text in (",", "dan", "and", "serta") and i + 2 in starts
        bracketed = (
            i > 1
            and tokens[i - 1].text == "("
            and after is not None
            and after.text == ")"
            and kind_of(line.hits[i - 2]) == "country"
            and word[0] != tokens[i - 2].text[0]
        )
        if office or owner or listed or leads or bracketed:
            added.append(OrgSpan(i, i + 1, "acronym", 0.72))
            ends.add(i + 1)
    return sorted([*spans, *added]) if added else spans


def _from_hit(line: Line, taken: Sequence[bool], first: int, last: int, hit: Hit, grammar: bool) -> OrgSpan:
    """A registered form, or the longer unregistered name that it begins or ends."""
    tokens = line.tokens
    if not grammar or last >= len(tokens):
        return OrgSpan(first, last, "lexicon", 0.97, hit)
    mask = tokens[first].classes
    follower = line.hits[last]
    adjacent = tokens[last].start - tokens[last - 1].end == 1
    # "Kementerian Luar Negeri" + "Rusia": another country's ministry
    if (
        adjacent
        and mask & ORG_HEAD
        and follower is not None
        and not taken[last]
        and kind_of(follower) == "country"
        and not is_demonym(follower)
    ):
        end = last + 1
        while end < len(tokens) and line.hits[end] is follower:
            end += 1
        return OrgSpan(first, end, "lexicon+country", 0.9, hit, (first, last))
    if mask & ORG_HEAD and not mask & ORG_HEAD_ID and tokens[last].text == "of" and last + 1 < len(tokens):
        at = last + 2 if tokens[last + 1].text == "the" else last + 1
        follower = line.hits[at] if at < len(tokens) else None
        if follower is not None and kind_of(follower) == "country":
            end = at + 1
            while end < len(tokens) and line.hits[end] is follower:
                end += 1
            return OrgSpan(first, end, "lexicon+country", 0.9, hit, (first, last))
    if (
        adjacent
        and tokens[last].text in ("Provinsi", "Kota", "Kabupaten")
        and last + 1 < len(tokens)
        and kind_of(line.hits[last + 1]) == "place"
    ):
        end = last + 2
        while end < len(tokens) and line.hits[end] is line.hits[last + 1]:
            end += 1
        return OrgSpan(first, end, "lexicon+region", 0.85, None, (first, last))
    # an acronym before an English head: "SCO Regional Anti-Terrorist Structure", "UN Regional Centre for ..."
    if mask & ACRONYM and last - first <= 2 and tokens[last].classes & TITLE and adjacent:
        run = _head_ahead(line, taken, first, last)
        if run is not None:
            return run
    return OrgSpan(first, last, "lexicon", 0.97, hit)


def _head_ahead(line: Line, taken: Sequence[bool], first: int, last: int) -> OrgSpan | None:
    tokens = line.tokens
    i = last
    while i < len(tokens) and i - last < 5 and builds(line, taken, i):
        if tokens[i].text == "Police" and i + 1 < len(tokens) and tokens[i + 1].classes & RANK:
            return None
        if tokens[i].classes & ORG_HEAD and not tokens[i].classes & (ORG_HEAD_ID | WEAK_ORG_HEAD):
            end = reach_right(line, taken, i)
            return OrgSpan(first, end, "acronym+head", 0.8, None, (first, last))
        i += 1
    return None


def _run(line: Line, taken: Sequence[bool], head: int, floor: int) -> OrgSpan | None:
    tokens = line.tokens
    mask = tokens[head].classes
    lower = tokens[head].text.lower()
    if lower == "police" and any(
        0 <= i < len(tokens) and tokens[i].classes & RANK and tokens[i].classes & TITLE
        for i in (head - 1, head + 1)
    ):
        return None
    following = head + 1 < len(tokens) and tokens[head + 1].start - tokens[head].end == 1
    indonesian = bool(mask & ORG_HEAD_ID) and (
        lower in NEEDS_TAIL or not _english_left(line, taken, head, floor)
    )
    if (
        indonesian
        and lower in ("forum", "unit", "bank", "museum")
        and not (following and builds(line, taken, head + 1))
    ):
        indonesian = False
    if indonesian and head and tokens[head - 1].text.lower() in _NO_BODIES:
        return None
    if indonesian and lower in _WRAPS and kind_of(line.hits[head]) == "place":
        return None
    if indonesian:
        if (
            following
            and lower in _WRAPS
            and not named_office(line, head)
            and (tokens[head + 1].classes & ORG_HEAD_ID or kind_of(line.hits[head + 1]) == "organisation")
        ):
            return None
        first, last = head, reach_right(line, taken, head)
        if last - first < 2 and lower in NEEDS_TAIL:
            return None
        if last - first < 2 and not mask & UPPER and lower in NEEDS_TAIL | {"polri"}:
            return None
    else:
        first, last = reach_left(line, taken, head, floor), reach_right(line, taken, head)
        if last - first < 2:
            return None
    words = [tokens[i].text.lower() for i in range(first, last)]
    if " ".join(words) in _KINDS and not _goes_on_behind(line, last):
        return None
    if words[0] in _OCCASIONS or (not indonesian and words[-1] in _OCCASIONS):
        return None
    if not indonesian and last < len(tokens) and tokens[last].text.lower() in _OCCASIONS:
        return None
    if (
        (
            not indonesian
            and last - 1 > head
            and tokens[last - 1].classes & WEAK_ORG_HEAD
            and not mask & WEAK_ORG_HEAD
        )
        and tokens[last - 2].text not in ("of", "for", "and")
        and not _acronym_follows(line, last)
    ):
        return None
    if not indonesian and first == head and last < len(tokens) and _is_office(line, last):
        return None
    if (
        mask & WEAK_ORG_HEAD
        and lower == "mission"
        and last - 1 > head
        and not tokens[head + 1].classes & ORG_CONNECTOR
    ):
        return None
    if lower == "group" and words[0] == "joint":
        return None
    national = lower in ("force", "forces") and kind_of(line.hits[first]) == "country" and len(words) > 2
    if mask & WEAK_ORG_HEAD and not (national or _acronym_follows(line, last) or _weak_ok(words, lower)):
        return None
    hits = {line.hits[i] for i in range(first, last)} - {None}
    if len(words) == 1 and not mask & UPPER:
        return None
    return OrgSpan(first, last, "head", 0.78 if hits or len(words) > 2 else 0.7)


def _is_office(line: Line, i: int) -> bool:
    """An office right behind: "Union Home Minister" names no union."""
    mask = line.tokens[i].classes
    return bool(mask & OFFICE and mask & TITLE) and line.tokens[i].start - line.tokens[i - 1].end == 1


def _goes_on_behind(line: Line, last: int) -> bool:
    """A short form in brackets and a further part of the name follow: "Sekolah Menengah Atas (SMA) 3 Semarang"."""
    tokens = line.tokens
    return (
        last + 3 < len(tokens)
        and tokens[last].text == "("
        and tokens[last + 2].text == ")"
        and tokens[last + 3].start - tokens[last + 2].end == 1
        and bool(tokens[last + 3].classes & (TITLE | DIGIT))
    )


def _weak_ok(words: Sequence[str], head: str) -> bool:
    """Weak heads that still name an organisation: regional governments, a named force or task force."""
    if head == "group":
        return bool(_GROUPED & set(words)) and len(words) > 2
    if head == "pemerintah":
        return len(words) > 2 and words[1] in ("provinsi", "kota", "kabupaten", "daerah")
    return False


def _acronym_follows(line: Line, last: int) -> bool:
    tokens = line.tokens
    return last + 2 < len(tokens) and tokens[last].text == "(" and bool(tokens[last + 1].classes & ACRONYM)


def _english_left(line: Line, taken: Sequence[bool], head: int, floor: int) -> bool:
    return head > floor and builds(line, taken, head - 1) and line.hits[head - 1] is None
