"""Triggers: which words may tell of an event, what they need beside them, and what they say of it."""

from __future__ import annotations

import pytest

from flows.extract.candidates import Candidate
from flows.extract.triggers import find_triggers
from tests.unit.extract.pages import events_of, page_of


def candidates(text: str, lang: str = "id") -> list[Candidate]:
    """The triggers that plainly tell of an event: with all they need, in a form that reports of the language use."""
    return [
        c
        for c in find_triggers(page_of(text, lang))
        if c.strength != "wide" and c.complete and not (c.odd or c.shouted)
    ]


def types(text: str, lang: str = "id") -> set[str]:
    return {c.type for c in candidates(text, lang)}


def one(text: str, kind: str, lang: str = "id") -> Candidate:
    found = [c for c in candidates(text, lang) if c.type == kind]
    assert found, f"no {kind} in {text!r}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("BNPT dan LPSK menandatangani perjanjian kerja sama.", "id", "agreement"),
        ("Perjanjian kerja sama itu ditandatangani BNPT dan LPSK.", "id", "agreement"),
        ("BNPT and LPSK signed a memorandum of understanding.", "en", "agreement"),
        ("A letter of intent was inked by the two agencies.", "en", "agreement"),
        ("Parlemen meratifikasi konvensi itu.", "id", "agreement"),
        ("BNPT meluncurkan aplikasi pelaporan.", "id", "launch"),
        ("The minister inaugurated the new centre.", "en", "launch"),
        ("TNI dan Polri menggelar simulasi penanggulangan teror.", "id", "exercise"),
        ("Police and army held a table-top exercise.", "en", "exercise"),
        ("UNODC menggelar pelatihan bagi jaksa.", "id", "training"),
        ("UNODC held a training course for prosecutors.", "en", "training"),
        ("Polri dan PDRM menggelar patroli bersama.", "id", "operation"),
        ("The two navies began coordinated patrols.", "en", "operation"),
        ("LPSK menyerahkan kompensasi kepada korban.", "id", "assistance"),
        ("Japan donated 20 scanners to the port.", "en", "assistance"),
        ("Presiden melantik Rudi Hartanto sebagai Kepala BNPT.", "id", "appointment"),
        ("Maria Lopez was sworn in as director.", "en", "appointment"),
        ("BNPT menggelar seminar di kampus.", "id", "conference"),
        ("ASEAN hosted a regional workshop.", "en", "conference"),
        ("Kepala BNPT mengunjungi lapas.", "id", "visit"),
        ("The delegation paid a visit to Jakarta.", "en", "visit"),
        ("Kepala BNPT bertemu Kapolri.", "id", "meeting"),
        ("The two ministers held talks.", "en", "meeting"),
    ],
)
def test_each_type_has_its_words(text: str, lang: str, kind: str) -> None:
    assert kind in types(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Juru bicara menggelar konferensi pers.", "id"),
        ("Ia menerima laporan dari warga.", "id"),
        ("The agency held a press conference.", "en"),
        ("He signed up for the course of action.", "en"),
        ("Militants launched an attack.", "en"),
        ("Terdakwa menjalani sidang vonis.", "id"),
        ("He asked them to exercise caution.", "en"),
    ],
)
def test_forms_that_only_look_like_events_are_none(text: str, lang: str) -> None:
    assert candidates(text, lang) == []
    assert events_of(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Kapolri menandatangani buku tamu.", "id", "agreement"),
        ("She signed autographs.", "en", "agreement"),
        ("Ia menyerahkan diri.", "id", "assistance"),
        ("The governor presented his views.", "en", "assistance"),
        ("Densus 88 membentuk opini.", "id", "launch"),
        ("Polisi meluncurkan operasi pencarian.", "id", "launch"),
        ("The office concluded a five-day course on the law for judges.", "en", "agreement"),
        ("Their seminar concluded in Rome under the new act.", "en", "agreement"),
        ("The centre works in co-operation with BNPT.", "en", "operation"),
    ],
)
def test_a_verb_without_its_object_is_none(text: str, lang: str, kind: str) -> None:
    assert kind not in types(text, lang)


def test_an_agreement_is_concluded() -> None:
    assert "agreement" in types("BNPT and UNODC concluded a five-year agreement on training in Rome.", "en")


def test_the_instrument_is_kept_with_the_agreement() -> None:
    text = "BNPT dan Kemensos meneken nota kesepahaman soal rehabilitasi."
    candidate = one(text, "agreement")
    assert candidate.instrument
    assert text[slice(*candidate.instrument)] == "nota kesepahaman"


def test_an_instrument_named_before_is_signed_in_a_later_sentence() -> None:
    text = "Kedua lembaga menyiapkan sebuah nota kesepahaman sejak Maret. Keduanya ditandatangani di Solo."
    assert [c.form for c in candidates(text) if c.type == "agreement" and c.strength == "verb"] == [
        "ditandatangani"
    ]


def test_drafting_is_a_planned_agreement() -> None:
    assert one("BNPT dan Kemensos tengah menyusun nota kesepahaman.", "agreement").strength == "draft"
    assert one("A memorandum of understanding is being drafted.", "agreement", "en").strength == "draft"


def test_words_of_another_language_count_only_where_they_are_used_there() -> None:
    assert types("BNPT menggelar workshop di Palu.") == {"conference"}
    assert types("Filmnya berjudul met.") == set()


def test_words_inside_a_name_are_no_triggers() -> None:
    assert candidates("Forum Kerukunan Umat Beragama ikut hadir di sana.") == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("India hosted the 16th ASEAN Regional Forum in Goa on Tuesday.", "en", "16th ASEAN Regional Forum"),
        ("Kapolri membuka ASEAN Ministerial Meeting on Transnational Crime (AMMTC) ke-17 di Bali.", "id", "ASEAN Ministerial Meeting on Transnational Crime"),
        ("India is a member of the ASEAN Regional Forum.", "en", None),
    ],
)  # fmt: skip
def test_a_numbered_body_is_its_session(text: str, lang: str, name: str | None) -> None:
    names = [c.occasion for c in candidates(text, lang) if c.strength == "noun"]
    assert names == ([name] if name else [])


def test_related_lines_are_not_read() -> None:
    assert candidates("Cuaca cerah di Palu.\n\nBaca juga: BNPT dan Kemensos teken nota kesepahaman") == []


def test_what_stands_beside_a_trigger_is_noted() -> None:
    assert one("Rapat koordinasi tersebut membahas lapas.", "meeting").definite
    assert one("BNPT kerap menggelar berbagai seminar.", "conference").plural
    assert one("BNPT berharap ada pertemuan lanjutan.", "meeting").hypothetical
    assert one("BNPT belum menandatangani perjanjian itu.", "agreement").negated
    assert one("“Kami bertemu INTERPOL di Lyon untuk membahas banyak hal,” katanya.", "meeting").quoted
    assert not one("BNPT menggelar seminar.", "conference").plural


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        ("The 8th consultation was held in Hobart.", "en", 8),
        ("Rakornas ke-3 digelar di Bali.", "id", 3),
        ("Konsultasi bilateral ke-IV berlangsung.", "id", 4),
        ("The fifth summit opened.", "en", 5),
        ("Seminar perdana digelar.", "id", 1),
        ("Rapat kedua lembaga digelar.", "id", None),
        ("BNPT menggelar rapat.", "id", None),
    ],
)
def test_the_number_in_a_series(text: str, lang: str, number: int | None) -> None:
    assert {c.series_number for c in candidates(text, lang)} == {number}


def test_an_occasion_keeps_its_name() -> None:
    text = "Officials of ten countries attended the Global Summit on Border Security, held in Doha."
    assert one(text, "conference", "en").occasion == "Global Summit on Border Security"
    assert one("Officials attended a summit on border security.", "conference", "en").occasion is None


def test_spans_point_at_the_trigger() -> None:
    text = "Pada Senin, Kapolri bertemu Kepala BNPT."
    candidate = one(text, "meeting")
    assert text[candidate.start : candidate.end] == "bertemu" == candidate.form
