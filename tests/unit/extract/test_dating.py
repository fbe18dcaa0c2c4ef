"""The choice of an event's date among those of its report."""

from __future__ import annotations

from datetime import date

from flows.extract.dating import Calendar, features, options, ruled, window
from flows.extract.events import dated_frames, frames_of
from flows.extract.frames import Frame
from flows.extract.model import DateMention
from flows.extract.page import Page
from tests.unit.extract.pages import event_of, page_of

NEWS = (
    "Kepala BNPT menerima Duta Besar Australia di Jakarta, Selasa (14/5/2024).\n\n"
    "Kedua negara menandatangani nota kesepahaman pada 3 Mei 2021."
)


def frame(page: Page, kind: str) -> Frame:
    return next(f for f in frames_of(page) if f.type == kind)


def test_the_dates_of_both_sentences_are_weighed_and_none_too() -> None:
    page = page_of(NEWS)
    calendar = Calendar(page, frames_of(page))
    offered = [when.first if when else None for when, _ in options(calendar, frame(page, "agreement"))]
    assert set(offered) == {date(2024, 5, 14), date(2021, 5, 3), None}


def test_what_speaks_for_a_date_is_noted() -> None:
    page = page_of(NEWS)
    frames = frames_of(page)
    signing = next(f for f in frames if f.type == "agreement")
    calendar = Calendar(page, frames)
    own = features(calendar, signing, signing.candidates[0].dates[0])
    assert {"own", "ruled", "here", "precision_day"} <= set(own)
    other = next(when for when in page.dates if when.first == date(2024, 5, 14))
    assert {"claimed", "not_own_has_own", "before"} <= set(features(calendar, signing, other))


def test_each_event_keeps_its_own_day() -> None:
    assert event_of(NEWS, "agreement").date_start == date(2021, 5, 3)
    assert event_of(NEWS, "meeting").date_start == date(2024, 5, 14)


def test_a_frame_has_one_date_once_settled() -> None:
    page = page_of(NEWS)
    assert all(len(f.dates) <= 1 for f in dated_frames(page))


def test_a_window_is_the_whole_month_that_it_lies_in() -> None:
    late = DateMention(0, 1, date(2024, 5, 20), date(2024, 5, 31), "month", "stated", "event", "r", 0.9)
    assert window(late) == (date(2024, 5, 1), date(2024, 5, 31))
    days = DateMention(0, 1, date(2024, 5, 20), date(2024, 5, 22), "day", "stated", "event", "r", 0.9)
    assert window(days) == (date(2024, 5, 20), date(2024, 5, 22))


def test_a_span_of_days_goes_before_a_day_within_it() -> None:
    page = page_of(
        "BNPT menggelar pelatihan di Bogor pada 13-15 Mei 2024. Pelatihan itu dibuka Senin (13/5/2024)."
    )
    when = ruled(frame(page, "training"))
    assert when is not None
    assert (when.first, when.last) == (date(2024, 5, 13), date(2024, 5, 15))
