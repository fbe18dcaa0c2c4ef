"""Programmes: by registry, by number of a law and by the form of the name; periods, acronyms and what is none."""

from __future__ import annotations

import pytest

from tests.unit.extract.pages import event_of, page_of, programmes_of


def test_a_registered_plan_has_its_id_and_period() -> None:
    plan = programmes_of("Para menteri meninjau Bali Work Plan 2019-2025.")["bali-work-plan-2019-2025"]
    assert (plan.kind, plan.start, plan.end) == ("plan", "2019", "2025")


def test_long_name_and_acronym_are_one_programme() -> None:
    text = (
        "Rencana Aksi Nasional Pencegahan dan Penanggulangan Ekstremisme Berbasis Kekerasan yang Mengarah pada "
        "Terorisme (RAN PE) 2020-2024 dievaluasi. RAN PE melibatkan 40 lembaga."
    )
    (plan,) = page_of(text).programmes
    assert plan.registry_id == "ran-pe-2020-2024"
    assert plan.name.startswith("Rencana Aksi Nasional")
    assert "RAN PE" in plan.aliases
    assert len(plan.spans) >= 2


def test_forms_of_one_name_are_one_programme() -> None:
    text = "The Sahel Youth Resilience Programme (SYRP) began in May. SYRP trains teachers."
    (programme,) = page_of(text, "en").programmes
    assert (programme.name, programme.aliases) == ("Sahel Youth Resilience Programme", ["SYRP"])
    assert programme.registry_id is None


@pytest.mark.parametrize(
    ("text", "lang", "name", "kind", "year"),
    [
        (
            "Dasarnya Undang-Undang Nomor 31 Tahun 2099.",
            "id",
            "Undang-Undang Nomor 31 Tahun 2099",
            "law",
            "2099",
        ),
        ("Dasarnya UU No. 31/2099.", "id", "UU No. 31/2099", "law", "2099"),
        (
            "Pemerintah menerbitkan Perpres Nomor 222 Tahun 2031.",
            "id",
            "Perpres Nomor 222 Tahun 2031",
            "law",
            "2031",
        ),
        ("The Council adopted resolution 9996 (2035).", "en", "resolution 9996 (2035)", "law", "2035"),
        (
            "It rests on Presidential Decree No. 77 of 2031.",
            "en",
            "Presidential Decree No. 77 of 2031",
            "law",
            "2031",
        ),
    ],
)
def test_laws_are_known_by_their_number(text: str, lang: str, name: str, kind: str, year: str) -> None:
    (law,) = page_of(text, lang).programmes
    assert (law.name, law.kind, law.start) == (name, kind, year)


def test_a_registered_law_is_found_under_its_number() -> None:
    assert {"uu-5-2018", "perpres-7-2021"} <= set(
        programmes_of("UU Nomor 5 Tahun 2018 dan Perpres Nomor 7 Tahun 2021 menjadi dasar.")
    )


@pytest.mark.parametrize(
    ("text", "lang", "name", "kind"),
    [
        ("BNPT memulai program \"Pelita Tetangga\" di Solo.", "id", "Pelita Tetangga", "programme"),
        ("Kampanye “Ruang Aman Bersama” menyusul.", "id", "Ruang Aman Bersama", "campaign"),
        ("Proyek Ketahanan Komunitas Pesisir (PKKP) dimulai.", "id", "Proyek Ketahanan Komunitas Pesisir", "project"),
        ("Strategi Nasional Pembinaan Lapas 2022-2026 terbit.", "id", "Strategi Nasional Pembinaan Lapas 2022-2026", "strategy"),
        ("They carry out the Harbour Security Action Plan 2023-2027.", "en", "Harbour Security Action Plan 2023-2027", "plan"),
    ],
)  # fmt: skip
def test_unknown_names_are_found_by_their_form(text: str, lang: str, name: str, kind: str) -> None:
    assert {(p.name, p.kind) for p in page_of(text, lang).programmes} == {(name, kind)}


def test_a_name_goes_on_through_on() -> None:
    (found,) = page_of("They endorsed the Marlow Declaration on Border Safety.", "en").programmes
    assert (found.name, found.kind) == ("Marlow Declaration on Border Safety", "agreement")


def test_a_period_in_the_name_is_kept() -> None:
    (plan,) = page_of("They carry out the Harbour Security Action Plan 2023-2027.", "en").programmes
    assert (plan.start, plan.end) == ("2023", "2027")


def test_a_period_behind_the_acronym_is_kept() -> None:
    (plan,) = page_of("They began the Harbour Security Action Plan (HSAP) 2023-2027.", "en").programmes
    assert (plan.start, plan.end) == ("2023", "2027")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("BNPT menyusun program kerja dan rencana aksi.", "id"),
        ("The agencies agreed on an action plan and a capacity-building programme.", "en"),
        ("They praised the strategic partnership.", "en"),
        ("Cuaca cerah di Palu.\n\nBaca juga: Bali Work Plan 2019-2025 ditinjau", "id"),
        ("Ia lulusan Program Studi Hubungan Internasional.", "id"),
    ],
)
def test_what_has_no_name_of_its_own_is_none(text: str, lang: str) -> None:
    assert page_of(text, lang).programmes == []


def test_a_body_with_program_in_its_name_is_no_programme() -> None:
    text = "BNPT and the Anti-Terrorism Council Program Management Center met in Manila."
    assert page_of(text, "en").programmes == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ia ditemui Kepala Bagian Konvensi Internasional Polri di Ankara.", "id"),
        ("Ia menemui Duta Besar Indonesia untuk Uni Emirat Arab (UEA) di Abu Dhabi.", "id"),
        ("Keduanya menandatangani Memorandum of Understanding (MoU) di Jakarta.", "id"),
        ("BNPT Siapkan Program Kerja Sama Baru di Lima Provinsi", "id"),
        ("She spoke with the UNODC Regional Programme Coordinator for Terrorism Prevention.", "en"),
        ("They met at the Nusa Dua Convention Center (NDCC) in Bali.", "en"),
    ],
)
def test_offices_halls_and_headlines_are_none(text: str, lang: str) -> None:
    assert [p for p in page_of(text, lang).programmes if p.registry_id is None] == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        (
            "Forum itu melaksanakan Memorandum of Understanding (MoU) on Combating Border Crime.",
            "id",
            "Memorandum of Understanding (MoU) on Combating Border Crime",
        ),
        ("BNPT menjalankan Program Kampung Pesisir Tangguh di Bima.", "id", "Program Kampung Pesisir Tangguh"),
        ("Hibah itu bagian dari Malta-Fiji Plan of Action 2031-2035.", "id", "Malta-Fiji Plan of Action 2031-2035"),
        ("Officials of the agency and the Sahel Youth Resilience Programme met.", "en", "Sahel Youth Resilience Programme"),
        ("They opened the “Quiet Harbour” campaign in Malta.", "en", "Quiet Harbour"),
    ],
)  # fmt: skip
def test_where_a_name_begins_and_ends(text: str, lang: str, name: str) -> None:
    assert [p.name for p in page_of(text, lang).programmes] == [name]


def test_spans_point_at_the_name() -> None:
    text = "Mereka meninjau Bali Work Plan 2019-2025 di Manila."
    (plan,) = page_of(text).programmes
    assert [text[a:b] for a, b, _ in plan.spans] == ["Bali Work Plan 2019-2025"]


@pytest.mark.parametrize(
    ("text", "kind", "lang", "relation"),
    [
        ("Indonesia meluncurkan RAN PE 2020-2024 di Jakarta, Selasa (14/5/2024).", "launch", "id", "launches"),
        (
            "ASEAN menggelar pertemuan di Manila, Selasa (14/5/2024), untuk meninjau perkembangan Bali Work Plan 2019-2025 bersama UNODC.",
            "meeting", "id", "reviews",
        ),
        (
            "UNODC held a training course in Solo on 14 May 2024 with BNPT to implement the Bali Work Plan 2019-2025.",
            "training", "en", "implements",
        ),
    ],
)  # fmt: skip
def test_an_event_tells_what_it_does_with_a_programme(text: str, kind: str, lang: str, relation: str) -> None:
    page = page_of(text, lang)
    event = event_of(text, kind, lang)
    assert [(page.programmes[0].key, relation)] == event.programmes


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("It is part of the Norwegian Government-funded Programme to Foster Calm in the Sahel.", "en", "Programme to Foster Calm in the Sahel"),
        ("Funds came from the Government of Norway’s Border Calm Building Program.", "en", "Border Calm Building Program"),
        ("Officials drafted the National Counter Piracy Policy of Malawi (NCPPM).", "en", "National Counter Piracy Policy of Malawi"),
        ("Schools join through the 'Linking Classrooms Program' this year.", "en", "Linking Classrooms Program"),
        ("The ministry runs the Preventing Harm to Youth (PHY) Program.", "en", "Preventing Harm to Youth (PHY) Program"),
        ('UNODC began the EU project, "Support to Addressing the Risk of Piracy and to Increasing Calm in the Comoros", last year.', "en", "Support to Addressing the Risk of Piracy and to Increasing Calm in the Comoros"),
        ("Dasarnya Keputusan Menteri Koordinator Bidang Politik Nomor 77 Tahun 2016.", "id", "Keputusan Menteri Koordinator Bidang Politik Nomor 77 Tahun 2016"),
    ],
)  # fmt: skip
def test_a_programme_begins_and_ends_with_its_own_words(text: str, lang: str, name: str) -> None:
    assert name in {programme.name for programme in page_of(text, lang).programmes}


@pytest.mark.parametrize(
    "text",
    [
        "Talks were led by the Ministry of Sports and Youth Policy on Monday.",
        "BNPT menandatangani Nota Kesepahaman dengan Lembaga Pembinaan Umat.",
    ],
)
def test_a_ministry_or_an_unnamed_memorandum_is_no_programme(text: str) -> None:
    assert not page_of(text, "en" if "Ministry" in text else "id").programmes
