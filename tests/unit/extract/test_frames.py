"""One event for all the sentences that tell of it, and no more than one."""

from __future__ import annotations

from tests.unit.extract.pages import event_of, events_of, names_of, only_event, page_of, span_of


def test_headline_and_body_tell_of_one_event() -> None:
    text = (
        "BNPT dan Kemensos Teken Nota Kesepahaman\n\nJAKARTA - BNPT dan Kementerian Sosial menandatangani nota "
        "kesepahaman di Jakarta, Selasa (14/5/2024). Nota kesepahaman itu berlaku lima tahun."
    )
    assert span_of(only_event(text)) == ("2024-05-14", "2024-05-14")


def test_a_later_sentence_about_the_same_meeting_adds_to_it() -> None:
    text = (
        "Kepala BNPT Budi Raharjo bertemu Duta Besar Jepang Kenji Sato di Jakarta, Selasa (14/5/2024). "
        "Dalam pertemuan itu hadir pula perwakilan UNODC."
    )
    event = only_event(text)
    assert {"bnpt", "jpn", "unodc"} <= names_of(event, page_of(text))


def test_the_opening_and_the_closing_are_one_training() -> None:
    text = (
        "A training course for prosecutors opened in Bandung on Monday, 13 May 2024, with UNODC and BNPT. "
        "The training closed on Wednesday, 15 May 2024."
    )
    assert span_of(only_event(text, "en")) == ("2024-05-13", "2024-05-15")


def test_meetings_on_different_days_with_different_partners_are_two() -> None:
    text = (
        "BNPT bertemu UNODC di Jakarta, Senin (13/5/2024). "
        "Sehari kemudian, Selasa (14/5/2024), BNPT bertemu INTERPOL di Bogor."
    )
    found = {span_of(e)[0]: e.place_name for e in events_of(text)}
    assert found == {"2024-05-13": "Jakarta", "2024-05-14": "Bogor"}


def test_the_partner_of_the_next_meeting_was_not_at_the_first() -> None:
    text = (
        "BNPT bertemu UNODC di Jakarta, Senin (13/5/2024). Keduanya membahas pembinaan narapidana. "
        "Lapas di beberapa daerah menjadi percontohan.\n\n"
        "Sehari kemudian, Selasa (14/5/2024), BNPT bertemu INTERPOL di Bogor untuk membicarakan perbatasan."
    )
    found = {span_of(e)[0]: names_of(e, page_of(text)) for e in events_of(text)}
    assert found["2024-05-13"] == {"bnpt", "unodc"}


def test_two_agreements_of_one_day_with_different_instruments_are_two() -> None:
    text = (
        "BNPT dan Kemensos menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024). "
        "Mereka juga mengesahkan rencana aksi 2025 pada hari yang sama."
    )
    assert [e.type for e in events_of(text)].count("agreement") == 2


def test_a_past_number_of_a_series_is_not_this_one() -> None:
    text = (
        "The 8th counter-terrorism consultation of Indonesia and Australia was held in Hobart on 13 May 2024. "
        "The 7th consultation was held in Yogyakarta on 2 August 2022."
    )
    found = {e.series_number: span_of(e)[0] for e in events_of(text, "en")}
    assert found == {8: "2024-05-13", 7: "2022-08-02"}


def test_both_sides_are_the_bodies_told_of_last() -> None:
    text = (
        "BNPT and the Australian Federal Police met in Canberra on 13 May 2024. "
        "The two sides will hold a joint training course in Semarang from 5 to 7 August 2024."
    )
    training = event_of(text, "training", "en")
    assert {"bnpt", "afp-australia"} <= names_of(training, page_of(text, "en"))
    assert (training.status, span_of(training)[0]) == ("planned", "2024-08-05")


def test_those_who_attended_in_a_sentence_of_its_own_take_part() -> None:
    text = (
        "BNPT menggelar rapat koordinasi di Jakarta, Selasa (14/5/2024). "
        "Acara itu dihadiri perwakilan Kementerian Sosial, LPSK dan PPATK."
    )
    (event,) = events_of(text)
    assert {"bnpt", "kemensos", "lpsk", "ppatk"} <= names_of(event, page_of(text))


def test_a_meeting_of_many_bodies_is_a_conference() -> None:
    text = "BNPT, Polri, TNI, LPSK, PPATK dan Kementerian Luar Negeri menggelar pertemuan di Jakarta, Selasa (14/5/2024)."
    assert only_event(text).type == "conference"


def test_consultations_of_two_parties_stay_a_meeting() -> None:
    text = "The 5th Bilateral Consultations of Indonesia and Japan on Counter-Terrorism took place in Tokyo on 13 May 2024."
    assert only_event(text, "en").type == "meeting"


def test_the_next_of_a_series_is_another_event() -> None:
    text = (
        "The third meeting of the Pakistan-US Joint Working Group on Counter-Terrorism was held in Islamabad on 13 May 2024. "
        "The two sides agreed to hold the next meeting of the Joint Working Group in Washington in 2025."
    )
    assert [(e.status, span_of(e)[0]) for e in events_of(text, "en")] == [
        ("occurred", "2024-05-13"),
        ("planned", "2025-01-01"),
    ]


def test_two_bodies_that_meet_hold_no_conference() -> None:
    assert only_event("BNPT and UNODC met in Vienna on 14 May 2024.", "en").type == "meeting"


def test_an_occasion_named_again_is_no_second_event() -> None:
    text = (
        "BNPT dan UNODC menggelar seminar di Semarang, Selasa (14/5/2024). "
        "Acara yang dihadiri ratusan mahasiswa itu dibuka Kepala BNPT Budi Raharjo.\n\nKegiatan ini berlangsung sehari."
    )
    assert only_event(text).type == "conference"
