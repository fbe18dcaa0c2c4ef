"""Names by their form, with the project's own registries: where an unregistered name begins and ends, and what is none."""

from __future__ import annotations

import pytest

from tests.unit.extract.pages import page_of


def named(text: str, lang: str, kind: str) -> set[str]:
    """Every form of the actors of one kind that `text` names."""
    return {
        form
        for actor in page_of(text, lang).actors
        if actor.kind == kind
        for form in (actor.name, *actor.aliases)
    }


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Officials of the Maldives Customs Service took part.", "en", "Maldives Customs Service"),
        ("The list named the Prosecutor General’s Office and others.", "en", "Prosecutor General’s Office"),
        ("The 19th India-Brazil Counter Terrorism Joint Working Group met.", "en", "India-Brazil Counter Terrorism Joint Working Group"),
        (
            "The India-Brazil joint working group on counter-terrorism met in Delhi.",
            "en",
            "India-Brazil joint working group on counter-terrorism",
        ),
        ("The OSCE Centre in Bishkek held a course.", "en", "OSCE Centre in Bishkek"),
        ("The money went to Malawi’s Cyber Forensics Unit, Bomb Disposal Unit and others.", "en", "Bomb Disposal Unit"),
        ("Experts of the Financial intelligence Centre spoke.", "en", "Financial intelligence Centre"),
        ("Acara digelar Pimpinan Cabang Muhammadiyah Kalirejo pada Sabtu.", "id", "Pimpinan Cabang Muhammadiyah Kalirejo"),
        ("Hadir wakil KJRI Perth dan Athan di Canberra.", "id", "KJRI Perth"),
        ("Rapat dihadiri Polri serta dari Kejaksaan.", "id", "Kejaksaan"),
        ("Kepala Kejaksaan Tinggi Jateng Sudarmin SH hadir.", "id", "Kejaksaan Tinggi Jateng"),
        ("ZQUIF selaku tuan rumah menerima tamunya.", "id", "ZQUIF"),
        ("Talks of the Chile-Spain Binational commission were held.", "en", "Chile-Spain Binational commission"),
        ("Ia mengunjungi Rumah Tahanan Negara (Rutan) Klandasan.", "id", "Rumah Tahanan Negara (Rutan) Klandasan"),
        ("Acara digelar di PT Indonesia Power bersama BNPT.", "id", "PT Indonesia Power"),
        ("Director of the Temasek Foundation Ng Boon Heong spoke.", "en", "Temasek Foundation"),
        ("The United Nations Office on Quiet Seas opened a course.", "en", "United Nations Office on Quiet Seas"),
        ("The UN Task Force on Regional Threats held a seminar.", "en", "UN Task Force on Regional Threats"),
        ("Officers of the Prosecutor’s Office and the Ministry of Interior came.", "en", "Ministry of Interior"),
        ("The Saudi Central Bank took part.", "en", "Saudi Central Bank"),
        ("PAVE Network and Global Community Engagement Resilience Fund met.", "en", "PAVE Network"),
        ("Nota diteken Universitas Muhammadiyah Ternate, Kamis.", "id", "Universitas Muhammadiyah Ternate"),
        ("Kepala BNPT menerima kunjungan Lemhannas Inggris di Jakarta.", "id", "Lemhannas Inggris"),
        ("Komitmen Pemkot Pontianak disampaikan dalam rapat.", "id", "Pemkot Pontianak"),
    ],
)  # fmt: skip
def test_a_name_that_no_registry_holds_is_found_whole(text: str, lang: str, name: str) -> None:
    assert name in named(text, lang, "organisation")


@pytest.mark.parametrize(
    ("text", "lang", "form"),
    [
        ("Police Chiefs from the region met.", "en", "Police Chiefs"),
        ("The OSCE Centre Political Officer Ann Lee spoke.", "en", "OSCE Centre Political"),
        ("The Special Operations Forces of Morocco trained in Pabbi.", "en", "Operations Forces of Morocco"),
        ("Talks were led by a Senior Bureau Official.", "en", "Senior Bureau Official"),
        ("BNPT menggandeng Organisasi Kemahasiswaan dan warga.", "id", "Organisasi Kemahasiswaan"),
        ("Latihan diikuti sepuluh negara ASEAN di Sentul.", "id", "ASEAN"),
        ("Latihan diikuti negara anggota ASEAN di Sentul.", "id", "ASEAN"),
        ("The drill was joined by the 10 ASEAN nations.", "en", "ASEAN"),
        ("Malang, NU Online Jatim melaporkan rapat itu.", "id", "NU Online Jatim"),
        ("FKPT Provinsi Maluku Utara (Malut) menggelar dialog.", "id", "Malut"),
        ("Para kepala Kantor Urusan Agama (KUA) Kecamatan hadir.", "id", "Kantor Urusan Agama"),
        ("Eks Ketua Mahkamah Konstitusi (MK) itu berkata demikian.", "id", "MK"),
        ("Latihan itu kerja Policy and Mediation Division of the UN’s Department of Peace.", "id", "Policy and Mediation Division of the UN"),
    ],
)  # fmt: skip
def test_kinds_of_bodies_and_parts_of_names_are_no_organisations(text: str, lang: str, form: str) -> None:
    assert form not in named(text, lang, "organisation")


def test_an_office_in_a_place_has_its_name_without_the_place_as_well() -> None:
    text = "The OSCE Centre in Osh held a course. Later the OSCE Centre thanked its guests."
    (centre,) = [a for a in page_of(text, "en").actors if a.name == "OSCE Centre in Osh"]
    assert centre.aliases == ["OSCE Centre"]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Hadir Wakil Jaksa Agung Darmono dan lainnya.", "id", "Darmono"),
        ("Kepala Badiklat Kejaksaan Agung Muhammad Salim membuka acara.", "id", "Muhammad Salim"),
        ("On behalf of the minister, Perpetual O. Dufu reaffirmed this.", "en", "Perpetual O. Dufu"),
        ("Kasat Binmas Marupa Sibarani turut hadir.", "id", "Marupa Sibarani"),
        ("He met his Egyptian counterpart, Sameh Tawfiq, in Cairo.", "en", "Sameh Tawfiq"),
        (
            "“This matters,” said Zorvan Mekhilo, National Programme Officer in the OSCE.",
            "en",
            "Zorvan Mekhilo",
        ),
        ("The delegation was led by Ambassador K.C. Singh, Additional Secretary.", "en", "K.C. Singh"),
        ("Pangdam VII Wira Buana Mayjen TNI Agus Santoso hadir.", "id", "Agus Santoso"),
        ("Hadir pula Jorge de la Fuente, direktur pelaksana.", "id", "Jorge de la Fuente"),
    ],
)
def test_a_person_is_cut_clean_of_the_office_before(text: str, lang: str, name: str) -> None:
    assert name in named(text, lang, "person")


def test_an_initial_is_no_other_persons_name_and_a_father_not_his_son() -> None:
    text = "Sekretaris Daerah Mulyono didampingi Marsma TNI Andi M Taufik membuka rapat."
    assert {"Mulyono", "Andi M Taufik"} <= {a.name for a in page_of(text).actors if a.kind == "person"}
    text = (
        "It was attended by King Hamdan bin Rashad and Prince Mohammed bin Hamdan bin Rashad of Saudi Arabia."
    )
    assert {"Hamdan bin Rashad", "Mohammed bin Hamdan bin Rashad"} <= {
        a.name for a in page_of(text, "en").actors
    }


def test_a_feast_is_no_person() -> None:
    text = "Bertepatan dengan peringatan Hari Kartini, BNPT mengundang Fatayat NU."
    assert not named(text, "id", "person")


@pytest.mark.parametrize(
    ("text", "lang", "absent"),
    [
        ("Duta Besar Kanada untuk Indonesia dan Timor Leste bertemu Kepala BNPT.", "id", "Timor Leste"),
        ("PPATK bertemu lembaga intelijen Singapura (STRO) dan Thailand (AMLO).", "id", "Singapura"),
        ("Experts have already been sent to work in several countries: Algeria, Chad and Niger.", "en", "Algeria"),
        ("Kasubdit Kerja Sama Amerika dan Eropa BNPT hadir.", "id", "Amerika"),
        ("Rapat diikuti pengurus FKPT se-Indonesia di Jakarta.", "id", "Indonesia"),
        ("India, Iran, Mongolia and Pakistan have observer status.", "en", "Mongolia"),
        ("The group has Brunei, Cambodia, Laos and Vietnam among its members.", "en", "Laos"),
        ("LPSK mendampingi warga negara Indonesia yang terluka.", "id", "Indonesia"),
    ],
)  # fmt: skip
def test_a_country_that_is_only_a_place_or_an_owner_is_no_actor(text: str, lang: str, absent: str) -> None:
    assert absent not in named(text, lang, "country")


def test_a_list_that_says_which_states_are_meant_acts() -> None:
    text = "Latihan diikuti delapan negara sahabat seperti Jepang, India, dan Rusia."
    assert {"Jepang", "India", "Rusia"} <= named(text, "id", "country")


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    text = "The mission trains units.\n\nBy order of arrival, it consists of soldiers from Portugal, Spain and Finland.\n\nIt goes on."
    assert {"Portugal", "Spain", "Finland"} <= named(text, "en", "country")


def test_a_branch_is_one_by_the_short_and_the_whole_name_of_its_province() -> None:
    text = "Kesbangpol Provinsi Sulteng menggelar rapat. Kesbangpol Sulawesi Tengah mengundang BNPT."
    (branch,) = [a for a in page_of(text).actors if "Kesbangpol" in a.name]
    assert {branch.name, *branch.aliases} == {"Kesbangpol Provinsi Sulteng", "Kesbangpol Sulawesi Tengah"}


def test_degrees_behind_a_comma_are_no_person_and_a_surname_may_be_a_countrys() -> None:
    assert named("Kepala UPTD Iman Subarno, S.Pd., M. M. membuka acara.", "id", "person") == {"Iman Subarno"}
    text = "Richard Barrett, Paul Jordan and Amarnath Amarasingam met officials."
    assert "Paul Jordan" in named(text, "en", "person")


def test_a_short_form_before_its_long_one_is_the_same_body() -> None:
    text = "Kopassus dan XLA (Xeno Liberation Army) berlatih di Bandung. XLA mengirim satu regu."
    (army,) = [a for a in page_of(text).actors if "XLA" in (a.name, *a.aliases)]
    assert {army.name, *army.aliases} == {"Xeno Liberation Army", "XLA"}
