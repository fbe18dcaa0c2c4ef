"""Places: cities before venues, countries of namesakes, places that are part of a name, and the homeland."""

from __future__ import annotations

import pytest

from flows.extract.model import PlaceMention
from tests.unit.extract.pages import event_of, page_of


def places(text: str, lang: str = "id") -> dict[str, PlaceMention]:
    return {p.name: p for p in page_of(text, lang).places}


def where(text: str, kind: str, lang: str = "id") -> tuple[str | None, str | None, str | None]:
    event = event_of(text, kind, lang)
    return event.place_name, event.place_precision, event.country


def test_a_city_of_the_gazetteer_has_its_country_and_coordinates() -> None:
    place = places("Rapat digelar di Semarang.")["Semarang"]
    assert (place.kind, place.country, place.located) == ("city", "IDN", True)
    assert place.latitude is not None
    assert -8 < place.latitude < -6


def test_spans_point_at_the_words() -> None:
    text = "Rapat digelar di Semarang, Jawa Tengah."
    assert {text[p.start : p.end] for p in page_of(text).places} == {"Semarang", "Jawa Tengah"}


def test_a_chain_of_places_is_located_as_its_first_is() -> None:
    found = places("Rapat digelar di Sentul, Bogor, Jawa Barat.")
    assert all(found[name].located for name in ("Sentul", "Bogor", "Jawa Barat"))


def test_a_namesake_lies_in_the_country_that_follows() -> None:
    assert places("The talks were held in Alexandria, Egypt.", "en")["Alexandria"].country == "EGY"


def test_places_inside_names_of_bodies_are_no_places() -> None:
    assert places("Universitas Gadjah Mada Yogyakarta dan Polda Jawa Timur ikut hadir.") == {}


def test_a_place_that_is_only_mentioned_is_not_where_it_happened() -> None:
    text = "BNPT dan UNODC bertemu di Bogor, Selasa (14/5/2024), membahas serangan di Surabaya."
    assert where(text, "meeting") == ("Bogor", "city", "IDN")


def test_the_city_of_a_known_venue_is_the_place() -> None:
    text = "BNPT menggelar seminar bersama UNDP di Hotel Borobudur, Selasa (14/5/2024)."
    assert where(text, "conference") == ("Jakarta", "city", "IDN")


def test_the_place_that_is_written_behind_a_venue_stands_for_it() -> None:
    text = "BNPT menggelar seminar bersama UNDP di Hotel Lorin Sentul, Bogor, Selasa (14/5/2024)."
    assert where(text, "conference") == ("Bogor", "city", "IDN")


def test_the_town_in_the_name_of_a_body_is_a_place_where_something_happens_at_its_seat() -> None:
    assert places("Seminar digelar di SMA Negeri 13 Semarang, Selasa.")["Semarang"].located
    assert places("Seminar digelar SMA Negeri 13 Semarang, Selasa.") == {}


def test_the_seat_of_a_known_body_is_the_town_that_its_name_ends_with() -> None:
    text = "Boy met students at the Consulate General of the Republic of Indonesia in Sydney."
    assert [(p.name, p.country, p.located) for p in page_of(text, "en").places] == [("Sydney", "AUS", True)]
    assert places("Kuliah umum digelar di Universitas Negeri Semarang.")["Semarang"].rule == "place-seat"
    assert places("Universitas Negeri Semarang menggelar kuliah umum.") == {}
    assert places("Kuliah umum digelar di Universitas Indonesia.") == {}


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Azurin is just back from Vienna, where he led a delegation.", "en", "Vienna"),
        ("Ia baru kembali dari Wina, tempat kedua delegasi bertemu.", "id", "Wina"),
    ],
)
def test_a_place_is_where_it_was_when_the_text_goes_on_with_where(text: str, lang: str, name: str) -> None:
    assert places(text, lang)[name].located


def test_the_country_that_an_ambassador_is_sent_to_is_not_where_it_was() -> None:
    assert not places("He spoke with the US ambassador to Kazakhstan.", "en")["Kazakhstan"].located
    assert places("He travelled to Kazakhstan.", "en")["Kazakhstan"].located


def test_the_town_behind_an_unknown_venue_is_the_place() -> None:
    text = "BNPT menggelar seminar bersama UNDP di Hotel Ijen Suites, Kota Malang, Selasa (14/5/2024)."
    assert where(text, "conference") == ("Kota Malang", "city", "IDN")


def test_the_city_stands_before_an_unknown_venue() -> None:
    text = "UNODC held a workshop with BNPT at the Sunrise Palm Hotel in Bangkok on 14 May 2024."
    assert where(text, "conference", "en") == ("Bangkok", "city", "THA")


def test_an_unknown_venue_alone_is_the_place() -> None:
    text = "BNPT menggelar seminar bersama UNDP di Hotel Sinar Kencana Raya, Selasa (14/5/2024)."
    assert where(text, "conference")[:2] == ("Hotel Sinar Kencana Raya", "venue")


def test_the_city_after_an_office_is_the_place() -> None:
    text = "BNPT menerima kunjungan UNODC di kantor BNPT, Jakarta, Selasa (14/5/2024)."
    assert where(text, "visit") == ("Jakarta", "city", "IDN")


def test_the_homeland_in_indonesian_text_is_indonesia() -> None:
    text = "Kementerian Luar Negeri memulangkan 12 WNI dari Suriah ke tanah air, Selasa (14/5/2024)."
    assert event_of(text, "operation").country == "IDN"
    assert "Indonesia" in places("Mereka kembali ke Tanah Air.")


def test_the_dateline_tells_the_city_of_the_news() -> None:
    text = "NEW YORK - UNOCT and INTERPOL signed a letter of intent on Tuesday, 14 May 2024."
    assert where(text, "agreement", "en") == ("New York", "city", "USA")


def test_the_dateline_of_the_newsroom_does_not_place_a_meeting_of_states() -> None:
    text = "JAKARTA - Menteri Luar Negeri Retno Marsudi bertemu Menteri Luar Negeri Malaysia, Selasa (14/5/2024)."
    assert where(text, "meeting")[0] is None


def test_the_dateline_of_the_newsroom_places_a_meeting_at_home() -> None:
    text = "JAKARTA - BNPT dan LPSK menandatangani nota kesepahaman, Selasa (14/5/2024)."
    assert where(text, "agreement") == ("Jakarta", "city", "IDN")


def test_the_dateline_does_not_place_what_is_planned_or_long_past() -> None:
    text = (
        "DENPASAR - BNPT dan UNODC akan menggelar lokakarya pada 27 Juni 2024.\n\n"
        "BNPT dan UNODC menandatangani nota kesepahaman pada 3 Maret 2020."
    )
    assert event_of(text, "conference").place_name is None
    assert event_of(text, "agreement").place_name is None


def test_a_place_in_the_text_stands_before_the_dateline() -> None:
    text = "JAKARTA - BNPT dan UNODC menandatangani nota kesepahaman di Wina, Selasa (14/5/2024)."
    assert where(text, "agreement") == ("Wina", "city", "AUT")


def test_a_meeting_over_the_net_is_online_and_has_no_place() -> None:
    event = event_of("BNPT dan UNODC bertemu secara daring pada Selasa (14/5/2024).", "meeting")
    assert (event.is_online, event.place_precision, event.place_name) == (True, "online", None)


def test_no_place_is_made_up() -> None:
    text = "INTERPOL and UNODC signed an agreement on 14 May 2024."
    assert where(text, "agreement", "en") == (None, None, None)


@pytest.mark.xfail(strict=True, reason='"US$2 million" names the United States as an actor')
def test_a_sum_of_dollars_is_not_the_united_states() -> None:
    text = "Australia handed over scanners worth US$2 million to Indonesia in Jakarta on 13 May 2024."
    assert "USA" not in {actor.country for actor in page_of(text, "en").actors}


def test_a_place_at_the_head_of_a_sentence_is_located() -> None:
    assert places("In Vienna, the two sides met again.", "en")["Vienna"].located
    assert places("Di Semarang, keduanya bertemu lagi.")["Semarang"].located


def test_the_capital_of_a_people_is_its_city() -> None:
    found = places("The talks are being held in the Afghan capital.", "en")["Kabul"]
    assert (found.kind, found.country, found.located) == ("city", "AFG", True)


def test_what_is_told_of_at_home_is_no_place_to_go_to() -> None:
    assert not places("Keduanya membahas terorisme di tanah air.")["Indonesia"].located
    assert places("Mereka dipulangkan ke tanah air.")["Indonesia"].located
