"""Events of short reports as a careful reader would note them down."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.extract.pages import event_of, events_of, names_of, only_event, page_of, span_of

FIRST_THAT_FITS = [
    ("BNPT dan LPSK menandatangani nota kesepahaman dalam seminar di Jakarta, Selasa (14/5/2024).", "id", "agreement"),
    ("BNPT meluncurkan pusat krisis di Semarang, Selasa (14/5/2024), bersama Polri.", "id", "launch"),
    ("Police and army held a joint anti-terror drill with BNPT in Bali on 14 May 2024.", "en", "exercise"),
    ("UNODC dan BNPT menggelar pelatihan bagi jaksa di Bandung pada 13-15 Mei 2024.", "id", "training"),
    ("Polri dan PDRM menggelar patroli bersama di Batam, Selasa (14/5/2024).", "id", "operation"),
    ("Japan handed over 20 scanners worth 300 million yen to BNPT in Jakarta on 14 May 2024.", "en", "assistance"),
    ("Budi Raharjo dilantik sebagai Kepala BNPT di Jakarta, Selasa (14/5/2024).", "id", "appointment"),
    ("BNPT, Polri, LPSK dan Kementerian Agama menggelar rapat koordinasi nasional di Solo, Selasa (14/5/2024).", "id", "conference"),
    ("Kepala BNPT Budi Raharjo melakukan kunjungan kerja ke Singapura pada 13-14 Mei 2024.", "id", "visit"),
    ("BNPT head Budi Raharjo met Australian ambassador Penny Williams in Jakarta on 14 May 2024.", "en", "meeting"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "kind"), FIRST_THAT_FITS)
def test_the_type_is_the_first_that_fits(text: str, lang: str, kind: str) -> None:
    event = event_of(text, kind, lang)
    assert (event.status, event.country is not None) == ("occurred", True)
    assert 0.0 < event.confidence <= 1.0


@pytest.mark.parametrize(
    ("active", "passive", "kind", "lang"),
    [
        (
            "BNPT dan LPSK menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024).",
            "Nota kesepahaman BNPT dan LPSK ditandatangani di Jakarta, Selasa (14/5/2024).", "agreement", "id",
        ),
        (
            "BNPT meluncurkan portal pengaduan bersama UNDP di Solo, Selasa (14/5/2024).",
            "Portal pengaduan diluncurkan BNPT bersama UNDP di Solo, Selasa (14/5/2024).", "launch", "id",
        ),
        (
            "BNPT and UNODC signed a memorandum of understanding in Vienna on 14 May 2024.",
            "A memorandum of understanding was signed by BNPT and UNODC in Vienna on 14 May 2024.", "agreement", "en",
        ),
        (
            "BNPT and UNODC held a seminar in Vienna on 14 May 2024.",
            "A seminar was held by BNPT and UNODC in Vienna on 14 May 2024.", "conference", "en",
        ),
    ],
)  # fmt: skip
def test_active_and_passive_voice_say_the_same(active: str, passive: str, kind: str, lang: str) -> None:
    one, other = event_of(active, kind, lang), event_of(passive, kind, lang)
    assert (one.status, span_of(one), one.place_name) == (other.status, span_of(other), other.place_name)
    assert names_of(one, page_of(active, lang)) == names_of(other, page_of(passive, lang))


NOTHING = [
    ("Dua terdakwa divonis sepuluh tahun di Jakarta, Selasa (14/5/2024). Densus 88 menangkap keduanya di Bekasi.", "id"),
    ("“Kami ingin menggelar pertemuan dengan INTERPOL tahun depan,” kata Kepala BNPT Budi Raharjo, Rabu (15/5/2024).", "id"),
    ("BNPT menilai ancaman daring naik.\n\nBaca juga: BNPT dan Australia teken nota kesepahaman di Canberra, Selasa (14/5/2024)", "id"),
    ("The minister said extremism remains a threat, in a statement on Wednesday, 15 May 2024.", "en"),
    ("He hopes the two agencies can one day sign a treaty.", "en"),
    ("The agency thanked its partners for their support and urged parents to be alert.", "en"),
    ("", "id"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang"), NOTHING)
def test_remarks_hopes_links_and_crimes_are_no_events(text: str, lang: str) -> None:
    assert events_of(text, lang) == []


def test_a_hope_for_trainings_is_no_training() -> None:
    text = (
        "Kepala BNPT Budi Raharjo berharap kerja sama dengan Jepang dapat ditingkatkan melalui pelatihan. "
        "Ia menyampaikan itu di Jakarta, Rabu (15/5/2024)."
    )
    assert events_of(text) == []


def test_what_did_not_happen_is_no_event() -> None:
    assert events_of("BNPT dan LPSK tidak menandatangani nota kesepahaman.") == []


def test_recurring_activity_is_no_event() -> None:
    assert (
        events_of("Polri sering menggelar pelatihan dengan FBI dan telah berkali-kali bertemu INTERPOL.")
        == []
    )


def test_a_plan_and_its_drafting_are_one_planned_agreement() -> None:
    text = (
        "Kepala BNPT Budi Raharjo mengatakan, BNPT dan UNODC tengah menyusun nota kesepahaman tentang pembinaan narapidana. "
        "Naskahnya sedang dibahas kedua lembaga."
    )
    event = only_event(text)
    assert (event.type, event.status, span_of(event)) == ("agreement", "planned", ("", ""))


def test_a_visit_and_the_meeting_in_it_are_two_and_belong_together() -> None:
    text = (
        "Kepala BNPT Budi Raharjo melakukan kunjungan kerja ke Singapura pada 6-8 Mei 2024. "
        "Dalam kunjungan itu, BNPT bertemu Kementerian Dalam Negeri Singapura pada 7 Mei 2024."
    )
    visit, meeting = event_of(text, "visit"), event_of(text, "meeting")
    assert (span_of(visit), span_of(meeting)) == (("2024-05-06", "2024-05-08"), ("2024-05-07", "2024-05-07"))
    assert meeting.part_of == visit.key
    assert visit.part_of is None


@pytest.mark.parametrize(
    ("words", "lang", "precision", "basis", "span"),
    [
        ("BNPT dan UNODC bertemu di Wina, Selasa (14/5/2024).", "id", "day", "stated", ("2024-05-14", "2024-05-14")),
        ("BNPT dan UNODC bertemu di Wina pada 13-15 Mei 2024.", "id", "day", "stated", ("2024-05-13", "2024-05-15")),
        ("BNPT dan UNODC bertemu di Wina pada April 2024.", "id", "month", "stated", ("2024-04-01", "2024-04-30")),
        ("BNPT dan UNODC bertemu di Wina pada 2023.", "id", "year", "stated", ("2023-01-01", "2023-12-31")),
        ("BNPT dan UNODC bertemu di Wina, Selasa lalu.", "id", "day", None, ("2024-05-14", "2024-05-14")),
        ("BNPT dan UNODC bertemu di Wina beberapa waktu lalu.", "id", "before", "relative", ("", "2024-05-16")),
        ("BNPT and UNODC met in Vienna yesterday.", "en", "day", "relative", ("2024-05-15", "2024-05-15")),
        ("BNPT and UNODC met in Vienna on Tuesday.", "en", "day", "weekday", ("2024-05-14", "2024-05-14")),
        ("BNPT and UNODC will meet in Vienna from 29 November to 2 December 2024.", "en", "day", "stated", ("2024-11-29", "2024-12-02")),
    ],
)  # fmt: skip
def test_dates_have_their_precision_and_basis(
    words: str, lang: str, precision: str, basis: str | None, span: tuple[str, str]
) -> None:
    event = event_of(words, "meeting", lang)
    assert (event.date_precision, span_of(event)) == (precision, span)
    assert basis is None or event.date_basis == basis


def test_without_a_date_there_is_none() -> None:
    event = event_of("BNPT dan UNODC akan menandatangani nota kesepahaman di Wina.", "agreement")
    assert (event.date_start, event.date_end, event.date_precision, event.date_basis) == (
        None,
        None,
        "unknown",
        "none",
    )


def test_the_day_of_publication_never_stands_in() -> None:
    text = "BNPT and UNODC signed a memorandum of understanding, the agency said in a statement received on Thursday, 16 May 2024."
    assert all(date(2024, 5, 16) not in (e.date_start,) for e in events_of(text, "en"))


def test_a_caption_in_agency_form_is_an_event_of_its_own() -> None:
    text = (
        "BNPT menilai ancaman daring naik.\n\n"
        "Kepala BNPT Budi Raharjo menerima Duta Besar Jepang Kenji Sato di Bogor, Senin (6/5/2024). ANTARA FOTO/Bayu Aji"
    )
    event = only_event(text)
    assert (event.type in ("meeting", "visit"), span_of(event)[0]) == (True, "2024-05-06")
    assert {"bnpt", "Budi Raharjo", "jpn", "Kenji Sato"} == names_of(event, page_of(text))


@pytest.mark.xfail(strict=True, reason='names are not read in a caption that opens with "Foto:"')
def test_a_caption_that_opens_with_foto_names_those_it_shows() -> None:
    text = (
        "BNPT menilai ancaman daring naik.\n\n"
        "Foto: Kepala BNPT Budi Raharjo menerima Duta Besar Jepang Kenji Sato di Bogor, Senin (6/5/2024)."
    )
    assert {"bnpt", "Budi Raharjo", "jpn", "Kenji Sato"} == names_of(only_event(text), page_of(text))


@pytest.mark.xfail(strict=True, reason='"kedua menteri" takes the bodies told of last, not the two ministers')
def test_both_ministers_sign() -> None:
    text = (
        "Menteri Luar Negeri Retno Marsudi bertemu Menteri Luar Negeri Australia Penny Wong di Canberra, "
        "Selasa (14/5/2024).\n\nPada kesempatan yang sama, kedua menteri menandatangani nota kesepahaman."
    )
    assert {"retno-marsudi", "penny-wong"} <= names_of(event_of(text, "agreement"), page_of(text))


@pytest.mark.xfail(strict=True, reason='"ia" is not followed back to the person of the sentence before')
def test_a_pronoun_takes_part() -> None:
    text = (
        "Kepala BNPT Budi Raharjo melakukan kunjungan kerja ke Singapura pada 6-8 Mei 2024. "
        "Dalam kunjungan itu, ia bertemu Menteri Dalam Negeri Singapura Lim Wei pada 7 Mei 2024."
    )
    assert {"bnpt", "Budi Raharjo"} <= names_of(event_of(text, "meeting"), page_of(text))


def test_one_handover_told_twice_is_one() -> None:
    text = (
        "BNPT menyerahkan kompensasi Rp1,2 miliar kepada 20 korban di Denpasar, Senin (13/5/2024). "
        "Kompensasi diserahkan bersama LPSK."
    )
    assert len(events_of(text)) == 1


def test_a_named_occasion_keeps_its_name_and_number() -> None:
    text = "The 8th Indonesia-Australia Bilateral Consultations on Counter-Terrorism were held in Hobart on 13-14 May 2024."
    event = only_event(text, "en")
    assert (event.type, event.series_number) == ("meeting", 8)
    assert event.name and "Bilateral Consultations on Counter-Terrorism" in event.name


def test_an_agreement_keeps_its_instrument() -> None:
    text = "BNPT dan LPSK menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024)."
    assert only_event(text).instrument == "nota kesepahaman"


def test_every_value_has_its_proof_in_the_text() -> None:
    text = (
        "BNPT dan UNODC menggelar lokakarya pencegahan di Semarang pada 13-15 Mei 2024, didanai Jepang. "
        "Lokakarya itu mendukung RAN PE 2020-2024."
    )
    event = event_of(text, "conference")
    fields = {p.field for p in event.proofs}
    assert {"event_type", "status", "date_start", "date_end", "place_name", "country"} <= fields
    assert {f"role:{p.actor_key}" for p in event.participants} <= fields
    assert {f"relation:{key}" for key, _ in event.programmes} <= fields
    assert {p.value for p in event.proofs if p.field == "themes"} == set(event.themes)
    for proof in event.proofs:
        assert 0 <= proof.start < proof.end <= len(text)
        assert 0.0 <= proof.confidence <= 1.0
        assert proof.rule
    assert {text[p.start : p.end] for p in event.proofs if p.field == "place_name"} == {"Semarang"}


def test_events_come_in_the_order_they_are_told() -> None:
    text = (
        "BNPT dan LPSK menandatangani nota kesepahaman di Jakarta, Senin (13/5/2024).\n\n"
        "BNPT dan UNODC menggelar pelatihan di Solo pada 14-15 Mei 2024.\n\n"
        "BNPT akan mengunjungi UNOCT di New York pada Juni 2024."
    )
    found = events_of(text)
    assert [e.key for e in found] == ["e1", "e2", "e3"]
    assert [e.type for e in found] == ["agreement", "training", "visit"]


def test_word_lists_hold_words_only() -> None:
    """YAML reads a bare `on` or `no` as true or false."""
    from flows.common.data import load_yaml
    from flows.extract.cues import LANG_FOLDER

    def strays(content: object) -> list[object]:
        if isinstance(content, dict):
            return [one for value in content.values() for one in strays(value)]
        if isinstance(content, list):
            return [one for value in content for one in strays(value)]
        return [content] if isinstance(content, bool) or content is None else []

    found = {
        path.parent.name + "/" + path.name: strays(load_yaml(path)) for path in LANG_FOLDER.rglob("*.yml")
    }
    assert {name: words for name, words in found.items() if words} == {}
