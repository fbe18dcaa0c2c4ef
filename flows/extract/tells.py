"""How likely a trigger tells of an event: a logistic score over the words and cues around it.

The same word tells of a happening here and of a topic, a hope or a habit there; what governs it, what it stands
beside and how it is built into its sentence are weighed together.  The weights stand in weights.yml under
`trigger`.
"""

from __future__ import annotations

import re

from flows.extract.candidates import Candidate
from flows.extract.model import Sentence
from flows.extract.page import Page
from flows.extract.weights import judgement

_WORD = re.compile(r"[\w'’-]+")
_TWO_SIDED = re.compile(
    r"\b(?:bilateral|joint working group|jwg|kelompok kerja bersama|konsultasi|consultations?|courtesy|audiensi|talks|kedua (?:negara|pihak|lembaga)|two (?:sides|countries))\b",
    re.I,
)
WIDE_SHARE = 0.45
_REACH = 40  # characters in which the neighbouring words stand
_PURPOSE = re.compile(
    r"\b(?:untuk|guna|agar|demi|to|in order to|dengan|by|through|melalui|lewat)\s(?:[\w-]+\s){0,2}$", re.I
)
_TOPIC = re.compile(
    r"\b(?:tentang|mengenai|soal|terkait|bidang|materi|tema|topik|about|on|regarding|of|in the field of)\s(?:[\w-]+\s){0,1}$",
    re.I,
)


def features(page: Page, candidate: Candidate) -> dict[str, float]:
    """Return the features of `candidate`, but for those that are 0."""
    text, lang, kind = page.report.text, page.report.lang, candidate.type
    sentence = page.sentences[candidate.index]
    before = text[max(sentence.start, candidate.start - _REACH) : candidate.start]
    left = [w.lower() for w in _WORD.findall(before)]
    right = [
        w.lower() for w in _WORD.findall(text[candidate.end : min(sentence.end, candidate.end + _REACH)])
    ]
    names = page.names_in(sentence.start, sentence.end)
    led = {a.key for m, a in names if m.end <= candidate.start and a.kind != "person"}
    trailed = {a.key for m, a in names if m.start >= candidate.end and a.kind != "person"}
    persons = any(a.kind == "person" for _, a in names)
    position = candidate.index - page.first_body
    strength = candidate.strength
    word = " ".join(left[-1:])
    said: dict[str, bool] = {
        strength: True,
        f"type_{kind}": True,
        f"type_{kind}_{strength}": True,
        f"form_{kind}_{candidate.form}": True,
        f"{candidate.segment}_{strength}": True,
        f"{candidate.segment}_{kind}": candidate.segment != "body",
        f"left_{word}": bool(left),
        f"left_{strength}_{word}": bool(left),
        f"left_{kind}_{word}": bool(left),
        f"left2_{' '.join(left[-2:])}": len(left) > 1,
        f"right_{strength}_{' '.join(right[:1])}": bool(right),
        f"right_{kind}_{' '.join(right[:1])}": bool(right),
        "opens": candidate.start - sentence.start < 3,
        "closes": sentence.end - candidate.end < 3,
        "capital": text[candidate.start].isupper() and candidate.start > sentence.start,
        "supported": candidate.supported and strength == "noun",
        "unsupported": not candidate.supported,
        "incomplete": not candidate.complete,
        f"incomplete_{kind}": not candidate.complete,
        "complete_wide": candidate.complete and strength == "wide",
        "odd": candidate.odd,
        "modal": candidate.modal,
        "shouted": candidate.shouted,
        "definite": candidate.definite,
        f"definite_{strength}": candidate.definite,
        "plural": candidate.plural,
        "hypothetical": candidate.hypothetical,
        "negated": candidate.negated,
        "background": candidate.background,
        "quoted": candidate.quoted,
        "foreign": candidate.foreign,
        "occasion": candidate.occasion is not None,
        "series": candidate.series_number is not None,
        f"lang_{lang}_{strength}": True,
        "no_bodies": not led and not trailed,
        f"bodies_{_few(len(led | trailed))}_{kind}": True,
        f"two_sided_{kind}": bool(_TWO_SIDED.search(text, sentence.start, sentence.end)),
        f"led_{min(len(led), 2)}": True,
        f"trailed_{min(len(trailed), 2)}": True,
        f"led_{strength}": bool(led),
        f"persons_{strength}": persons,
        f"persons_{kind}": persons,
        "purpose": bool(_PURPOSE.search(before)),
        "topic": bool(_TOPIC.search(before)),
        "lead": position in (0, 1),
        f"lead_{strength}": position in (0, 1),
        "early": 2 <= position <= 4,
        "deep": position > 8,
    }
    said |= dict.fromkeys(candidate.cues, True)
    said |= _dated(page, sentence, candidate)
    return {name: 1.0 for name, true in said.items() if true}


def _few(count: int) -> str:
    return "one" if count < 2 else "two" if count == 2 else "some" if count < 5 else "many"


def _dated(page: Page, sentence: Sentence, candidate: Candidate) -> dict[str, bool]:
    """What the dates and places of the sentence say."""
    dates = [d for d in page.dates_in(sentence.start, sentence.end) if d.role in ("event", "background")]
    near = min(dates, key=lambda d: _apart(candidate, d.start, d.end), default=None)
    places = [p for p in page.places_in(sentence.start, sentence.end) if p.located]
    placed = min((_apart(candidate, p.start, p.end) for p in places), default=1000)
    said = {
        "undated": near is None,
        "placed_near": placed < 40,
        "placed": placed < 1000,
    }
    if near is not None:
        apart = _apart(candidate, near.start, near.end)
        said[f"date_{near.precision}"] = True
        said[f"date_{near.role}_{near.precision}"] = True
        said[f"date_{'near' if apart < 30 else 'by' if apart < 90 else 'far'}"] = True
        said[f"date_{candidate.strength}"] = True
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
    for candidate in candidates:
        candidate.likelihood = judge.probability(features(page, candidate))
        if candidate.likelihood < judge.threshold:
            continue
        rival = best.get((candidate.start, candidate.end))
        if rival is None or _standing(candidate) > _standing(rival):
            best[candidate.start, candidate.end] = candidate
    return list(best.values())
