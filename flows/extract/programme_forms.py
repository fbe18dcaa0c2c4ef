"""Programmes by the form of their name: legal numbers, heads such as "Rencana Aksi" or "Strategy", quoted names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.common.data import load_yaml

LANG_FOLDER = Path(__file__).parent / "lang"
LONGEST_NAME = 160  # characters
_WORD = r"[\w’'.-]{1,40}"
_NUMBER = re.compile(r"\d")
_QUOTE = r"[\"“”]"
_MARKS = re.compile(_QUOTE)
_YEARS = re.compile(r"\s*\(?((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)\d\d)\)?")
_YEAR = re.compile(r"\s+((?:19|20)\d\d)\b(?!\s?[-–—/.]\d)")
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9/&.\- ]{1,14})\)")
_LAW_ID = re.compile(
    r"\b(Undang-[Uu]ndang|UU|Peraturan Presiden|Perpres|Peraturan Pemerintah|PP|Keputusan Presiden|Keppres|"
    r"Peraturan BNPT|Peraturan Kepala BNPT|Instruksi Presiden|Inpres|Perppu|Perpu)"
    r"(?: \(?(?:RI|UU|Perpres|PP)\)?)?(?: Terorisme)? (?:(?:No(?:mor)?\.? ?)(\d{1,3})(?: ?/ ?| [Tt]ahun )(\d{4})|(\d{1,3})/(\d{4}))"
    r"( tentang (?:[A-Z][\w-]{1,30}(?:,? (?:dan |atas |tentang |yang )?(?=[A-Z]))?){1,12})?"
)
_LAW_EN = re.compile(
    r"\b((?:Presidential Regulation|Presidential Decree|Government Regulation|Law|Act|Republic Act|Executive Order)"
    r"(?: \((?:RA|EO)\))? (?:No\.? ?|Number )?(\d{1,5})(?:(?: of |/)(\d{4}))?)(?! ?percent)"
)
_RESOLUTION = re.compile(
    r"\b((?:(?:UN|UNSC|PBB|United Nations) )?(?:(?:Security Council|General Assembly|Dewan Keamanan PBB|DK PBB|Majelis Umum PBB|Dewan Keamanan) )?"
    r"(?:[Rr]esolution|[Rr]esolusi)s?(?: (?:Dewan Keamanan PBB|DK PBB|Dewan Keamanan|Majelis Umum PBB|PBB))?"
    r"(?: [Nn]o(?:mor)?\.?)? (?:A/RES/)?\d{1,4}(?:/\d{1,4})?)(?: \((\d{4})\)| [Tt]ahun (\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence of a programme's name."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    confidence: float
    registry_id: str | None = None
    acronym: str | None = None
    first_year: str | None = None
    last_year: str | None = None


@dataclass(frozen=True, slots=True)
class _Heads:
    pattern: re.Pattern[str]
    kinds: dict[str, str]
    weak: frozenset[str]
    connectors: frozenset[str]
    generic: frozenset[str]
    quoted: re.Pattern[str]
    quoted_kind: dict[str, str]


@cache
def _heads(lang: str) -> _Heads:
    data = load_yaml(LANG_FOLDER / lang / "programmes.yml")
    kinds = {form: kind for kind, forms in data["heads"].items() for form in forms}
    longest_first = sorted(kinds, key=lambda form: (-len(form), form))
    nouns = "|".join(data["quoted"])
    return _Heads(
        pattern=re.compile(rf"(?:{'|'.join(map(_bounded, longest_first))})\b"),
        kinds=kinds,
        weak=frozenset(data["weak"]),
        connectors=frozenset(data["connectors"]),
        generic=frozenset(data["generic"]),
        quoted=re.compile(
            rf"\b({nouns})\b (?:bertajuk |bernama |called |dubbed |the )?{_QUOTE}([^\"“”\n]{{3,80}}){_QUOTE}",
            re.I,
        ),
        quoted_kind=data["quoted_kind"],
    )


def _bounded(form: str) -> str:
    """The form at the head of a word; its first letter stands first in the pattern, which makes the search quick."""
    first = re.escape(form[0])
    return rf"{first}(?<!\w{first}){re.escape(form[1:])}"


def period(text: str, end: int) -> tuple[str | None, str | None, int]:
    years = _YEARS.match(text, end)
    if years:
        return years[1], years[2], years.end()
    year = _YEAR.match(text, end)
    return (year[1], None, year.end()) if year else (None, None, end)


def laws(text: str, start: int, end: int) -> list[Found]:
    found: list[Found] = []
    if not _NUMBER.search(text, start, end):
        return found
    for match in _LAW_ID.finditer(text, start, end):
        year = match[3] or match[5]
        stop = match.end()
        found.append(
            Found(
                match.start(),
                stop,
                text[match.start() : stop].rstrip(" ,"),
                "law",
                "law-number",
                0.9,
                first_year=year,
            )
        )
    for match in _LAW_EN.finditer(text, start, end):
        if match[3] or "No" in match[1] or match[1].startswith("Republic"):
            found.append(
                Found(match.start(), match.end(), match[0], "law", "law-number", 0.9, first_year=match[3])
            )
    for match in _RESOLUTION.finditer(text, start, end):
        year = match[2] or match[3]
        found.append(
            Found(match.start(), match.end(), match[0], "law", "resolution-number", 0.9, first_year=year)
        )
    return found


def by_form(text: str, start: int, end: int, lang: str) -> list[Found]:
    heads = _heads(lang)
    found = []
    for match in heads.quoted.finditer(text, start, end) if _MARKS.search(text, start, end) else ():
        kind = heads.quoted_kind.get(match[1].lower(), "programme")
        found.append(
            Found(match.start(2), match.end(2), match[2].strip(" ,.'"), kind, "programme-quoted", 0.7)
        )
    for match in heads.pattern.finditer(text, start, end):
        candidate = _expand(text, match.start(), match.end(), start, end, heads, lang)
        if candidate:
            found.append(candidate)
    return found


def _expand(text: str, start: int, end: int, low: int, high: int, heads: _Heads, lang: str) -> Found | None:
    head = text[start:end]
    left = start if lang == "id" else _leftwards(text, start, low, heads)
    if lang == "en":
        left = _skip_article(text, left, start)
    right = _rightwards(text, end, high, heads, lang)
    first, last, stop = period(text, right)
    name = text[left:right].strip(" ,.-–")
    acronym_match = _ACRONYM.match(text, stop)
    acronym = acronym_match[1].strip() if acronym_match else None
    words = name.split()
    capitals = sum(word[:1].isupper() for word in words) - len(head.split())
    if capitals < 1 or name in heads.generic or len(name) > LONGEST_NAME:
        return None
    strong = acronym or last or head not in heads.weak
    if not strong and not (
        lang == "en"
        and capitals >= 2
        and head
        in (
            "Programme",
            "Program",
            "Process",
            "Partnership",
            "Platform",
            "Framework",
            "Plan",
            "Call",
            "Statement",
            "Charter",
            "Act",
            "Fund",
            "Agreement",
            "Campaign",
        )
    ):
        return None
    if any(name.endswith(generic) and capitals < 2 for generic in heads.generic):
        return None
    full_end = stop if last or first else right
    return Found(
        left,
        full_end,
        text[left:full_end].strip(" ,."),
        heads.kinds[head],
        f"programme-form-{lang}",
        0.65,
        None,
        acronym,
        first,
        last,
    )


def _leftwards(text: str, start: int, low: int, heads: _Heads) -> int:
    """Walk left over capitalised words and connectors; the name starts at the last capitalised one."""
    best = position = start
    while position > low and start - position < LONGEST_NAME:
        match = re.search(rf"({_WORD}) $", text[max(low, position - 42) : position])
        if not match:
            break
        word, position = match[1], position - len(match[0])
        if word[:1].isupper() or word[:1].isdigit():
            if word.endswith((".", ":")) or word in _STOP:
                break
            best = position
        elif word not in heads.connectors:
            break
    return best


_STOP = frozenset(
    {
        "The",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "Under",
        "With",
        "Its",
        "This",
        "That",
        "Both",
        "A",
        "An",
        "And",
        "As",
        "He",
        "She",
        "Mr",
        "Mr.",
        "Ms",
    }
)


def _skip_article(text: str, left: int, start: int) -> int:
    match = re.match(r"(?:The|A|An|Its|Their|In|Under|New) ", text[left:start])
    return left + match.end() if match else left


def _rightwards(text: str, end: int, high: int, heads: _Heads, lang: str) -> int:
    """Walk right over capitalised words and connectors; the name ends at the last capitalised one."""
    best = position = end
    step = re.compile(rf" ({_WORD})")
    while position - end < LONGEST_NAME:
        match = step.match(text, position, min(high, position + 42))
        if not match:
            break
        word = match[1]
        bare = word.rstrip(".,;:")
        if bare[:1].isupper() and bare not in _STOP:
            position = best = match.start(1) + len(bare)
            if bare != word:
                break
        elif word in heads.connectors and (lang == "id" or word != "with"):
            position = match.end()
        else:
            break
    return best
