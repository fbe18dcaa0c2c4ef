"""Dates, places and actors of a sentence go to the trigger that they belong to."""

from __future__ import annotations

import pytest

from tests.unit.extract.pages import events_of, names_of, page_of, span_of


def by_type(text: str, lang: str = "id") -> dict[str, tuple[tuple[str, str], str | None, set[str]]]:
    page = page_of(text, lang)
    return {e.type: (span_of(e), e.place_name, names_of(e, page)) for e in events_of(text, lang)}


def test_two_events_of_one_sentence_keep_their_own_dates_and_places() -> None:
    text = (
        "BNPT menandatangani nota kesepahaman dengan UNDP di Jakarta pada 6 Mei 2024, "
        "sedangkan pelatihan dengan UNODC digelar di Medan pada 13 Mei 2024."
    )
    found = by_type(text)
    assert found["agreement"][:2] == (("2024-05-06", "2024-05-06"), "Jakarta")
    assert found["training"][:2] == (("2024-05-13", "2024-05-13"), "Medan")


@pytest.mark.xfail(strict=True, reason="a party of the other event of the sentence is taken in as well")
def test_two_events_of_one_sentence_keep_their_own_parties() -> None:
    text = (
        "BNPT menandatangani nota kesepahaman dengan UNDP di Jakarta pada 6 Mei 2024, "
        "sedangkan pelatihan dengan UNODC digelar di Medan pada 13 Mei 2024."
    )
    assert by_type(text)["agreement"][2] == {"bnpt", "undp"}


def test_one_date_serves_both_events_of_a_clause() -> None:
    text = "BNPT menerima kunjungan UNODC dan menandatangani nota kesepahaman di Jakarta, Senin (13/5/2024)."
    found = by_type(text)
    assert found["agreement"][0] == found["visit"][0] == ("2024-05-13", "2024-05-13")


def test_a_topic_takes_no_date_from_the_meeting_about_it() -> None:
    text = "BNPT dan UNODC bertemu di Jakarta, Senin (13/5/2024), membahas rencana kunjungan ke Wina."
    found = by_type(text)
    assert found["meeting"][0] == ("2024-05-13", "2024-05-13")
    assert "visit" not in found or found["visit"][0] == ("", "")


def test_a_date_within_a_quotation_dates_nothing_outside() -> None:
    text = (
        "BNPT bertemu UNODC di Jakarta, Senin (13/5/2024). “Kami sudah bekerja sama sejak 3 April 2019 "
        "dan akan terus begitu,” kata Kepala BNPT Budi Raharjo."
    )
    assert by_type(text)["meeting"][0] == ("2024-05-13", "2024-05-13")


def test_the_date_of_a_statement_is_not_the_date_of_the_event() -> None:
    text = (
        "Kepala BNPT Budi Raharjo bertemu Direktur UNODC Clara Weiss di Wina beberapa waktu lalu. "
        "Budi mengatakan itu dalam keterangan tertulis di Jakarta, Rabu (15/5/2024)."
    )
    span, place, _ = by_type(text)["meeting"]
    assert "2024-05-15" not in span
    assert place == "Wina"


def test_the_date_of_an_english_statement_is_not_the_date_of_the_event() -> None:
    text = (
        "BNPT and UNODC met in Vienna last week, the agency said in a statement on Wednesday, 15 May 2024. "
        "The two sides talked about prisons."
    )
    assert "2024-05-15" not in by_type(text, "en")["meeting"][0]


def test_the_subject_takes_part_in_every_clause() -> None:
    text = "Pada Senin (13/5/2024), BNPT bertemu UNODC di Jakarta dan menandatangani nota kesepahaman dengan UNDP."
    found = by_type(text)
    assert {"bnpt", "unodc"} <= found["meeting"][2]
    assert {"bnpt", "undp"} <= found["agreement"][2]


def test_a_city_comes_before_its_country() -> None:
    text = "BNPT and UNODC met in Vienna, Austria, on 13 May 2024."
    assert by_type(text, "en")["meeting"][1] == "Vienna"
