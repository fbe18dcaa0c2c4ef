"""Names linked with registry records: whose body it is, which of two, and which none."""

from __future__ import annotations

from datetime import date

import pytest

from flows.common.registries import ActorRecord, CountryRecord, Registries
from flows.resolve.link import Named, actor_linker
from flows.resolve.states import spelled

DAY = date(2024, 5, 1)
STATES = {
    "idn": CountryRecord("idn", "IDN", "Indonesia", demonyms=("Indonesian",), capital="Jakarta"),
    "ind": CountryRecord("ind", "IND", "India", demonyms=("Indian",), capital="New Delhi"),
    "sgp": CountryRecord("sgp", "SGP", "Singapore", "Singapura", demonyms=("Singaporean",)),
}
BODIES = (
    ActorRecord("kemhan", "organisation", "Kementerian Pertahanan", name_en="Ministry of Defence", country="IDN"),
    ActorRecord("mod-india", "organisation", "Ministry of Defence of India", country="IND"),
    ActorRecord("kemendagri", "organisation", "Kementerian Dalam Negeri", country="IDN"),
    ActorRecord("mea-india", "organisation", "Ministry of External Affairs", country="IND"),
    ActorRecord("fkpt", "organisation", "Forum Koordinasi Pencegahan Terorisme", acronym="FKPT", country="IDN"),
    ActorRecord("fkpt-ntb", "organisation", "FKPT Nusa Tenggara Barat", country="IDN", parent="fkpt"),
    ActorRecord("mui", "organisation", "Majelis Ulama Indonesia", acronym="MUI", country="IDN"),
    ActorRecord("unsc", "organisation", "UN Security Council"),
    ActorRecord("un-ctc", "organisation", "Counter-Terrorism Committee", parent="unsc"),
)  # fmt: skip


def link(
    name: str, text: str = "", lang: str = "en", aliases: tuple[str, ...] = (), given: str | None = None
) -> str | None:
    """Return what a name in a report of that text is linked with."""
    registries = Registries(actors={one.id: one for one in BODIES}, countries=STATES)
    one = Named("r1", "a1", "organisation", name, aliases, given)
    return actor_linker(registries, lambda report: text).link(
        [one], {"r1": DAY}, {"r1"} if lang == "id" else set()
    )[0]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("India's Ministry of Defence said so in Jakarta, Indonesia.", "mod-india"),
        ("The Ministry of Defence of India will host Indonesia and Indonesian troops.", "mod-india"),
        ("New Delhi: the Ministry of Defence said India will co-chair with Singapore.", "mod-india"),
        ("The Ministry of Defence in Jakarta said Indonesia would send Indian guests home.", "kemhan"),
        ("The Ministry of Defence said nothing more.", "kemhan"),
        ("Singapore's Ministry of Defence said so.", None),
    ],
)
def test_a_ministry_is_that_of_the_state_beside_it_or_most_spoken_of(text: str, record: str | None) -> None:
    assert link("Ministry of Defence", text) == record


def test_a_report_in_indonesian_means_its_own_state_unless_another_is_named_beside() -> None:
    assert (
        link("Kementerian Dalam Negeri", "Kementerian Dalam Negeri menerima tamu dari India.", "id")
        == "kemendagri"
    )
    assert link("Kementerian Dalam Negeri", "pejabat Kementerian Dalam Negeri Singapura", "id") is None


def test_a_body_takes_the_country_that_its_report_gives_it() -> None:
    registries = Registries(actors={one.id: one for one in BODIES}, countries=STATES)
    named = [Named("r1", "a1", "organisation", "Ministry of Defence", (), "kemhan", "IDN")]
    linker = actor_linker(registries, lambda report: "Singapore's Ministry of Defence said so.")
    assert linker.link(named, {"r1": DAY}, set()) == [None]
    assert named[0].country == "SGP"


def test_short_forms_of_states_count_only_in_capitals() -> None:
    assert (
        spelled("the US, as the UK's envoy told us")
        == "the United States, as the United Kingdom s envoy told us"
    )
    text = "As India told us, the Ministry of Defence as such is not as ready as us."
    assert link("Ministry of Defence", text) == "mod-india"


def test_a_name_that_one_state_alone_has_needs_no_state() -> None:
    assert link("Ministry of External Affairs", "Indonesia, Indonesia, Indonesia") == "mea-india"


def test_a_form_of_the_part_beside_one_of_the_whole_names_the_part() -> None:
    name = "Forum Koordinasi Pencegahan Terorisme (FKPT) Provinsi NTB"
    assert link(name, aliases=("FKPT", "FKPT NTB"), given="fkpt") == "fkpt-ntb"


def test_the_branch_of_one_regency_is_not_the_whole_body() -> None:
    assert link("Majelis Ulama Indonesia (MUI) Kabupaten Cirebon", aliases=("MUI",), given="mui") is None
    assert link("Majelis Ulama Indonesia (MUI)", aliases=("MUI",)) == "mui"


def test_a_body_is_known_beside_the_one_that_it_is_part_of() -> None:
    assert link("Counter-Terrorism Committee of the UN Security Council") == "un-ctc"
    assert link("Sanctions Committee of the UN Security Council") is None
