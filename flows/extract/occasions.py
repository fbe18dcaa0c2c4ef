"""The name and the number of an occasion: "8th ... Meeting on ...", "Rakornas ke-3", "untuk kedua kalinya"."""

from __future__ import annotations

import re

from flows.extract.cues import Cue
from flows.extract.hints import Phrases
from flows.extract.model import Sentence
from flows.extract.page import Page

_ORDINAL = re.compile(
    r"\b(?:ke-?\s?(\d{1,3}|[IVX]{1,6})\b|(\d{1,3})(?:st|nd|rd|th)\b|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|perdana|inaugural)\b)",
    re.I,
)
_ORDINAL_ENDS = re.compile(_ORDINAL.pattern + r"\s$", re.I)
_ORDINAL_BEGINS = re.compile(r"\s(?:\([^()\n]{1,30}\)\s)?ke-?\s?(?:\d{1,3}|[IVX]{1,6})\b")
_ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5,
    "keenam": 6, "ketujuh": 7, "kedelapan": 8, "kesembilan": 9, "kesepuluh": 10, "perdana": 1, "inaugural": 1,
}  # fmt: skip
# What every ordinal holds: one of these words, or what looks like one of these in lower-case letters.
_WORDS = Phrases("|".join(_ORDINAL_WORDS))
_KE = re.compile(r"ke-?\s?[\divx]")
_TH = re.compile(r"\d(?:st|nd|rd|th)")
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_TIMES = re.compile(rf"\b(?:untuk |for the )(?:yang )?(?:{_ORDINAL.pattern[2:]})(?: kali| time)", re.I)
_NOT_AN_EVENT_ORDINAL = frozenset({"kedua"})  # "kedua lembaga" is "both bodies"


_OCCASION_WORD = r"(?:[A-Z0-9][\w'’&/.-]{0,30}|[A-Z]{2,}|of|on|for|and|the|in|to|against|dan|untuk|tentang|ke-?\d{1,3}|se-|with)"
_OCCASION_LEFT = re.compile(rf"((?:{_OCCASION_WORD} ){{1,14}})$")
_OCCASION_RIGHT = re.compile(rf"^((?: {_OCCASION_WORD}){{1,14}})")
_TRIM_LEFT = re.compile(
    r"^(?:(?:The|the|of|on|for|and|in|to|against|dan|untuk|tentang|di|with|Dalam|Pada|Acara|At|In|On|During|After) )+"
)
_WHEN = re.compile(
    r"(?: (?:in|at)(?: [A-Z][\w-]{1,30}){1,3})? on (?:the )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day.*$"
)
_TRIM_RIGHT = re.compile(r"(?: (?:of|on|for|and|the|in|to|against|dan|untuk|tentang|di|with))+$")


def occasion_name(text: str, sentence: Sentence, cue: Cue) -> str | None:
    """Return the capitalised name that the trigger noun stands in ("8th ... Meeting on ..."), if it has one."""
    if (
        cue.strength == "verb"
        or not text[cue.start : cue.start + 1].isupper()
        or sentence.segment == "headline"
    ):
        return None
    left = _OCCASION_LEFT.search(text[max(sentence.start, cue.start - 140) : cue.start])
    right = _OCCASION_RIGHT.match(text[cue.end : min(sentence.end, cue.end + 140)])
    before = _TRIM_LEFT.sub("", left[1]) if left else ""
    after = _TRIM_RIGHT.sub("", _WHEN.sub("", right[1])) if right else ""
    name = f"{before}{text[cue.start : cue.end]}{after}".strip(" ,.")
    return name if len(name.split()) > len(cue.form.split()) else None


class Ordinals:
    """The ordinals of one sentence, for the questions asked about each of its triggers."""

    def __init__(self, page: Page, sentence: Sentence) -> None:
        self._text, self._sentence = page.report.text, sentence
        words = page.lowered[sentence.start : sentence.end]
        self._any = bool(
            page.hints.may_hold(_WORDS, sentence.start, sentence.end)
            or _KE.search(words)
            or _TH.search(words)
        )
        times = _TIMES.search(self._text, sentence.start, sentence.end) if self._any else None
        self._time = (_number(times),) if times else ()  # the "third time" of the sentence, with its number

    def series_number(self, cue: Cue) -> int | None:
        """Return the ordinal that stands right before or after the trigger: "8th consultations", "Rakornas ke-3"."""
        if not self._any:
            return None
        if self._time:
            return self._time[0]
        return None if cue.strength == "verb" else _beside(self._text, self._sentence, cue)

    def numbers_name(self, page: Page, cue: Cue) -> bool:
        """True where the body in whose name the trigger stands is numbered as its sessions are: "the 16th ADMM-Plus Meeting"."""
        if not self._any or cue.strength == "verb":
            return False
        within = page.names_in(self._sentence.start, self._sentence.end)
        return any(
            actor.kind == "organisation"
            and mention.start <= cue.start
            and cue.end <= mention.end
            and (
                _ORDINAL_ENDS.search(self._text, max(self._sentence.start, mention.start - 16), mention.start)
                or _ORDINAL_BEGINS.match(self._text, mention.end, self._sentence.end)
            )
            for mention, actor in within
        )


def _beside(text: str, sentence: Sentence, cue: Cue) -> int | None:
    left = text[max(sentence.start, cue.start - 60) : cue.start]
    right = text[cue.end : min(sentence.end, cue.end + 90)]
    before = [m for m in _ORDINAL.finditer(left) if not re.search(r"[,.;:]", left[m.end() :])]
    after = _ORDINAL.search(right[:40])
    for match in (*before[-1:], after):
        if (
            match
            and (number := _number(match))
            and not re.search(r"[,.;:]", right[: match.start()] if match is after else "")
        ):
            return number
    return None


def _number(match: re.Match[str]) -> int | None:
    digits, english, word = match[1], match[2], match[3]
    if digits:
        return int(digits) if digits.isdigit() else _ROMAN.get(digits.upper())
    if english:
        return int(english)
    return None if word.lower() in _NOT_AN_EVENT_ORDINAL else _ORDINAL_WORDS[word.lower()]
