"""Finds the words that may tell of an event, sentence by sentence, with what stands around them."""

from __future__ import annotations

import re

from flows.extract.candidates import Candidate
from flows.extract.cues import Cue
from flows.extract.governing import Governing, words_before
from flows.extract.model import Sentence
from flows.extract.needs import SIGNING, closes, complete
from flows.extract.occasions import Ordinals, occasion_name
from flows.extract.page import Page

NEAR = 45  # characters within which a cue word governs a trigger
READ_SEGMENTS = frozenset({"headline", "dateline", "body", "caption"})


def find_triggers(page: Page) -> list[Candidate]:
    """Return every word of the readable sentences of `page` that may tell of an event, in order."""
    found: list[Candidate] = []
    for index, sentence in enumerate(page.sentences):
        if sentence.segment in READ_SEGMENTS:
            found += _in_sentence(page, index, sentence)
    return found


def _in_sentence(page: Page, index: int, sentence: Sentence) -> list[Candidate]:
    text, cues = page.report.text, page.cues_in(sentence.start, sentence.end)
    blocked = [(c.start, c.end) for c in cues if c.category == "blockers"]
    triggers = [c for c in cues if c.category == "trigger" and c.strength != "object"]
    objects = [c for c in cues if c.category == "trigger" and c.strength == "object"]
    if not triggers:
        return []
    ordinals = Ordinals(page, sentence)
    found: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for cue in triggers:
        if any(a <= cue.start and cue.end <= b for a, b in blocked):
            continue
        if page.inside_name(cue.start, cue.end) and not ordinals.numbers_name(page, cue):
            continue
        if text[max(0, cue.start - 3) : cue.start].lower() == "co-" or closes(text, cue, sentence.end):
            continue  # "co-operation" is no operation
        if cue.lang != page.report.lang and cue.strength in ("wide", "weak"):
            continue
        if (cue.label, cue.start) not in seen:
            seen.add((cue.label, cue.start))
            candidate = _candidate(page, index, sentence, cue, cues, objects)
            candidate.series_number = ordinals.series_number(cue)
            found.append(candidate)
    return found


def _candidate(
    page: Page, index: int, sentence: Sentence, cue: Cue, cues: list[Cue], objects: list[Cue]
) -> Candidate:
    text = page.report.text
    word = text[cue.start : cue.end]
    candidate = Candidate(cue.label, index, cue.start, cue.end, cue.strength, cue.form, sentence.segment)
    candidate.foreign = cue.lang != page.report.lang
    candidate.odd = candidate.foreign and (
        cue.strength != "noun" or not (word[:1].isupper() or _shared(page.report.lang, cue.form))
    )
    candidate.complete = complete(page, sentence, cue, objects, candidate)
    candidate.shouted = word.isupper() and len(word) > 4 and sentence.segment != "headline"
    low = max(0, cue.start - NEAR)
    before = words_before(text, low, cue.start)
    candidate.modal = _MODAL.before(text, max(sentence.start, low), cue.start, before)
    candidate.quoted = page.quoted(cue.start)
    left = _nearest([(c.category, cue.start - c.end) for c in cues])
    right = _nearest([(c.category, c.start - cue.end) for c in cues])
    around = text[cue.end : min(sentence.end, cue.end + 14)].lower().split()
    noun = cue.strength == "noun"
    candidate.definite = (noun or cue.form in _OCCASIONS) and (
        (bool(around) and around[0].strip(",.") in _DEFINITE_AFTER)
        or bool(_DEFINITE_PHRASE.match(text, cue.end, sentence.end))
        or _BEFORE_DEFINITE.before(text, low, cue.start, before)
    )
    candidate.definite = candidate.definite or _taken_up(page, sentence, cue, candidate)
    candidate.turn = _turn(text, sentence, cue)
    candidate.plural = left.get("plural", _FAR) <= 12 or _plural_form(cue, text)
    candidate.hypothetical = "hypothetical" in left
    candidate.negated = left.get("negated", _FAR) <= 25
    candidate.background = "background" in left or right.get("background", _FAR) <= 12
    candidate.supported = not noun or "support" in left or "support" in right
    candidate.cues = frozenset(
        [_LEFT[c] for c in left if c in _STATUSES] + [_RIGHT[c] for c in right if c in _STATUSES]
    )
    candidate.occasion = occasion_name(text, sentence, cue)
    return candidate


def _nearest(gaps: list[tuple[str, int]]) -> dict[str, int]:
    """The smallest of the `gaps` of each category of cue words, those within reach alone."""
    near: dict[str, int] = {}
    for category, gap in gaps:
        if 0 <= gap <= NEAR and gap < near.get(category, _FAR):
            near[category] = gap
    return near


_STATUSES = frozenset(
    {"planned", "occurred", "ongoing", "cancelled", "postponed", "companions", "both_parties", "speech"}
)
_LEFT = {status: f"{status}_left" for status in _STATUSES}
_RIGHT = {status: f"{status}_right" for status in _STATUSES}
_FAR = NEAR + 1
_MODAL = Governing(
    "can|could|should|may|might|must|cannot|dapat|bisa|harus|perlu|seharusnya|sebaiknya", r"(?: [\w-]+){0,3} "
)
_DEFINITE_AFTER = frozenset({"tersebut", "itu", "ini", "dimaksud", "tadi"})
_OCCASIONS = frozenset({  # words of any strength that take up an event told of before: "acara itu", "the meeting"
    "acara", "kegiatan", "agenda", "gelaran", "perhelatan", "sesi", "pertemuan", "rapat", "forum", "kunjungan", "upacara", "dialog",
    "event", "session", "sessions", "ceremony", "meeting", "gathering", "workshop", "visit", "talks", "dialogue", "conference",
})  # fmt: skip
_DEFINITE_PHRASE = re.compile(
    r"(?: (?!hari|pagi|siang|sore|malam|pekan|minggu|bulan|tahun|kali|saat|tanggal|di|ke|pada|dengan|antara|yang|untuk|dan|oleh|dalam)[\w-]+){1,2}"
    r" (?:tersebut|itu|ini)\b"
)
_NEXT_BEFORE = re.compile(
    r"\b(?:next|upcoming|forthcoming|following|subsequent)\s(?!(?:week|month|year)\b)(?:[\w-]+\s){0,2}$", re.I
)
_LAST_BEFORE = re.compile(r"\b(?:previous|earlier|preceding|prior|past)\s(?:[\w-]+\s){0,2}$", re.I)
_NEXT_AFTER = re.compile(r"(?: [\w-]+){0,3}? (?:berikutnya|selanjutnya|yang akan datang)\b")
_LAST_AFTER = re.compile(r"(?: [\w-]+){0,3}? (?:sebelumnya|terdahulu)\b")
_BEFORE_DEFINITE = Governing(
    "the|this|that|its|their|these|those|the same", r"(?: [\w-]{1,20}){0,2} (?:\([^()\n]{1,30}\) )?"
)
_SHARED_NOUNS = frozenset({
    "workshop", "seminar", "webinar", "forum", "training", "focus group discussion", "fgd", "drill", "talk show",
    "roundtable", "training of trainers", "side event", "joint working group", "jwg", "courtesy call", "kick-off",
    "launching", "table-top exercise", "tabletop exercise", "table top exercise", "plenary", "summit",
})  # fmt: skip


_THIS_IS = re.compile(r"^(?:Ini|Inilah|Itu|Itulah|This|It|That) (?:adalah |merupakan |is |was )?", re.I)
_THE_DOCUMENT = re.compile(
    r" (?:the|this|that|both) (?:documents?|texts?|memorandums?|agreements?|pacts?|mous?|accords?)\b", re.I
)
_THAT_ONE = re.compile(r" (?:itu|tersebut|ini)\b")
_INSTRUMENT_AGAIN = re.compile(
    r"\b(?:the|both|kedua|keduanya|naskah|dokumen)\b|\b(?:itu|tersebut|ini)\b|nya$", re.I
)


def _taken_up(page: Page, sentence: Sentence, cue: Cue, candidate: Candidate) -> bool:
    """True where the sentence opens by taking up an event told of before ("Pertemuan ... itu", "The document was signed")."""
    text = page.report.text
    if sentence.segment != "body":
        return False
    if cue.strength == "noun" or cue.form in _OCCASIONS:
        opens = cue.start - sentence.start <= 1
        if opens and page.report.lang == "id":
            return True
        return bool(_THIS_IS.match(text[sentence.start : cue.start + 1])) and cue.start - sentence.start < 25
    if cue.form in SIGNING and cue.form.endswith("nya"):
        return True
    if cue.form in SIGNING and candidate.instrument and candidate.instrument[0] < cue.start:
        return bool(
            _INSTRUMENT_AGAIN.search(text[max(sentence.start, candidate.instrument[0] - 8) : cue.start])
        )
    if cue.form in SIGNING and candidate.instrument and candidate.instrument[0] >= cue.end:
        return bool(_THE_DOCUMENT.match(text, cue.end) or _THAT_ONE.match(text, candidate.instrument[1]))
    return cue.form in SIGNING and candidate.instrument is None


def _turn(text: str, sentence: Sentence, cue: Cue) -> int:
    """1 where the words say that it is the one after ("the next round"), -1 the one before, 0 where they say neither."""
    if cue.strength == "verb":
        return 0
    low = max(sentence.start, cue.start - 40)
    if _NEXT_BEFORE.search(text, low, cue.start) or _NEXT_AFTER.match(text, cue.end, sentence.end):
        return 1
    if _LAST_BEFORE.search(text, low, cue.start) or _LAST_AFTER.match(text, cue.end, sentence.end):
        return -1
    return 0


def _shared(lang: str, form: str) -> bool:
    return lang == "id" and form in _SHARED_NOUNS


def _plural_form(cue: Cue, text: str) -> bool:
    if cue.lang == "id":
        return text[cue.end : cue.end + 1] == "-" or text[max(0, cue.start - 1) : cue.start] == "-"
    return cue.strength == "noun" and cue.form.endswith("s") and cue.form not in _PLURALS_OF_ONE


_PLURALS_OF_ONE = frozenset({
    "talks", "bilateral talks", "consultations", "discussions", "bilateral consultations", "negotiations",
    "bilateral discussions", "counter-terrorism consultations", "counterterrorism consultations", "annual talks",
    "policy talks", "handing over",
})  # fmt: skip
