"""The choice of the country in which an event takes place."""

from __future__ import annotations

from flows.extract.events import draft, kept_frames
from flows.extract.membership import Parties
from flows.extract.setting import Offer, Scenery, offers
from tests.unit.extract.pages import event_of, page_of

TALKS = (
    "JAKARTA - Kepala BNPT bertemu Duta Besar Australia Penny Williams di Canberra, Selasa (14/5/2024).\n\n"
    "Keduanya membahas ancaman di Filipina."
)


def offered(text: str, lang: str = "id") -> dict[str | None, Offer]:
    page = page_of(text, lang)
    frames = [frame for frame, _ in kept_frames(page)]
    event = draft(page, Parties(page, frames), 0, 1.0)
    return offers(Scenery(page), frames[0], event)


def test_every_country_that_the_report_offers_is_weighed_and_none_too() -> None:
    assert {"AUS", "IDN", None} <= set(offered(TALKS))


def test_what_speaks_for_a_country_is_noted_with_its_words() -> None:
    found = offered(TALKS)
    assert "first_place" in found["AUS"].features
    assert {"newsroom", "home"} & found["IDN"].features
    span = found["AUS"].span
    assert span is not None
    assert TALKS[slice(*span)] == "Canberra"
    assert "none" in found[None].features and found[None].span is None


def test_the_place_beside_the_trigger_is_where_it_was() -> None:
    event = event_of(TALKS, "meeting")
    assert (event.place_name, event.country) == ("Canberra", "AUS")
    assert any(proof.field == "country" and proof.value == "AUS" for proof in event.proofs)


def test_news_without_a_place_is_set_in_the_city_of_its_dateline() -> None:
    text = (
        "JAKARTA - Kepala BNPT menerima kunjungan Duta Besar Australia Penny Williams, Selasa (14/5/2024).\n\n"
        "Keduanya membahas ancaman di kawasan."
    )
    event = event_of(text, "visit")
    assert (event.place_name, event.place_precision, event.country) == ("Jakarta", "city", "IDN")


def test_who_hosts_it_says_where() -> None:
    for text in (
        "BNPT held talks with India on 14 May 2024. The talks were hosted by New Delhi.",
        "India will host the next counter-terrorism talks with Indonesia on 14 May 2024.",
    ):
        assert "hosts" in offered(text, "en")["IND"].features
    assert "hosts" not in offered(TALKS)["AUS"].features


def test_the_country_of_an_embassy_is_not_where_it_stands() -> None:
    text = "Seminar itu digelar BNPT dan Kedutaan Besar Denmark di Jakarta, Selasa (14/5/2024)."
    denmark = offered(text)["DNK"].features
    assert "mission" in denmark
    assert "home" not in denmark
