"""Where names begin and end: first names, initials, corps and honorifics; branches, parents, brackets, schools, units."""

from __future__ import annotations

import pytest

from tests.unit.extract.pages import page_of


def names(text: str, kind: str, lang: str = "id") -> list[str]:
    return [actor.name for actor in page_of(text, lang).actors if actor.kind == kind]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Hadir Kasubdit Kerja Sama Wilayah Amerika dan Eropa Wandi Adrianto Syamsu.", "id", "Wandi Adrianto Syamsu"),
        ("Ia ditemui Kepala Biro Umum BNPT, Budi Santoso A.W., di Sentul.", "id", "Budi Santoso A.W."),
        ("Kata Kepala Penerangan Kodam, Letnan Kolonel Infantri Teguh Wardana, di Denpasar.", "id", "Teguh Wardana"),
        ("Ia menemui Duta Besar Oman, Nazar bin al-Julanda bin Majid, di Jakarta.", "id", "Nazar bin al-Julanda bin Majid"),
        ("Peresmian dihadiri Direktur Kelembagaan BNPT Kuswiyoto dan para santri.", "id", "Kuswiyoto"),
        ("Gubernur NTB Zulkieflimansyah meyakini langkah tersebut.", "id", "Zulkieflimansyah"),
        ("Defence Secretary Shri Rajesh Kumar Singh opened the exercise.", "en", "Rajesh Kumar Singh"),
        ("Major-General Fadel Al-Hamoud received the envoy.", "en", "Fadel Al-Hamoud"),
        ("US Ambassador to Manila MaryKay Carlson led the ceremony.", "en", "MaryKay Carlson"),
    ],
)  # fmt: skip
def test_a_persons_name_is_whole_and_bare(text: str, lang: str, name: str) -> None:
    assert names(text, "person", lang) == [name]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Latihan ditutup di Bandara Ahmad Yani, Semarang.", "id"),
        ("Kuliah umum digelar di Auditorium Prof. Wuryanto, Semarang.", "id"),
        ("Kepala BNPT Ingatkan Bahaya Radikalisme di Kampus", "id"),
        ("Insya Allah kerja sama itu diteken bulan depan.", "id"),
        ("The planes were turned over at Villamor Airbase on Thursday.", "en"),
        ("Abu Sayyaf and other groups remain active.", "en"),
    ],
)
def test_places_verbs_and_groups_are_no_persons(text: str, lang: str) -> None:
    assert names(text, "person", lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Simulasi dimulai Satuan Gerak Cepat (Satgerak) TNI pagi itu.", "id", "Satuan Gerak Cepat (Satgerak) TNI"),
        ("Ulama hadir dari Majelis Ulama Indonesia (MUI) Kabupaten Cirebon.", "id", "Majelis Ulama Indonesia (MUI) Kabupaten Cirebon"),
        ("Sosialisasi digelar FKPT Jepara pada Kamis.", "id", "FKPT Jepara"),
        ("Mereka berkunjung ke Kantor Kementerian Agama Kabupaten Serang.", "id", "Kantor Kementerian Agama Kabupaten Serang"),
        ("Hadir juga Komando Resor Militer 064/Maulana Yusuf dalam rapat.", "id", "Komando Resor Militer 064/Maulana Yusuf"),
        ("Ikrar dibacakan di hadapan Lapas Narkotika Kelas IIA Gunung Sindur.", "id", "Lapas Narkotika Kelas IIA Gunung Sindur"),
        ("Rombongan diterima SMA Negeri 13 Semarang, Kamis.", "id", "SMA Negeri 13 Semarang"),
        ("Delegasi mengunjungi Perguruan Tinggi Pertahanan Nasional Nigeria.", "id", "Perguruan Tinggi Pertahanan Nasional Nigeria"),
        ("Officials of the Counter-Terrorism Committee of the UN Security Council came.", "en", "Counter-Terrorism Committee of the UN Security Council"),
        ("The Banten High Prosecutor's Office took part.", "en", "Banten High Prosecutor's Office"),
        ("The delegation called on the National Security Council.", "en", "National Security Council"),
        ("The Youth Union named after Magtymguly took part.", "en", "Youth Union named after Magtymguly"),
        ("The Countering Violent Extremism Working Group met.", "en", "Countering Violent Extremism Working Group"),
    ],
)  # fmt: skip
def test_an_organisations_name_goes_on(text: str, lang: str, name: str) -> None:
    assert name in names(text, "organisation", lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Korban bom Kedutaan Besar Australia menerima santunan.", "id"),
        ("They remembered the bombing of the Australian Embassy.", "en"),
        ("Nota diteken di Gedung Badan Usaha Milik Negara, Gambir.", "id"),
        ("Ia alumni Akpol 1985.", "id"),
        ("Ia mendatangi sebuah Perguruan Tinggi di Solo.", "id"),
        ("Pemberdayaan lewat Program Pesantren Bersinar dimulai.", "id"),
        ("Union Home Minister Amit Shah spoke.", "en"),
    ],
)
def test_targets_sites_schooling_and_kinds_are_no_actors(text: str, lang: str) -> None:
    assert names(text, "organisation", lang) == []


def test_a_units_office_names_its_parent() -> None:
    text = "Rapat dipimpin Kepala Biro Perencanaan Kemenpora Ramidin Saragih."
    assert names(text, "organisation") == ["Kemenpora"]


def test_a_corps_in_brackets_behind_a_rank_is_no_actor() -> None:
    text = "Pidato kunci disampaikan Mayjen (TNI) Ramidin Saragih selaku Sekretaris Utama BNPT."
    assert names(text, "organisation") == ["BNPT"]


def test_a_bracket_in_a_name_gives_its_short_form() -> None:
    text = (
        "Tandai Lahirnya Satgerak\n\nMenteri membentuk Satuan Gerak Cepat (Satgerak) TNI. "
        "Satgerak langsung berlatih di Sentul."
    )
    (unit,) = [a for a in page_of(text).actors if "Satgerak" in (a.name, *a.aliases)]
    assert unit.name == "Satuan Gerak Cepat (Satgerak) TNI"


def test_a_school_is_one_under_all_its_forms() -> None:
    text = (
        "Rombongan mengunjungi Sekolah Menengah Atas (SMA) 3 Palu, Kamis. Guru SMA 3 Palu menyambut mereka. "
        "Mengapa SMA 3 dipilih?"
    )
    (school,) = [a for a in page_of(text).actors if a.kind == "organisation"]
    assert {"SMA 3 Palu", "SMA 3"} <= set(school.aliases)


def test_an_acronym_behind_a_country_is_its_body() -> None:
    text = "Hadir unit dari Jepang (ZAFIK) dan Amerika Serikat (USA)."
    assert names(text, "organisation") == ["ZAFIK"]


def test_a_countrys_possessive_is_no_part_of_a_name() -> None:
    text = "Talks were held with Uzbekistan's Ministry of Internal Affairs in Tashkent."
    (ministry,) = [a for a in page_of(text, "en").actors if a.kind == "organisation"]
    assert (ministry.name, ministry.country) == ("Ministry of Internal Affairs", "UZB")


@pytest.mark.parametrize("signature", ["BAMBANG H. (ASTANA)", "- Raymond A."])
def test_the_writers_name_at_the_end_is_no_actor(signature: str) -> None:
    text = f"Delegasi Indonesia tiba di Astana pada Senin untuk bertemu pejabat setempat.\n\n{signature}"
    assert names(text, "person") == []


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Hadir Inspektur BNPT Amrizal dan para pejabat.", "Amrizal", "Inspektur BNPT"),
        ("Kata penasihat keamanan Pakistan Sartaj Aziz di Delhi.", "Sartaj Aziz", "penasihat keamanan Pakistan"),
    ],
)  # fmt: skip
def test_offices_in_small_letters_and_inspectors(text: str, name: str, office: str) -> None:
    (person,) = [a for a in page_of(text).actors if a.kind == "person"]
    assert (person.name, [o.title for o in person.offices]) == (name, [office])


def test_a_short_form_belongs_to_the_name_beside_it() -> None:
    text = (
        "The Office of the National Security Adviser (ONSA) opened a course, the News Agency of Nigeria (NAN) reports. "
        "British High Commission staff attended."
    )
    actors = {a.name: a.aliases for a in page_of(text, "en").actors if a.kind == "organisation"}
    assert actors == {"Office of the National Security Adviser": ["ONSA"], "British High Commission": []}
