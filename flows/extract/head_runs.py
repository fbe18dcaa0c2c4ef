"""Names built on a head noun such as Badan, Kementerian, Agency, Office: where the run of words begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.run_words import NEEDS_TAIL, builds
from flows.extract.tagger.runs import named_office, reach_right
from flows.extract.tagger.runs_left import reach_left
from flows.extract.tagger.words import (
    ACRONYM,
    DIGIT,
    OFFICE,
    OFFICE_ADJ,
    ORG_CONNECTOR,
    ORG_HEAD,
    ORG_HEAD_ID,
    PORTFOLIO,
    RANK,
    TITLE,
    UPPER,
    WEAK_ORG_HEAD,
    Token,
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
_SERVING = bag("Chiefs Chief Officers Officer Commissioners Academies")
_PARTS = bag("unit service services section branch team")  # parts of a body that bear a name of their own
_COMMON = bag("of for joint special security public social")
_WITH_FIELD = 4  # words of a group's name that says what it works on
KINDS = frozenset(form.lower() for lang in ("id", "en") for form in lists(lang)["kinds_of_organisation"])


def head_ahead(line: Line, taken: Sequence[bool], first: int, last: int) -> OrgSpan | None:
    tokens = line.tokens
    i = last
    while i < len(tokens) and i - last < 5 and builds(line, taken, i):
        if tokens[i].text == "Police" and i + 1 < len(tokens) and tokens[i + 1].classes & RANK:
            return None
        strong = not tokens[i].classes & (ORG_HEAD_ID | WEAK_ORG_HEAD)
        part = i > last and tokens[i].text.lower() in _PARTS
        if tokens[i].classes & ORG_HEAD and (strong or part or _is_task_force(tokens, i)):
            end = reach_right(line, taken, i)
            if end < len(tokens) and _is_office(line, end):
                end = _before_office(line, i, end)
            return OrgSpan(first, end, "acronym+head", 0.8, None, (first, last))
        i += 1
    return None


def _is_task_force(tokens: Sequence[Token], i: int) -> bool:
    """A task force whose field is told: "UN Task Force on ..."."""
    return (
        tokens[i].text == "Force"
        and tokens[i - 1].text == "Task"
        and i + 1 < len(tokens)
        and tokens[i + 1].text in ("on", "for")
    )


def head_run(line: Line, taken: Sequence[bool], head: int, floor: int) -> OrgSpan | None:
    tokens = line.tokens
    mask = tokens[head].classes
    lower = tokens[head].text.lower()
    if lower == "police" and any(0 <= i < len(tokens) and _serves(tokens[i]) for i in (head - 1, head + 1)):
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
        if last - first < 2 and lower in NEEDS_TAIL | {"polri"} and not _stands_alone(lower, head):
            return None
    else:
        first, last = reach_left(line, taken, head, floor), reach_right(line, taken, head)
        if first < head and last > head + 2 and _is_unknown(line, head + 1) and _is_unknown(line, head + 2):
            last = head + 1
        if last - first < 2:
            return None
    words = [tokens[i].text.lower() for i in range(first, last)]
    if not {" ".join(words), " ".join(words).partition(" of ")[0]}.isdisjoint(KINDS) and not _goes_on_behind(
        line, last
    ):
        return None
    if not indonesian and words[-1] in ("official", "officials"):
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
    if not indonesian and last < len(tokens) and _is_office(line, last):
        if first == head:
            return None
        last = _before_office(line, head, last)
    if (
        mask & WEAK_ORG_HEAD
        and lower == "mission"
        and last - 1 > head
        and not tokens[head + 1].classes & ORG_CONNECTOR
    ):
        return None
    if lower == "group" and words[0] == "joint" and len(words) < _WITH_FIELD:
        return None
    national = lower in ("force", "forces") and kind_of(line.hits[first]) == "country" and len(words) > 2
    if mask & WEAK_ORG_HEAD and not (
        national or _acronym_follows(line, last) or _goes_on_behind(line, last) or _weak_ok(words, lower)
    ):
        return None
    hits = {line.hits[i] for i in range(first, last)} - {None}
    if len(words) == 1 and not mask & UPPER and not _stands_alone(lower, head):
        return None
    return OrgSpan(first, last, "head", 0.78 if hits or len(words) > 2 else 0.7)


def _stands_alone(lower: str, head: int) -> bool:
    """The prosecution service is named by its head alone, but for the capital letter that begins a sentence."""
    return lower == "kejaksaan" and head > 0


def _is_unknown(line: Line, i: int) -> bool:
    """A capitalised word that no list and no registry knows: behind a whole English name a person's begins."""
    return line.tokens[i].classes == TITLE and line.hits[i] is None


def _serves(token: Token) -> bool:
    """A rank, or who serves in a police and is not the police: "Police Chiefs", "Police Officers"."""
    return bool(token.classes & TITLE and (token.classes & RANK or token.text in _SERVING))


def _before_office(line: Line, head: int, last: int) -> int:
    """The name's end without the words that belong to the office behind it: "OSCE Centre" + "Political Officer"."""
    while last > head + 1 and line.tokens[last - 1].classes & (PORTFOLIO | OFFICE_ADJ):
        last -= 1
    return last


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
    if head in ("force", "forces") and "task" in words:
        return len(words) >= _WITH_FIELD and words[0] != "joint"
    if head in _PARTS:
        return words[-1] == head and len(words) > 2 and not set(words) & _COMMON
    if head == "pemerintah":
        return len(words) > 2 and words[1] in ("provinsi", "kota", "kabupaten", "daerah")
    return False


def _acronym_follows(line: Line, last: int) -> bool:
    tokens = line.tokens
    return last + 2 < len(tokens) and tokens[last].text == "(" and bool(tokens[last + 1].classes & ACRONYM)


def _english_left(line: Line, taken: Sequence[bool], head: int, floor: int) -> bool:
    return head > floor and builds(line, taken, head - 1) and line.hits[head - 1] is None
