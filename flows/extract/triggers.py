"""Finds the words that may tell of an event, sentence by sentence, with what stands around them."""

from __future__ import annotations

import re

from flows.extract.candidates import Candidate
from flows.extract.cues import Cue
from flows.extract.model import Sentence
from flows.extract.needs import SIGNING, complete
from flows.extract.occasions import occasion_name, series_number
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
    cues = page.cues_in(sentence.start, sentence.end)
    blocked = [(c.start, c.end) for c in cues if c.category == "blockers"]
    triggers = [c for c in cues if c.category == "trigger" and c.strength != "object"]
    objects = [c for c in cues if c.category == "trigger" and c.strength == "object"]
    found: list[Candidate] = []
    for cue in triggers:
        if any(a <= cue.start and cue.end <= b for a, b in blocked) or page.inside_name(cue.start, cue.end):
            continue
        if cue.lang != page.report.lang and cue.strength in ("wide", "weak"):
            continue
        if not any(c.type == cue.label and c.start == cue.start for c in found):
            found.append(_candidate(page, index, sentence, cue, cues, objects))
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
    candidate.modal = bool(_MODAL.search(text, max(sentence.start, cue.start - 45), cue.start))
    candidate.quoted = page.quoted(cue.start)
    left = [c for c in cues if c.end <= cue.start and cue.start - c.end <= NEAR]
    right = [c for c in cues if c.start >= cue.end and c.start - cue.end <= NEAR]
    around = text[cue.end : min(sentence.end, cue.end + 14)].lower().split()
    noun = cue.strength == "noun"
    candidate.definite = noun and (
        (bool(around) and around[0].strip(",.") in _DEFINITE_AFTER)
        or bool(_DEFINITE_PHRASE.match(text, cue.end, sentence.end))
        or _definite_before(text, cue.start)
    )
    candidate.definite = candidate.definite or _taken_up(page, sentence, cue, candidate)
    candidate.turn = _turn(text, sentence, cue)
    candidate.plural = any(c.category == "plural" and cue.start - c.end <= 12 for c in left) or _plural_form(
        cue, text
    )
    candidate.hypothetical = any(c.category == "hypothetical" for c in left)
    candidate.negated = any(c.category == "negated" and cue.start - c.end <= 25 for c in left)
    candidate.background = any(c.category == "background" for c in left) or any(
        c.category == "background" and c.start - cue.end <= 12 for c in right
    )
    candidate.supported = (
        not noun
        or any(c.category == "support" for c in left)
        or any(c.category == "support" and c.start - cue.end <= NEAR for c in right)
    )
    candidate.cues = frozenset(f"{c.category}_left" for c in left if c.category in _STATUSES) | frozenset(
        f"{c.category}_right" for c in right if c.category in _STATUSES
    )
    candidate.occasion = occasion_name(text, sentence, cue)
    candidate.series_number = series_number(text, sentence, cue)
    return candidate


_STATUSES = frozenset(
    {"planned", "occurred", "ongoing", "cancelled", "postponed", "companions", "both_parties", "speech"}
)
_MODAL = re.compile(
    r"\b(?:can|could|should|may|might|must|cannot|dapat|bisa|harus|perlu|seharusnya|sebaiknya)(?: [\w-]+){0,3} $",
    re.I,
)
_DEFINITE_AFTER = frozenset({"tersebut", "itu", "ini", "dimaksud", "tadi"})
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
_BEFORE_DEFINITE = re.compile(
    r"\b(?:the|this|that|its|their|these|those|the same)(?: [\w-]{1,20}){0,2} $", re.I
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
    if cue.strength == "noun":
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


def _definite_before(text: str, start: int) -> bool:
    return bool(_BEFORE_DEFINITE.search(text, max(0, start - 45), start))


def _plural_form(cue: Cue, text: str) -> bool:
    if cue.lang == "id":
        return text[cue.end : cue.end + 1] == "-" or text[max(0, cue.start - 1) : cue.start] == "-"
    return cue.strength == "noun" and cue.form.endswith("s") and cue.form not in _PLURALS_OF_ONE


_PLURALS_OF_ONE = frozenset({
    "talks", "bilateral talks", "consultations", "discussions", "bilateral consultations", "negotiations",
    "bilateral discussions", "counter-terrorism consultations", "counterterrorism consultations", "annual talks",
    "policy talks", "handing over",
})  # fmt: skip
