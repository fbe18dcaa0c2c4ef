"""Organisations that no registry holds: runs of words built on a head such as Badan, Kementerian, Agency, Office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.lexicon import Hit
from flows.extract.tagger.lines import Line
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    DEGREE,
    DIGIT,
    GIVEN,
    HONORIFIC,
    NOT_NAME,
    OFFICE,
    ORG_CONNECTOR,
    ORG_HEAD,
    ORG_HEAD_ID,
    PORTFOLIO,
    PUNCT,
    RANK,
    TITLE,
    UPPER,
    WEAK_ORG_HEAD,
    Token,
    word_set,
)

LONGEST = 16
_WRAPS = frozenset("kantor markas gedung tim badan perwakilan rumah kelompok pimpinan satuan lembaga".split())
_OCCASIONS = word_set("occasions")
_NAMESAKES = frozenset(
    "universitas politeknik institut sekolah uin iain stain akademi university yayasan foundation pesantren pondok museum "
    "institute school college centre center".split()
)
_SCHOOLS = frozenset("universitas politeknik institut sekolah uin iain stain akademi university".split())
_NEEDS_TAIL = word_set("org_needs_tail")
_STOPS = CALENDAR | RANK | HONORIFIC | DEGREE | PUNCT


class OrgSpan(NamedTuple):
    """An organisation's name in one line, as token indexes; `hit` where the registry knows exactly this form."""

    first: int
    last: int  # end exclusive
    rule: str
    confidence: float
    hit: Hit | None = None
    inner: tuple[int, int] | None = None  # the registered part of a longer name


def kind_of(hit: Hit | None) -> str:
    """The leading kind of a hit: organisation before person, country, programme, place; "" without one."""
    return "" if hit is None else hit.kind


def is_demonym(hit: Hit) -> bool:
    """Every country entry of the hit is an adjective or a people's name."""
    return all("demonym" in e.flags for e in hit.entries if e.kind == "country")


def find_organisations(line: Line, taken: Sequence[bool], *, grammar: bool = True) -> list[OrgSpan]:
    """Registered and unregistered organisations of a line; `taken` marks the tokens of persons."""
    spans: list[OrgSpan] = []
    tokens = line.tokens
    i = 0
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


_NO_ORGANISATION = frozenset(
    "MOU PKS LOI FTF FTFS JWG FGD PVE CVE CTF CT TPPU TPPT WNI WNA HAM KTT RAN IED ISIS ISIL JAD JI MIT NII HTI JAT "
    "COVID WIB WITA WIT UU UUD HUT SDM IT AI NKRI FKPT-RI KTP SIM DVD CCTV KBRN CBRN SOP TNI-POLRI PE SARA NGO LSM VIP "
    "ISIS-K MOA AML CFT APU PPT TOT PCVE SMS HIV ASN PNS ABK BBM GDP USD IDR RP AM PM GMT TV PR MP MPS ONE NEW THE AND OF "
    "DNA KYC ODA OTG PPKM PDB RUU BOM UMKM G20 G7".split()
)


def _with_acronyms(line: Line, taken: Sequence[bool], spans: list[OrgSpan]) -> list[OrgSpan]:
    """Unregistered acronyms that an office, an owner's mark or a list of organisations shows to be one."""
    tokens = line.tokens
    ends = {span.last for span in spans}
    starts = {span.first for span in spans}
    covered = {i for span in spans for i in range(span.first, span.last)}
    added: list[OrgSpan] = []
    for i, token in enumerate(tokens):
        word = token.text[:-2] if token.text.endswith(("'s", "’s")) else token.text
        if i in covered or taken[i] or line.hits[i] is not None or not 3 <= len(word) <= 8:
            continue
        if not (word.isalpha() and word.isupper()) or word in _NO_ORGANISATION or token.classes & (DEGREE | RANK):
            continue
        if token.classes & (NOT_NAME | HONORIFIC | CALENDAR):
            continue
        before = tokens[i - 1] if i else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        office = before is not None and bool(before.classes & OFFICE and before.classes & TITLE)
        owner = after is not None and after.classes & OFFICE and (word != token.text or after.classes & TITLE)
        listed = before is not None and before.text in (",", "dan", "and", "serta") and (i - 1 in ends or i - 2 in ends)
        leads = after is not None and after.text in (",", "dan", "and", "serta") and i + 2 in starts
        if office or owner or listed or leads:
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
    if adjacent and mask & ORG_HEAD and follower is not None and not taken[last]:
        # "Kementerian Luar Negeri" + "Rusia": another country's ministry
        if kind_of(follower) == "country" and not is_demonym(follower):
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
    # an acronym before an English head: "SCO Regional Anti-Terrorist Structure", "UN Regional Centre for ..."
    if mask & ACRONYM and last - first <= 2 and tokens[last].classes & TITLE and adjacent:
        run = _head_ahead(line, taken, first, last)
        if run is not None:
            return run
    return OrgSpan(first, last, "lexicon", 0.97, hit)


def _head_ahead(line: Line, taken: Sequence[bool], first: int, last: int) -> OrgSpan | None:
    tokens = line.tokens
    i = last
    while i < len(tokens) and i - last < 5 and _builds(line, taken, i):
        if tokens[i].classes & ORG_HEAD and not tokens[i].classes & (ORG_HEAD_ID | WEAK_ORG_HEAD):
            end = _right(line, taken, i)
            return OrgSpan(first, end, "acronym+head", 0.8, None, (first, last))
        i += 1
    return None


def _builds(line: Line, taken: Sequence[bool], i: int) -> bool:
    """Whether a token may be a word inside an organisation's name."""
    mask = line.tokens[i].classes
    if taken[i] or not mask & TITLE or mask & _STOPS and not mask & PORTFOLIO:
        return False
    if mask & OFFICE and not mask & (PORTFOLIO | ORG_HEAD):
        return False
    return not (mask & NOT_NAME and not mask & (PORTFOLIO | ORG_HEAD))


def _run(line: Line, taken: Sequence[bool], head: int, floor: int) -> OrgSpan | None:
    tokens = line.tokens
    mask = tokens[head].classes
    lower = tokens[head].text.lower()
    if lower == "police" and any(
        0 <= i < len(tokens) and tokens[i].classes & RANK and tokens[i].classes & TITLE for i in (head - 1, head + 1)
    ):
        return None
    following = head + 1 < len(tokens) and tokens[head + 1].start - tokens[head].end == 1
    indonesian = bool(mask & ORG_HEAD_ID) and (
        lower in _NEEDS_TAIL or not _english_left(line, taken, head, floor)
    )
    if indonesian and lower in ("forum", "unit", "bank", "museum") and not (following and _builds(line, taken, head + 1)):
        indonesian = False
    if indonesian and lower in _WRAPS and kind_of(line.hits[head]) == "place":
        return None
    if indonesian:
        if following and lower in _WRAPS and not _named_office(line, head) and (
            tokens[head + 1].classes & ORG_HEAD_ID or kind_of(line.hits[head + 1]) == "organisation"
        ):
            return None
        first, last = head, _right(line, taken, head)
        if last - first < 2 and lower in _NEEDS_TAIL:
            return None
        if last - first < 2 and not mask & UPPER and lower in _NEEDS_TAIL | {"polri"}:
            return None
    else:
        first, last = _left(line, taken, head, floor), _right(line, taken, head)
        if last - first < 2:
            return None
    words = [tokens[i].text.lower() for i in range(first, last)]
    if words[0] in _OCCASIONS or (not indonesian and words[-1] in _OCCASIONS):
        return None
    if not indonesian and last < len(tokens) and tokens[last].text.lower() in _OCCASIONS:
        return None
    if not indonesian and last - 1 > head and tokens[last - 1].classes & WEAK_ORG_HEAD and not mask & WEAK_ORG_HEAD:
        if tokens[last - 2].text not in ("of", "for", "and") and not _acronym_follows(line, last):
            return None
    if mask & WEAK_ORG_HEAD and not _acronym_follows(line, last) and not _weak_ok(words, lower):
        return None
    hits = {line.hits[i] for i in range(first, last)} - {None}
    if len(words) == 1 and not mask & UPPER:
        return None
    return OrgSpan(first, last, "head", 0.78 if hits or len(words) > 2 else 0.7)


def _weak_ok(words: Sequence[str], head: str) -> bool:
    """Weak heads that still name an organisation: regional governments, a named force or task force."""
    if head == "pemerintah":
        return len(words) > 2 and words[1] in ("provinsi", "kota", "kabupaten", "daerah")
    return False


def _acronym_follows(line: Line, last: int) -> bool:
    tokens = line.tokens
    return last + 2 < len(tokens) and tokens[last].text == "(" and bool(tokens[last + 1].classes & ACRONYM)


def _english_left(line: Line, taken: Sequence[bool], head: int, floor: int) -> bool:
    return head > floor and _builds(line, taken, head - 1) and line.hits[head - 1] is None


def _left(line: Line, taken: Sequence[bool], head: int, floor: int) -> int:
    """How far an English name reaches left of its head."""
    tokens = line.tokens
    first = head
    while first > floor and head - first < LONGEST:
        i = first - 1
        gap = tokens[first].start - tokens[i].end
        if gap > 1:
            break
        hit = line.hits[i]
        kind = kind_of(hit)
        text = tokens[i].text
        if taken[i] or text.endswith(("'s", "’s")) and kind in ("country", "organisation", "person", "place"):
            break
        if kind == "country" and hit is not None:
            if not is_demonym(hit) and not tokens[i].classes & UPPER:
                break
            while first > floor and line.hits[first - 1] is hit:
                first -= 1
            break
        if _builds(line, taken, i) and kind in ("", "place", "organisation"):
            first = i
        elif (
            text in ("and", "&")
            and i > floor
            and tokens[i - 1].classes & TITLE
            and tokens[i - 1].classes & PORTFOLIO
            and _builds(line, taken, i - 1)
            and first <= head
        ):
            first = i - 1
        else:
            break
    while first < head and tokens[first].classes & NOT_NAME and not tokens[first].classes & PORTFOLIO:
        first += 1
    return first


def _right(line: Line, taken: Sequence[bool], head: int) -> int:
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
        if school and i > head + 1 and (mask & CALENDAR and mask & TITLE or mask & DIGIT):
            if tokens[i - 1].classes & DIGIT or i + 1 < size and tokens[i + 1].classes & (TITLE | DIGIT):
                end = i = i + 1
                continue
        if (taken[i] and not (school and mask & TITLE and _school_goes_on(line, i))) or kind in ("person", "programme"):
            break
        if kind == "organisation" and hit is not None:
            if joined and tokens[i - 1].text in ("dan", "and", "&", ","):
                break
            if not mask & ORG_HEAD or not joined:
                while i < size and line.hits[i] is hit:
                    i += 1
                end = i
                if i == head + 1 + _width(line, head + 1) and _named_office(line, head):
                    continue
            break
        if kind == "country" and hit is not None:
            if joined and tokens[i - 1].text in ("of", "the") and "of" in words_between(tokens, head, i - 2):
                break
            if joined and tokens[i - 1].text.lower() in ("dan", "and", "&", "untuk", "on", "to", "in", "against"):
                break
            if token.text.endswith(("'s", "’s")):
                break
            while i < size and line.hits[i] is hit:
                i += 1
            end = i
            break
        if mask & ORG_CONNECTOR and not mask & TITLE or token.text == "&":
            if not _continues(line, taken, i, lower):
                break
            i += 1
            if i < size and tokens[i].text == "the":
                i += 1
            continue
        if token.text == "," and _lists_on(line, taken, i):
            i += 1
            if tokens[i].text.lower() in ("dan", "and"):
                i += 1
            continue
        if token.text == "(" and lower_head in _SCHOOLS and i + 3 < size and tokens[i + 2].text == ")":
            if tokens[i + 1].classes & TITLE and tokens[i + 3].classes & TITLE and kind_of(line.hits[i + 3]) in ("", "place"):
                i += 3
                end = i
                continue
        if mask & DIGIT and (i == head + 1 or tokens[i - 1].classes & TITLE) and len(token.text) < 4:
            end = i = i + 1
            continue
        if _builds(line, taken, i):
            if mask & ORG_HEAD and joined and lower in _NEEDS_TAIL and tokens[i - 1].text in ("dan", "and", "&"):
                break
            if mask & GIVEN and not mask & (PORTFOLIO | ORG_HEAD) and not kind and lower_head not in _NAMESAKES:
                break
            end = i = i + 1
            continue
        break
    return end


def words_between(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The words of the tokens from `first` up to `last`."""
    return [token.text for token in tokens[first : max(first, last)]]


def _width(line: Line, i: int) -> int:
    """How many tokens the hit over token `i` covers."""
    end = i + 1
    while line.hits[i] is not None and end < len(line.hits) and line.hits[end] is line.hits[i]:
        end += 1
    return end - i


def _named_office(line: Line, head: int) -> bool:
    """An office of an organisation with a field of its own: "Kantor PBB Urusan ...", "Kantor PBB untuk ..."."""
    if line.tokens[head].text not in ("Kantor", "Badan") or head + 1 >= len(line.tokens):
        return False
    i = head + 1 + _width(line, head + 1)
    if line.hits[head + 1] is None or i >= len(line.tokens):
        return False
    token = line.tokens[i]
    if token.text in ("untuk", "Untuk"):
        return i + 1 < len(line.tokens) and bool(line.tokens[i + 1].classes & TITLE)
    return bool(token.classes & TITLE and token.classes & PORTFOLIO) and token.text != "RI"


def _school_goes_on(line: Line, i: int) -> bool:
    """A university's name may be a person's: "UIN Sultan Maulana Hasanuddin Banten"."""
    before = line.tokens[i - 1]
    return kind_of(line.hits[i]) in ("", "place") and (before.text == ")" or not before.classes & PUNCT)


def _continues(line: Line, taken: Sequence[bool], i: int, lower: str) -> bool:
    """Whether the name goes on after the connector at `i`."""
    tokens = line.tokens
    j = i + 1
    if j < len(tokens) and tokens[j].text == "the":
        j += 1
    if j >= len(tokens) or taken[j] or not tokens[j].classes & TITLE:
        return False
    mask = tokens[j].classes
    if lower in ("dan", "and", "&"):
        if mask & ORG_HEAD and not mask & PORTFOLIO:
            return False
        if kind_of(line.hits[j]) in ("organisation", "country", "person"):
            return bool(mask & UPPER and mask & PORTFOLIO)
        for k in range(j + 1, min(len(tokens), j + 4)):
            if not tokens[k].classes & TITLE:
                break
            if tokens[k].classes & ORG_HEAD and not tokens[k].classes & (ORG_HEAD_ID | WEAK_ORG_HEAD):
                return False
        if mask & ACRONYM and mask & UPPER and not mask & PORTFOLIO:
            return False
        # a new coordinate phrase, not the name's own second part
        return bool(mask & PORTFOLIO) or not mask & (GIVEN | NOT_NAME | OFFICE)
    if lower in ("untuk", "to", "in", "on", "against", "atas", "bagi", "terhadap"):
        return bool(mask & PORTFOLIO) or kind_of(line.hits[j]) == ""
    return _builds(line, taken, j) or kind_of(line.hits[j]) in ("country", "organisation", "place")


def _lists_on(line: Line, taken: Sequence[bool], i: int) -> bool:
    """A comma inside a name: the next words are topics and an "and" with a further topic follows."""
    tokens = line.tokens
    previous = tokens[i - 1].classes
    if not previous & PORTFOLIO or previous & ORG_HEAD:
        return False
    seen = False
    for j in range(i + 1, min(len(tokens), i + 8)):
        mask = tokens[j].classes
        if tokens[j].text.lower() in ("dan", "and"):
            return (
                (seen or j == i + 1)
                and j + 1 < len(tokens)
                and bool(tokens[j + 1].classes & PORTFOLIO)
                and bool(tokens[j + 1].classes & TITLE)
                and not tokens[j + 1].classes & ORG_HEAD
                and kind_of(line.hits[j + 1]) in ("", "place")
            )
        if tokens[j].text == ",":
            continue
        if taken[j] or not mask & PORTFOLIO or not mask & TITLE or mask & ORG_HEAD:
            return False
        seen = True
    return False
