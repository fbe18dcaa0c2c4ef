"""Programmes by the form of their name: heads such as "Rencana Aksi" or "Strategy", and quoted names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.common.data import load_yaml
from flows.extract.programme_runs import LONGEST_NAME, leftwards, rightwards, skip_article
from flows.extract.tagger.words import OFFICE, ORG_HEAD, TITLE, classes

LANG_FOLDER = Path(__file__).parent / "lang"
_WORD = r"[\w’'./-]{1,40}"
_QUOTE = r"[\"“”]"
_MARKS = re.compile(_QUOTE)
_YEARS = re.compile(r"\s*(?:(?:[Tt]ahun|[Pp]eriode) )?\(?((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)\d\d)\)?")
_YEAR = re.compile(r"\s+((?:19|20)\d\d)\b(?!\s?[-–—/.]\d)")
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9/&.\- ]{1,14})\)")
# what goes on with a name behind the short form of its head: "Memorandum of Understanding (MoU) on ..."
_GOES_ON = re.compile(
    r" (?:on|for|against|tentang|untuk|mengenai|di [Bb]idang|Tahun|tahun|[Pp]eriode) ?[A-Z12]"
)
_RIGHT_WORD = re.compile(rf" ({_WORD})")
_SHOUTING_ZONE = 240  # characters; a longer zone is no headline
_OFFICES = frozenset(
    ("Ministry", "Department", "Minister", "Institute", "Commission", "Member")
)  # not a programme's first word
_LEAST_NAMED = 3  # capitalised words that make the name of an agreement whose head is a common noun
_LEAST_CALLED = 2  # and of a programme


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
    """One language's words for programmes, as `programmes.yml` lists them."""

    pattern: Forms
    kinds: dict[str, str]
    weak: frozenset[str]
    named: dict[str, int]  # weak heads that name a programme with so many capitalised words beside them
    connectors: frozenset[str]
    inner: frozenset[str]  # connectors that stand before a head
    generic: frozenset[str]
    bodies: frozenset[str]  # words right behind a head that make it an office or a meeting
    units: frozenset[str]  # words of an office or unit that the head goes on
    quoted: re.Pattern[str]  # a noun and a name in quotation marks
    behind: re.Pattern[str] | None  # a name in quotation marks and a noun
    quoted_kind: dict[str, str]


@cache
def _heads(lang: str) -> _Heads:
    data = load_yaml(LANG_FOLDER / lang / "programmes.yml")
    kinds = {form: kind for kind, forms in data["heads"].items() for form in forms}
    nouns = "|".join(data["quoted"])
    return _Heads(
        pattern=Forms(kinds),
        kinds=kinds,
        weak=frozenset(data["weak"]),
        named={
            **dict.fromkeys(data["called"], _LEAST_CALLED),
            **dict.fromkeys(data["named"], _LEAST_NAMED),
        },
        connectors=frozenset(data["connectors"]),
        inner=frozenset(data["inner"]),
        generic=frozenset(data["generic"]),
        bodies=frozenset(data["bodies"]),
        units=frozenset(data["units"]),
        quoted=re.compile(
            rf"\b({nouns})\b,? (?:bertajuk |berjudul |bernama |called |dubbed |entitled |titled |named |on |the )?"
            rf"{_QUOTE}([^\"“”\n]{{3,{LONGEST_NAME}}}){_QUOTE}",
            re.I,
        ),
        behind=re.compile(rf"{_QUOTE}([A-Z][^\"“”\n]{{2,60}}){_QUOTE} ({nouns})\b") if lang == "en" else None,
        quoted_kind=data["quoted_kind"],
    )


class Forms:
    """Forms found as whole words, from left to right, the longest first."""

    def __init__(self, forms: Iterable[str]) -> None:
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})\b")
        self._automaton = AhoCorasick(longest_first, matchkind=MatchKind.Standard)

    def find(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The forms in text[start:end]; the pattern is tried only where one of them begins."""
        starts = {
            at for _, at, _ in self._automaton.find_matches_as_indexes(text[start:end], overlapping=True)
        }
        done = start
        for at in sorted(starts):
            at += start
            if at >= done and not (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
                match = self._pattern.match(text, at, end)
                if match:
                    yield match
                    done = match.end()


@cache
def _foreign(lang: str) -> Forms:
    """The heads of the other language that are no words of this one: "Program" is read by its own language's rule."""
    other = "en" if lang == "id" else "id"
    return Forms(form for form in _heads(other).kinds if form not in _heads(lang).kinds)


def period(text: str, end: int) -> tuple[str | None, str | None, int]:
    """The years of a period that stands at `end` and where it ends; no years and `end` where none does."""
    years = _YEARS.match(text, end)
    if years:
        return years[1], years[2], years.end()
    year = _YEAR.match(text, end)
    return (year[1], None, year.end()) if year else (None, None, end)


def by_form(text: str, start: int, end: int, lang: str, report_lang: str) -> list[Found]:
    """The programmes between `start` and `end` that the rules of language `lang` find in a report of `report_lang`."""
    heads = _heads(lang)
    found: list[Found] = []
    if _MARKS.search(text, start, end):
        found += _quoted(text, start, end, heads)
    if _shouts(text, start, end):
        return found
    pattern = heads.pattern if lang == report_lang else _foreign(report_lang)
    for match in pattern.find(text, start, end):
        candidate = _expand(text, match.start(), match.end(), start, end, heads, lang)
        if candidate:
            found.append(candidate)
    return found


def _quoted(text: str, start: int, end: int, heads: _Heads) -> Iterator[Found]:
    """Names in quotation marks with a noun such as "programme" before or behind them."""
    spans = [(m.span(2), m[1]) for m in heads.quoted.finditer(text, start, end)]
    if heads.behind:
        spans += [(m.span(1), m[2]) for m in heads.behind.finditer(text, start, end)]
    for (first, last), noun in spans:
        kind = heads.quoted_kind.get(noun.lower(), "programme")
        yield Found(first, last, text[first:last].strip(" ,.'"), kind, "programme-quoted", 0.7)


def _shouts(text: str, start: int, end: int) -> bool:
    """A headline with nearly every word capitalised: capitals say nothing there."""
    if end - start > _SHOUTING_ZONE or text[start:end].rstrip().endswith((".", "!", "?")):
        return False
    words = [word for word in text[start:end].split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _expand(text: str, start: int, end: int, low: int, high: int, heads: _Heads, lang: str) -> Found | None:
    head = text[start:end]
    left = start if lang == "id" else skip_article(text, leftwards(text, start, low, heads.inner), start)
    if lang == "id" and _inside_name(text, start, low, heads):
        return None
    inner = _ACRONYM.match(text, end)
    if inner and not _GOES_ON.match(text, inner.end()):
        inner = None
    right = rightwards(
        text, head, inner.end() if inner else end, high, heads.connectors, weak=head in heads.weak
    )
    name = text[left:right].strip(" ,.-–")
    acronym_match = inner or _ACRONYM.match(text, period(text, right)[2])
    acronym = acronym_match[1].strip() if acronym_match else None
    first, last, stop = period(text, right)
    if not first and acronym_match and not inner:
        first, last, _ = period(text, acronym_match.end())
    words = name.split()
    capitals = _capitals(words) - _capitals(head.split())
    if (
        capitals < 1
        or name in heads.generic
        or len(name) > LONGEST_NAME
        or _is_body(text, end, high, words, heads)
    ):
        return None
    spelt = acronym is not None and acronym[0].casefold() in (name[0].casefold(), head[0].casefold())
    if not (spelt or first or head not in heads.weak or capitals >= heads.named.get(head, LONGEST_NAME)):
        return None
    if not (spelt or first) and any(_is_generic(name, generic, capitals, lang) for generic in heads.generic):
        return None
    full_end = stop if first and stop > right else right
    return Found(
        left,
        full_end,
        text[left:full_end].strip(" ,."),
        heads.kinds[head],
        f"programme-form-{lang}",
        0.65,
        None,
        acronym if spelt or head not in heads.weak else None,
        first,
        last,
    )


def _is_generic(name: str, generic: str, capitals: int, lang: str) -> bool:
    """The name only says what kind of thing it is: it begins so, or in English ends so after one word."""
    return name.startswith(generic) if lang == "id" else name.endswith(generic) and capitals < 2


def _capitals(words: Iterable[str]) -> int:
    return sum(word[:1].isupper() for word in words)


def _inside_name(text: str, start: int, low: int, heads: _Heads) -> bool:
    """The head goes on the name of an office or a unit: "Kepala Bagian Konvensi ..."."""
    before = text[max(low, start - 42) : start]
    words = before.split()
    if not before.endswith(" ") or not words:
        return False
    mask = classes(words[-1])
    return words[-1] in heads.units or bool(mask & TITLE and mask & (OFFICE | ORG_HEAD))


def _is_body(text: str, end: int, high: int, words: list[str], heads: _Heads) -> bool:
    """The name is an office's, a unit's or a meeting's: "UNODC Programme Office", "Head of Strategy"."""
    after = _RIGHT_WORD.match(text, end, min(high, end + 42))
    if after and after[1].rstrip(".,;:") in heads.bodies:
        return True
    if words[0] in _OFFICES:
        return True
    return bool(classes(words[0]) & OFFICE) and "'" not in words[0] and "’" not in words[0]
