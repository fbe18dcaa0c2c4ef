"""What sentences without a trigger of their own add to an event: its day, its place, who came."""

from __future__ import annotations

import re

from flows.extract.candidates import Candidate
from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.model import DateMention
from flows.extract.page import Page

LOOK_BACK = 4  # sentences
RECENT = 40  # frames
_GENERIC = Phrases(
    r"(?:kegiatan|acara|agenda|gelaran|rangkaian|forum|perhelatan|program)(?: [\w-]+){0,2} (?:ini|itu|tersebut)|"
    r"(?:the|this) (?:event|occasion|gathering|activity|ceremony|programme|program|session|exercise)",
    holding=(
        " ini", " itu", " tersebut", " event", " occasion", " gathering", " activity", " ceremony", " program", " session",
        " exercise",
    ),
)  # fmt: skip
_GOES_ON = re.compile(r"(?:It|Acara|Kegiatan|Agenda)\b", re.I)


def follow_ups(page: Page, frames: list[Frame]) -> None:
    """Give frames the dates, places and actors of sentences that go on about them without a trigger of their own."""
    by_sentence: dict[int, list[Frame]] = {}
    for told in frames:
        for index in told.sentences:
            by_sentence.setdefault(index, []).append(told)
    triggered = set(by_sentence)
    for index, sentence in enumerate(page.sentences):
        if index in triggered or sentence.segment != "body":
            continue
        frame = _current(by_sentence, index)
        if frame is None:
            continue
        cues = page.cues_in(sentence.start, sentence.end)
        if _GOES_ON.match(page.report.text, sentence.start) or page.hints.holds(
            _GENERIC, sentence.start, sentence.end
        ):
            dates = [
                d
                for d in page.dates_in(sentence.start, sentence.end)
                if d.role == "event" and not page.quoted(d.start)
            ]
            if frame.when is None and dates:
                frame.dates += dates
            elif dates and frame.when and frame.when.precision == "day":
                frame.dates += [
                    d
                    for d in dates
                    if d.precision == "day" and d not in frame.dates and _follows(frame.when, d)
                ]
            if not frame.places:
                frame.places += [
                    p
                    for p in page.places_in(sentence.start, sentence.end)
                    if p.located and not page.quoted(p.start)
                ]
        elif frame.when is None and index - max(frame.sentences) == 1 and frame.lead.status == "occurred":
            frame.dates += [
                d
                for d in page.dates_in(sentence.start, sentence.end)
                if d.role == "event" and d.precision == "day" and not page.quoted(d.start)
            ]
        if any(c.category == "companions" and not page.quoted(c.start) for c in cues) and page.hints.holds(
            _ATTENDED, sentence.start, sentence.end
        ):
            frame.actors += [
                actor.key
                for _, actor in page.names_in(sentence.start, sentence.end)
                if actor.key not in frame.actors
            ]
            frame.sentences.append(index)
            by_sentence.setdefault(index, []).append(frame)


def _follows(when: DateMention, other: DateMention) -> bool:
    return when.last is not None and other.last is not None and abs((other.last - when.last).days) <= 14


_ATTENDED = Phrases(
    r"hadir|dihadiri|didampingi|diikuti|disaksikan|turut|menghadiri|perwakilan|delegasi|diwakili|mewakili|peserta|rombongan|"
    r"attend\w*|present|accompanied|joined|delegat\w*|represent\w*|participa\w*|taking part|took part|alongside|"
    r"witness\w*|led by|chaired|flanked"
)


def _current(by_sentence: dict[int, list[Frame]], index: int) -> Frame | None:
    """The frame told of last before sentence `index`, at most four sentences back; the one with most actors."""
    for back in range(1, LOOK_BACK + 1):
        if index - back in by_sentence:
            return max(by_sentence[index - back], key=lambda frame: len(frame.actors))
    return None


def bridge(page: Page, frames: list[Frame], candidate: Candidate) -> None:
    """ "The audience ...", told of first without an event word: the sentence before gives its date, place, actors."""
    if candidate.index == 0 or any(candidate.index - 1 in frame.sentences for frame in frames[-RECENT:]):
        return
    before = page.sentences[candidate.index - 1]
    if before.segment != "body":
        return
    if not candidate.dates:
        candidate.dates = [
            d
            for d in page.dates_in(before.start, before.end)
            if d.role == "event" and not page.quoted(d.start)
        ]
    if not candidate.places:
        candidate.places = [
            p for p in page.places_in(before.start, before.end) if p.located and not page.quoted(p.start)
        ]
    for _, actor in page.names_in(before.start, before.end):
        if actor.key not in candidate.actors:
            candidate.actors.append(actor.key)


def both_parties(page: Page, frames: list[Frame], candidate: Candidate) -> None:
    """ "The two sides agreed to ...": the bodies of the event told of last take part."""
    sentence = page.sentences[candidate.index]
    if not any(
        c.category == "both_parties" and not page.quoted(c.start)
        for c in page.cues_in(sentence.start, sentence.end)
    ):
        return
    if sum(page.by_key[key].kind != "person" for key in candidate.actors) >= 2:
        return
    earlier = [f for f in frames[-RECENT:] if any(i < candidate.index for i in f.sentences)]
    if earlier:
        last = max(earlier, key=lambda f: max(i for i in f.sentences if i < candidate.index))
        candidate.actors += [
            k for k in last.actors if page.by_key[k].kind != "person" and k not in candidate.actors
        ]
