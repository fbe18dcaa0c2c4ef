"""Status: planned, ongoing, occurred, postponed or cancelled, from the words and the dates."""

from __future__ import annotations

from datetime import date

import pytest

from flows.extract.status import settled
from tests.unit.extract.pages import PUBLISHED, event_of

CASES = [
    ("BNPT dan UNODC bertemu di Wina, Senin (13/5/2024).", "id", "meeting", "occurred"),
    ("BNPT dan UNODC akan bertemu di Wina pada 27 Mei 2024.", "id", "meeting", "planned"),
    ("BNPT dan UNODC bertemu di Wina pada 27 Mei 2024.", "id", "meeting", "planned"),
    ("BNPT akan mengunjungi kantor UNODC di Wina.", "id", "visit", "planned"),
    ("BNPT telah mengunjungi kantor UNODC di Wina.", "id", "visit", "occurred"),
    ("BNPT dan UNODC menggelar lokakarya di Solo pada 15-17 Mei 2024.", "id", "conference", "ongoing"),
    ("BNPT dan UNODC menggelar lokakarya di Solo pada 13-15 Mei 2024.", "id", "conference", "occurred"),
    ("Rapat koordinasi BNPT dan Polri pada 20 Mei 2024 dibatalkan.", "id", "meeting", "cancelled"),
    ("Seminar BNPT dan UNDP di Medan pada 20 Mei 2024 ditunda.", "id", "conference", "postponed"),
    ("BNPT dan Polri dijadwalkan meneken nota kesepahaman di Bogor.", "id", "agreement", "planned"),
    ("Nota kesepahaman BNPT dan Polri rencananya akan ditandatangani di Bogor.", "id", "agreement", "planned"),
    ("BNPT and UNODC met in Vienna on 13 May 2024.", "en", "meeting", "occurred"),
    ("BNPT and UNODC will meet in Vienna on 27 May 2024.", "en", "meeting", "planned"),
    ("BNPT and UNODC are to meet in Vienna next month.", "en", "meeting", "planned"),
    ("A regional conference of ASEAN and UNODC will be held in Manila.", "en", "conference", "planned"),
    ("A regional conference of ASEAN and UNODC was held in Manila.", "en", "conference", "occurred"),
    ("A workshop of ASEAN and UNODC is under way in Manila.", "en", "conference", "ongoing"),
    ("The meeting of BNPT and UNODC on 20 May 2024 in Vienna was cancelled.", "en", "meeting", "cancelled"),
    ("The visit of UNOCT and UNODC to Jakarta was postponed to June 2024.", "en", "visit", "postponed"),
    ("BNPT and UNODC had planned to meet in Lyon, and finally met in Vienna on 13 May 2024.", "en", "meeting", "occurred"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "kind", "status"), CASES)
def test_status_is_as_of_the_report(text: str, lang: str, kind: str, status: str) -> None:
    assert event_of(text, kind, lang).status == status


def test_a_plan_and_a_past_event_in_one_report_stay_apart() -> None:
    text = "BNPT bertemu UNODC di Jakarta, Senin (13/5/2024).\n\nBNPT akan mengunjungi UNOCT di New York pada Juni 2024."
    assert event_of(text, "meeting").status == "occurred"
    assert event_of(text, "visit").status == "planned"


def test_an_event_called_off_and_held_after_all_occurred() -> None:
    text = "The meeting of BNPT and UNODC, first postponed, finally took place in Vienna on 13 May 2024."
    assert event_of(text, "meeting", "en").status == "occurred"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "The bilateral meeting between BNPT and INTERPOL that was scheduled for 20 May 2024 in Lyon was postponed.",
            "postponed",
        ),
        (
            "The bilateral meeting between BNPT and INTERPOL that was scheduled for 20 May 2024 in Lyon was called off.",
            "cancelled",
        ),
    ],
)
def test_calling_off_at_the_end_of_the_sentence_counts(text: str, status: str) -> None:
    assert event_of(text, "meeting", "en").status == status


@pytest.mark.parametrize(
    ("status", "start", "end", "expected"),
    [
        ("occurred", date(2024, 6, 1), date(2024, 6, 2), "planned"),
        ("planned", date(2024, 5, 1), date(2024, 5, 2), "occurred"),
        ("ongoing", date(2024, 5, 1), date(2024, 5, 15), "occurred"),
        ("ongoing", date(2024, 5, 1), date(2024, 5, 16), "ongoing"),
        ("planned", date(2024, 5, 16), date(2024, 5, 16), "planned"),
        ("cancelled", date(2024, 5, 1), date(2024, 5, 2), "cancelled"),
        ("postponed", date(2024, 6, 1), date(2024, 6, 2), "postponed"),
        ("planned", None, None, "planned"),
        ("occurred", None, date(2024, 5, 16), "occurred"),
    ],
)
def test_dates_of_the_whole_event_settle_its_status(
    status: str, start: date | None, end: date | None, expected: str
) -> None:
    assert settled(status, start, end, PUBLISHED) == expected


def test_without_a_date_of_publication_the_words_alone_decide() -> None:
    assert settled("planned", date(2020, 1, 1), date(2020, 1, 1), None) == "planned"
    text = "BNPT akan menggelar seminar bersama UNDP di Solo pada 20 Mei 2024."
    assert event_of(text, "conference", published=None).status == "planned"
