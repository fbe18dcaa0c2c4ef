"""The vocabulary of dates, both languages merged, as look-up tables and pieces of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.common.data import load_yaml

_FOLDER = Path(__file__).parent / "lang"
TABLES: dict[str, Any] = {lang: load_yaml(_FOLDER / lang / "dates.yml") for lang in ("id", "en")}


def _merged(key: str) -> dict[str, Any]:
    """A mapping of both languages, keys in lower case."""
    return {str(word).lower(): value for table in TABLES.values() for word, value in table[key].items()}


def _listed(key: str) -> list[str]:
    return [str(word) for table in TABLES.values() for word in table[key]]


def alternatives(words: Iterable[str]) -> str:
    """A regex alternation, longest first, in which a space matches any short white space."""
    escaped = (re.escape(word).replace(r"\ ", SP1) for word in sorted(set(words), key=lambda w: (-len(w), w)))
    return "(?:" + "|".join(escaped) + ")"


# A word or a figure: "Jum'at" is one word, "today's" is two.
WORD = re.compile(r"\d+|[^\W\d_]+(?:['’](?!s(?![^\W_]))[^\W\d_]+)*")
# White space inside one expression: at most one line break, never a blank line.
SP1 = r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)"
SP = f"{SP1}?"
DASH = "[-–—−]"

MONTHS: dict[str, int] = {}
FULL_MONTHS: set[str] = set()
WEEKDAYS: dict[str, int] = {}
SHORT_WEEKDAYS: set[str] = set()
for _table in TABLES.values():
    for _number, _names in _table["months"].items():
        MONTHS.update({name.lower(): _number for name in (*_names["full"], *_names["short"])})
        FULL_MONTHS.update(name.lower() for name in _names["full"])
    for _number, _names in _table["weekdays"].items():
        WEEKDAYS.update({name.lower(): _number for name in (*_names["full"], *_names["short"])})
        SHORT_WEEKDAYS.update(name.lower() for name in _names["short"])
ENGLISH_WEEKDAYS = {
    name.lower() for names in TABLES["en"]["weekdays"].values() for name in (*names["full"], *names["short"])
}
ENGLISH_MONTHS = {
    name.lower() for names in TABLES["en"]["months"].values() for name in (*names["full"], *names["short"])
}
INDONESIAN_MONTHS = {
    name.lower() for names in TABLES["id"]["months"].values() for name in (*names["full"], *names["short"])
}
WEEK_HOMONYMS = {word for table in TABLES.values() for word in table["week_homonyms"]}

MONTH = alternatives(MONTHS) + r"(?![^\W_])\.?"
WEEKDAY = alternatives(WEEKDAYS) + r"(?![^\W_])\.?"
DAY = r"\d{1,2}(?:(?:st|nd|rd|th)(?![^\W_]))?(?!\d)"
YEAR = r"(?:19|20)\d\d(?!\d)"
RANGE = (
    f"(?:{SP}{DASH}{{1,2}}{SP}|{SP1}{alternatives(_listed('range_words'))}{SP1})"
    f"(?:{alternatives(w for w in _listed('date_nouns') if ' ' not in w or w.startswith('pada'))}{SP1})?"
)
_AND = alternatives(_listed("list_words"))
LIST = f"(?:{SP},{SP}(?:{_AND}{SP1})?|{SP1}{_AND}{SP1})"
DATE_NOUN = alternatives(_listed("date_nouns"))
DAY_PART = alternatives(
    [*_listed("day_parts"), *(w for t in TABLES.values() for w in t["tails"]["past"]), "ini"]
)

DAYS = _merged("days")
UNITS = _merged("units")
NUMBERS = _merged("numbers")
ONE_UNIT = _merged("one_unit")
PARTS = _merged("parts")
ORDINALS = _merged("ordinals")
QUARTERS = set(_listed("quarters"))
HALVES = set(_listed("halves"))
STEPS = _merged("steps")
VAGUE = _listed("vague")
SHIFT_AFTER: dict[str, int] = TABLES["id"]["unit_shift"]
SHIFT_BEFORE: dict[str, int] = TABLES["en"]["unit_shift"]
WINDOW_BEFORE: dict[str, str] = TABLES["en"]["unit_window"]
COUNT_PAST = _listed("count_past")
COUNT_FUTURE = _listed("count_future")
MONTH_BEFORE = set(_listed("month_before"))
YEAR_BEFORE = set(_listed("year_before"))
COUNT_NOUNS = set(_listed("count_nouns"))
YEAR_WORDS = _listed("years")

TAILS: dict[str, str] = {
    word: kind for table in TABLES.values() for kind, words in table["tails"].items() for word in words
}
CUES: dict[str, frozenset[str]] = {}
for _table in TABLES.values():
    for _kind, _words in _table["cues"].items():
        for _word in _words:
            CUES[_word] = CUES.get(_word, frozenset()) | {_kind}


def squeeze(words: str) -> str:
    """Words as the tables hold them: lower case, single spaces."""
    return " ".join(words.lower().split())
