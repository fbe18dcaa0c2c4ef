"""What an event takes from another event of the same report: its day and its place.

"On the same occasion ...", "after the signing ...": such an event has no date words of its own.  The days of a
span that is told in pieces ("opened on Tuesday", "a three-day course ... closed on Thursday") are joined here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.model import DateMention
from flows.extract.page import Page

RECENT = 40  # frames
HISTORY_DAYS = 21
NEWS_SENTENCES = 5  # an undated event told within so many sentences of the dated news shares its day
_SAME = Phrases(
    "hari (?:yang )?sama|kesempatan (?:yang )?sama|acara (?:yang )?sama|upacara (?:yang )?sama|waktu (?:yang )?sama|"
    "tempat (?:yang )?sama|forum (?:yang )?sama|momen (?:yang )?sama|rangkaian (?:yang )?sama|kegiatan (?:yang )?sama|"
    "pertemuan (?:yang )?sama|lokasi (?:yang )?sama|same (?:day|occasion|event|ceremony|venue|time|visit)|"
    "di sela|sela-sela|sidelines|margins|usai|seusai|selepas|setelah|sebelum|prior to|before|after|later|lalu|kemudian|"
    "then|during|dalam rangkaian|kesempatan (?:itu|tersebut|ini)|that occasion|the occasion|sekaligus|also|juga|turut|serta"
)
_BESIDE = 90  # characters before a day in which it is said that something opened or closed on it
_OPENED = Phrases("dibuka|membuka|dimulai|mulai|opened|opens|began|begins|kicked off|started|opening")
_CLOSED = Phrases(
    "ditutup|menutup|berakhir|terakhir|menuntaskan|rampung|selesai|closed|closes|ended|ends|wrapped up|wraps up|"
    "concluded|concludes|final day|last day|closing|completed|penutupan"
)
_DURATION = re.compile(
    r"\b(\d{1,2}|se|dua|tiga|empat|lima|enam|tujuh|delapan|sepuluh|two|three|four|five|six|seven|eight|ten)[ -]?(hari|day|pekan|minggu|week)s?\b"
    r"(?! (?:lalu|ago|ini|itu|lagi|sebelum\w*|sesudah\w*|setelah\w*|kemudian|later|earlier|before|after|depan|mendatang|silam|kerja))",
    re.I,
)
_UNITS = Phrases("hari|day|pekan|minggu|week")  # one stands in every told duration
_COUNT = {
    "se": 1, "dua": 2, "two": 2, "tiga": 3, "three": 3, "empat": 4, "four": 4, "lima": 5, "five": 5, "enam": 6, "six": 6,
    "tujuh": 7, "seven": 7, "delapan": 8, "eight": 8, "sepuluh": 10, "ten": 10,
}  # fmt: skip
_WEEK = 7  # days
_LASTING = frozenset({"conference", "training", "exercise", "visit"})


def inherit(page: Page, frames: list[Frame]) -> None:
    """Give undated and unplaced frames the day and place of the frame that they belong to."""
    for frame in frames:
        _join_days(page, frame)
    news = _news(page, frames)
    for position, frame in enumerate(frames):
        around = frames[max(0, position - RECENT) : position + RECENT]
        donor = _donor(page, around, news, frame)
        if donor is None or donor is frame:
            _place_beside(around, frame)
            continue
        if frame.when is None and donor.when is not None and frame.lead.status == donor.lead.status:
            frame.dates.append(
                replace(donor.when, rule="same-occasion", confidence=round(donor.when.confidence * 0.8, 3))
            )
            frame.borrowed_date = True
        if not frame.places and _same_day(frame, donor):
            frame.places += donor.places


def _place_beside(frames: list[Frame], frame: Frame) -> None:
    """An unplaced event is where one of the same days is that is told of within a few sentences."""
    if frame.places or frame.when is None or frame.lead.background:
        return
    beside = [
        (min(abs(i - j) for i in frame.sentences for j in other.sentences), k, other)
        for k, other in enumerate(frames)
        if other is not frame and other.places and other.when is not None and _same_day(frame, other)
    ]
    near = min(beside, key=lambda item: item[:2], default=None)
    if near is not None and near[0] <= 3:
        frame.places += near[2].places


def _news(page: Page, frames: list[Frame]) -> Frame | None:
    """The frame that the report is about: the earliest told with a day close to publication."""
    dated = [
        f
        for f in frames
        if f.when is not None
        and f.when.precision == "day"
        and f.first.segment not in ("headline", "caption")
        and (
            page.published is None
            or (f.when.last is not None and abs((page.published - f.when.last).days) <= 14)
        )
    ]
    return min(dated, key=lambda f: f.first.start, default=None)


def _donor(page: Page, frames: list[Frame], news: Frame | None, frame: Frame) -> Frame | None:
    if frame.when is not None and frame.places:
        return None
    lead = frame.lead
    if (
        lead.strength == "draft"
        or lead.quoted
        or (lead.background and not lead.definite and lead.index not in (news.sentences if news else ()))
    ):
        return None
    sentence = page.sentences[lead.index]
    before = [f for f in frames if f is not frame and f.when is not None and min(f.sentences) <= lead.index]
    before = [f for f in before if not _past(page, f)] or before
    if before and page.hints.holds(_SAME, sentence.start, sentence.end):
        nearest = max(before, key=lambda f: max(i for i in f.sentences if i <= lead.index))
        if lead.index - max(i for i in nearest.sentences if i <= lead.index) <= NEWS_SENTENCES:
            return nearest
    if news is None or news is frame:
        return None
    close = min(abs(lead.index - i) for i in news.sentences) <= NEWS_SENTENCES
    return news if close else None


def _past(page: Page, frame: Frame) -> bool:
    """True for history: a day long before the report."""
    return bool(
        frame.when
        and frame.when.last
        and page.published
        and (page.published - frame.when.last).days > HISTORY_DAYS
    )


def _same_day(frame: Frame, donor: Frame) -> bool:
    if frame.when is None or donor.when is None:
        return frame.when is None and donor.when is None
    if frame.borrowed_date:
        return True
    if frame.when.last is None or donor.when.first is None or donor.when.last is None:
        return False
    return donor.when.first - timedelta(days=1) <= frame.when.last <= donor.when.last + timedelta(days=1)


def _join_days(page: Page, frame: Frame) -> None:
    """Join the opening and closing days of one event, or stretch its one day by a told duration."""
    days = [d for d in frame.dates if d.precision == "day" and d.role == "event" and d.first and d.last]
    if not days:
        return
    first = min(days, key=lambda d: (d.first, d.start))
    last = max(days, key=lambda d: (d.last, -d.start))
    assert first.first and last.last
    span = (last.last - first.first).days
    if span:
        alike = len(days) > 1 and all(d.first == d.last for d in days)
        if 0 < span <= 14 and alike and _some_sentence(page, frame, page.hints.holds, _OPENED, _CLOSED):
            frame.dates.insert(0, _spanning(first, first, last))
        return
    if frame.type in _LASTING and _some_sentence(page, frame, page.hints.may_hold, _UNITS):
        _stretch(page, frame, days[0])


def _stretch(page: Page, frame: Frame, day: DateMention) -> None:
    """Stretch the one day of an event by the duration that its sentences tell: back from its close, on from its opening."""
    text = page.report.text
    told = " ".join(text[page.sentences[i].start : page.sentences[i].end] for i in sorted(frame.sentences))
    length = _DURATION.search(told)
    if length is None:
        return
    assert day.first and day.last
    extra = timedelta(days=_days(length) - 1)
    if length[2].lower() not in ("hari", "day") and day.first.weekday() == 0:
        extra -= timedelta(days=2)  # weeks of work that begin on a Monday end on a Friday
    sentence = page.sentences[page.sentence_at(day.start)]
    low, high = max(sentence.start, day.start - _BESIDE), min(sentence.end, day.end + 40)
    opened = _OPENED.pattern.search(text, low, high)
    if _CLOSED.pattern.search(text, low if opened else sentence.start, high):
        frame.dates.insert(0, replace(day, first=day.first - extra, rule="duration", confidence=0.7))
    elif opened or (page.published and day.last + extra >= page.published):
        frame.dates.insert(0, replace(day, last=day.last + extra, rule="duration", confidence=0.7))


def _some_sentence(
    page: Page, frame: Frame, asks: Callable[[Phrases, int, int], bool], *searches: Phrases
) -> bool:
    """True where what is asked of the hints of `page` holds of one of the searches in a sentence that tells of `frame`."""
    spans = [(page.sentences[index].start, page.sentences[index].end) for index in frame.sentences]
    return any(asks(phrases, start, end) for start, end in spans for phrases in searches)


def _days(length: re.Match[str]) -> int:
    """Return how many days a told duration has, at most 31."""
    word = length[1].lower()
    count = int(word) if word.isdigit() else _COUNT[word]
    if length[2].lower() in ("pekan", "minggu", "week"):
        count *= _WEEK
    return min(max(count, 1), 31)


def _spanning(shown: DateMention, first: DateMention, last: DateMention) -> DateMention:
    return replace(shown, first=first.first, last=last.last, rule="opened-closed", confidence=0.75)
