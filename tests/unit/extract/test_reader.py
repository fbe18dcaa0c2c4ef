"""Reading a report: the page, the reading, and the date of publication found in the text."""

from __future__ import annotations

from datetime import date

import pytest

from flows.extract import reader
from flows.extract.claims import rows
from flows.extract.reader import read
from tests.unit.extract.pages import events_of, page_of, reading_of, report_of, resources

TEXT = "JAKARTA - BNPT dan UNODC menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024).\n\nTag: BNPT, UNODC"


def test_a_page_has_everything_that_events_are_read_from() -> None:
    page = page_of(TEXT)
    assert [zone.kind for zone in page.segments] == ["dateline", "body", "tags"]
    assert {actor.registry_id for actor in page.actors} == {"bnpt", "unodc"}
    assert [d.first for d in page.dates] == [date(2024, 5, 14)]
    assert page.published == date(2024, 5, 16)
    assert page.cues == sorted(page.cues, key=lambda cue: cue.start)
    assert set(page.by_key) == {actor.key for actor in page.actors}


def test_lookups_of_a_page_keep_to_their_span() -> None:
    page = page_of(TEXT)
    end = TEXT.index("UNODC")
    assert {actor.registry_id for _, actor in page.names_in(0, end)} == {"bnpt"}
    assert page.dates_in(0, end) == []
    assert page.cues_in(0, 0) == []


def test_names_inside_quotations_are_left_out_of_sentences() -> None:
    text = "“Kami sudah lama mengenal INTERPOL dan Europol sebagai mitra,” kata Kepala BNPT Budi Raharjo."
    page = page_of(text)
    assert "interpol" not in {actor.registry_id for _, actor in page.names_in(0, len(text))}
    assert page.quoted(text.index("INTERPOL"))
    assert not page.quoted(text.index("BNPT"))


def test_part_of_a_longer_name_is_inside_it() -> None:
    text = "Forum Kerukunan Umat Beragama hadir bersama BNPT."
    page = page_of(text)
    assert page.inside_name(0, len("Forum"))
    start = text.index("BNPT")
    assert not page.inside_name(start, start + 4)


def test_a_date_of_publication_is_found_in_the_text() -> None:
    text = "Jakarta, 14 Mei 2024 - BNPT dan UNODC bertemu di Jakarta kemarin untuk membahas lapas."
    assert page_of(text, published=None).published == date(2024, 5, 14)


def test_a_reading_without_any_date_has_none() -> None:
    events = events_of(
        "BNPT dan UNODC menandatangani nota kesepahaman di Jakarta, Selasa lalu.", published=None
    )
    assert all(event.date_precision in ("unknown", "before") for event in events)


def test_the_given_date_of_publication_is_not_overruled() -> None:
    text = "Jakarta, 1 Januari 2020 - BNPT dan UNODC bertemu di Jakarta kemarin."
    assert page_of(text).published == date(2024, 5, 16)


def test_an_empty_report_says_nothing() -> None:
    reading = reading_of("")
    assert (reading.actors, reading.programmes, reading.events, reading.issues) == ([], [], [], [])


def test_reading_twice_gives_the_same_rows() -> None:
    report = report_of(TEXT)
    assert rows(read(report, resources())) == rows(read(report, resources()))


def test_both_languages_are_read_with_the_same_resources() -> None:
    english = events_of("BNPT and UNODC signed a letter of intent in Vienna on 14 May 2024.", "en")
    indonesian = events_of("BNPT dan UNODC menandatangani letter of intent di Wina pada 14 Mei 2024.")
    assert [(e.type, e.date_start, e.country) for e in english] == [
        (e.type, e.date_start, e.country) for e in indonesian
    ]


@pytest.mark.parametrize("filler", ["Kegiatan berlangsung tertib dan lancar. ", "x"])
def test_of_a_text_without_end_the_beginning_is_read_and_the_rest_reported(filler: str) -> None:
    long = TEXT.split("\n")[0] + "\n\n" + filler * (2 * reader.MOST // len(filler))
    reading = reading_of(
        long + "\n\nBNPT dan INTERPOL menandatangani nota kesepahaman di Medan, Rabu (15/5/2024)."
    )
    assert [event.place_name for event in reading.events] == ["Jakarta"]
    (issue,) = reading.issues
    said = int(issue.split("first ")[1].split(" ")[0].replace(",", ""))
    assert 0.9 * reader.MOST <= said <= reader.MOST


def test_of_an_article_all_is_read() -> None:
    assert reading_of(TEXT).issues == []
