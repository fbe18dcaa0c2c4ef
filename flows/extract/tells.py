"""How likely a trigger tells of an event: a logistic score over the words and cues around it.

The same word tells of a happening here and of a topic, a hope or a habit there; what governs it, what it stands
beside and how it is built into its sentence are weighed together.  The weights stand in weights.yml under
`trigger`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flows.extract.candidates import Candidate
from flows.extract.governing import Governing, words_before
from flows.extract.hints import Phrases
from flows.extract.model import Sentence
from flows.extract.neighbours import Neighbours, root
from flows.extract.page import Page
from flows.extract.weights import judgement

_WORD = re.compile(r"[\w'’-]+")
_TWO_SIDED = Phrases(
    "bilateral|joint working group|jwg|kelompok kerja bersama|konsultasi|consultations?|courtesy|audiensi|talks|"
    "kedua (?:negara|pihak|lembaga)|two (?:sides|countries)"
)
WIDE_SHARE = 0.45
_REACH = 40  # characters in which the neighbouring words stand
_FARTHEST = 1000  # characters: a place as far off says nothing
_PURPOSE = Governing(
    "untuk|guna|agar|demi|to|in order to|dengan|by|through|melalui|lewat", r"\s(?:[\w-]+\s){0,2}"
)
_TOPIC = Governing(
    "tentang|mengenai|soal|terkait|bidang|materi|tema|topik|about|on|regarding|of|in the field of",
    r"\s(?:[\w-]+\s){0,1}",
)


class Around:
    """What the tells of every trigger in one sentence share."""

    def __init__(self, page: Page, index: int) -> None:
        sentence = self.sentence = page.sentences[index]
        names = page.names_in(sentence.start, sentence.end)
        self.bodies = [(m.start, m.end, a.key) for m, a in names if a.kind != "person"]
        self.persons = any(a.kind == "person" for _, a in names)
        self.two_sided = page.hints.holds(_TWO_SIDED, sentence.start, sentence.end)
        self.dates = [
            d for d in page.dates_in(sentence.start, sentence.end) if d.role in ("event", "background")
        ]
        self.places = [p for p in page.places_in(sentence.start, sentence.end) if p.located]


def features(page: Page, neighbours: Neighbours, candidate: Candidate) -> dict[str, float]:
    """Return the features of `candidate`, but for those that are 0; `neighbours` are all triggers of the report."""
    return dict.fromkeys(_said(page, neighbours, candidate, Around(page, candidate.index)), 1.0)


def _said(page: Page, neighbours: Neighbours, candidate: Candidate, around: Around) -> list[str]:
    """The names of the features that hold of `candidate`."""
    strength, kind = candidate.strength, candidate.type
    said = [*_by_itself(kind, strength, candidate.form, candidate.segment, page.report.lang)]
    said += _beside(page.report.text, around.sentence, candidate)
    said += [flag for flag in _FLAGS if getattr(candidate, flag)]
    said += candidate.cues
    if candidate.supported:
        if strength == "noun":
            said.append("supported")
    else:
        said.append("unsupported")
    if not candidate.complete:
        said += ("incomplete", f"incomplete_{kind}")
    elif strength == "wide":
        said.append("complete_wide")
    if candidate.definite:
        said += ("definite", f"definite_{strength}")
    if candidate.occasion is not None:
        said.append("occasion")
    if candidate.series_number is not None:
        said.append("series")
    if around.two_sided:
        said.append(f"two_sided_{kind}")
    position = candidate.index - page.first_body
    if position in (0, 1):
        said += ("lead", f"lead_{strength}")
    elif 2 <= position <= 4:
        said.append("early")
    elif position > 8:
        said.append("deep")
    said += _named(around, candidate)
    said += _dated(around, candidate)
    said += _about(page, candidate)
    said += neighbours.said(candidate)
    return said


_FLAGS = (
    "odd", "modal", "shouted", "plural", "hypothetical", "negated", "background", "quoted", "foreign",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _by_itself(kind: str, strength: str, form: str, segment: str, lang: str) -> tuple[str, ...]:
    """What a trigger says wherever it stands in such a segment."""
    said = (
        strength,
        f"type_{kind}",
        f"type_{kind}_{strength}",
        f"form_{kind}_{form}",
        f"word_{form}",
        f"root_{kind}_{root(form)}",
        f"{segment}_{strength}",
        f"lang_{lang}_{strength}",
    )
    return said if segment == "body" else (*said, f"{segment}_{kind}")


def _beside(text: str, sentence: Sentence, candidate: Candidate) -> list[str]:
    """What the words right before and after a trigger say, and where in its sentence it stands."""
    strength, kind, start, end = candidate.strength, candidate.type, candidate.start, candidate.end
    said = []
    before = text[max(sentence.start, start - _REACH) : start]
    left = _WORD.findall(before)[-3:]
    if left:
        word = left[-1].lower()
        said += [f"left_{word}", f"left_{strength}_{word}", f"left_{kind}_{word}"]
        if len(left) > 1:
            said.append(f"left2_{left[-2].lower()} {word}")
        ends = words_before(before, 0, len(before))
        if _PURPOSE.before(before, 0, len(before), ends):
            said.append("purpose")
        if _TOPIC.before(before, 0, len(before), ends):
            said.append("topic")
    right = _WORD.search(text, end, min(sentence.end, end + _REACH))
    if right:
        word = right[0].lower()
        said += [f"right_{strength}_{word}", f"right_{kind}_{word}"]
    if start - sentence.start < 3:
        said.append("opens")
    if sentence.end - end < 3:
        said.append("closes")
    if start > sentence.start and text[start].isupper():
        said.append("capital")
    return said


def _named(around: Around, candidate: Candidate) -> list[str]:
    """What the names of the sentence say."""
    strength, kind = candidate.strength, candidate.type
    led = {key for _, end, key in around.bodies if end <= candidate.start}
    trailed = {key for start, _, key in around.bodies if start >= candidate.end}
    said = [
        f"bodies_{_few(len(led | trailed))}_{kind}",
        f"led_{min(len(led), 2)}",
        f"trailed_{min(len(trailed), 2)}",
    ]
    if led:
        said.append(f"led_{strength}")
    elif not trailed:
        said.append("no_bodies")
    if around.persons:
        said += (f"persons_{strength}", f"persons_{kind}")
    return said


def _few(count: int) -> str:
    return "one" if count < 2 else "two" if count == 2 else "some" if count < 5 else "many"


def _dated(around: Around, candidate: Candidate) -> list[str]:
    """What the dates and places of the sentence say."""
    said = []
    placed = min([_apart(candidate, p.start, p.end) for p in around.places], default=_FARTHEST)
    if placed < _FARTHEST:
        said.append("placed")
        if placed < 40:
            said.append("placed_near")
    if not around.dates:
        said.append("undated")
        return said
    near = min(around.dates, key=lambda d: _apart(candidate, d.start, d.end))
    apart = _apart(candidate, near.start, near.end)
    said += (
        f"date_{near.precision}",
        f"date_{near.role}_{near.precision}",
        f"date_{'near' if apart < 30 else 'by' if apart < 90 else 'far'}",
        f"date_{candidate.strength}",
    )
    return said


def _about(page: Page, candidate: Candidate) -> list[str]:
    """What the programmes named in the sentence say."""
    strength, kind = candidate.strength, candidate.type
    said: list[str] = []
    for _, start, end, _ in page.programme_spans.get(candidate.index, ()):
        said += (f"programme_{kind}", f"programme_{strength}")
        if 0 <= start - candidate.end <= _REACH:
            said += (f"programme_right_{kind}", f"programme_right_{strength}")
        elif 0 <= candidate.start - end <= _REACH:
            said.append(f"programme_left_{kind}")
    return said


def _standing(candidate: Candidate) -> float:
    """How a reading of a word stands against its rivals: what it plainly means goes before what it may mean."""
    return candidate.likelihood * (WIDE_SHARE if candidate.strength == "wide" else 1.0)


def _apart(candidate: Candidate, start: int, end: int) -> int:
    return max(start - candidate.end, candidate.start - end, 0)


def likely(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Return the `candidates` that may well tell of an event, one for each place, with their likelihood."""
    judge = judgement("trigger")
    best: dict[tuple[int, int], Candidate] = {}
    around: dict[int, Around] = {}
    neighbours = Neighbours(candidates)
    for candidate in candidates:
        here = around.get(candidate.index) or around.setdefault(
            candidate.index, Around(page, candidate.index)
        )
        candidate.likelihood = judge.holding(_said(page, neighbours, candidate, here))
        if candidate.likelihood < judge.threshold:
            continue
        rival = best.get((candidate.start, candidate.end))
        if rival is None or _standing(candidate) > _standing(rival):
            best[candidate.start, candidate.end] = candidate
    return list(best.values())
