"""Days and places that an event takes from the one it belongs to, and spans told in pieces."""

from __future__ import annotations

from tests.unit.extract.pages import event_of, only_event, span_of


def test_a_signing_on_the_same_occasion_shares_day_and_place() -> None:
    text = (
        "Kepala BNPT Budi Raharjo bertemu Kepala AFP Daniel Reed di Canberra, Selasa (14/5/2024). "
        "Pada kesempatan yang sama, BNPT dan AFP menandatangani nota kesepahaman."
    )
    agreement = event_of(text, "agreement")
    assert (span_of(agreement)[0], agreement.place_name, agreement.country) == (
        "2024-05-14",
        "Canberra",
        "AUS",
    )


def test_an_english_signing_after_the_meeting_shares_its_day() -> None:
    text = "BNPT and UNODC held talks in Vienna on 14 May 2024. After the talks, BNPT and UNODC signed a letter of intent."
    assert span_of(event_of(text, "agreement", "en"))[0] == "2024-05-14"


def test_a_plan_does_not_take_the_day_of_the_meeting_that_made_it() -> None:
    text = (
        "BNPT dan UNODC bertemu di Wina, Selasa (14/5/2024). Usai pertemuan, keduanya sepakat "
        "akan menandatangani nota kesepahaman."
    )
    agreement = event_of(text, "agreement")
    assert (agreement.status, span_of(agreement)) == ("planned", ("", ""))


def test_three_days_that_began_on_monday_end_on_wednesday() -> None:
    text = (
        "BNPT membuka pelatihan bagi petugas lapas di Semarang, Senin (13/5/2024), bersama UNODC. "
        "Pelatihan itu berlangsung tiga hari."
    )
    assert span_of(only_event(text)) == ("2024-05-13", "2024-05-15")


def test_three_days_that_ended_on_wednesday_began_on_monday() -> None:
    text = "BNPT and UNODC closed a three-day workshop in Semarang on Wednesday, 15 May 2024."
    assert span_of(only_event(text, "en")) == ("2024-05-13", "2024-05-15")


def test_a_close_told_far_before_its_day_is_one() -> None:
    text = (
        "BNPT and UNODC closed a three-day workshop on the protection of crowded places for officers of the police of eleven "
        "provinces and of the port authority in Semarang on Wednesday, 15 May 2024. In his opening remarks Budi Raharjo thanked all."
    )
    assert span_of(event_of(text, "conference", "en")) == ("2024-05-13", "2024-05-15")


def test_a_duration_without_opening_or_closing_stretches_nothing() -> None:
    text = "BNPT dan UNODC bertemu di Wina, Selasa (14/5/2024), setelah tiga hari persiapan."
    assert span_of(event_of(text, "meeting")) == ("2024-05-14", "2024-05-14")


def test_opened_and_closed_on_two_days_is_one_span() -> None:
    text = (
        "Pelatihan bagi petugas lapas oleh BNPT dan UNDP dibuka di Solo pada Senin (13/5/2024). "
        "Pelatihan itu ditutup pada Kamis (16/5/2024)."
    )
    assert span_of(event_of(text, "training")) == ("2024-05-13", "2024-05-16")


def test_history_takes_no_day_from_the_news() -> None:
    text = (
        "BNPT dan LPSK bertemu di Jakarta, Selasa (14/5/2024). "
        "Sebelumnya, pada 2019 BNPT dan LPSK menandatangani nota kesepahaman."
    )
    assert span_of(event_of(text, "agreement")) == ("2019-01-01", "2019-12-31")
