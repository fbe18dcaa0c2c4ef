"""Which of the names in a report act in it."""

from __future__ import annotations

import pytest

from flows.extract.acting import Company, _together, acting, features, with_parties_among
from flows.extract.events import find_events
from tests.unit.extract.pages import page_of

TALKS = (
    "Kepala BNPT Boy Rafli Amar menerima Duta Besar Australia Penny Williams di Jakarta, Selasa (14/5/2024).\n\n"
    "Pertemuan itu berlangsung hangat.\n\n"
    "Penny menyampaikan terima kasih. “Kami belajar banyak,” katanya.\n\n"
    "Boy Rafli menilai ancaman belum hilang.\n\n"
    "Ia menyebut petempur yang pulang dari Suriah, Irak, dan Libya."
)


def test_those_who_meet_act() -> None:
    page = page_of(TALKS)
    names = {actor.name for actor in acting(page, find_events(page))}
    assert {"Boy Rafli Amar", "Penny Williams"} <= names


@pytest.mark.xfail(
    strict=True, reason="a list of countries at the end of a report is thought to act: near the threshold"
)
def test_not_all_countries_that_fighters_come_from_act() -> None:
    page = page_of(TALKS)
    assert not {"Suriah", "Libya"} <= {actor.name for actor in acting(page, find_events(page))}


def test_features_tell_origins_offices_and_parts() -> None:
    page = page_of(TALKS)
    company = Company(page, find_events(page))
    by_name = {actor.name: features(company, actor) for actor in page.actors}
    assert "parts_0" in by_name["Libya"] and "last" in by_name["Libya"]
    assert "parts_1" in by_name["Boy Rafli Amar"] and "office" in by_name["Boy Rafli Amar"]


def test_an_event_loses_the_parties_that_do_not_act() -> None:
    page = page_of(TALKS)
    event = find_events(page)[0]
    first = event.participants[0].actor_key
    left = with_parties_among(event, {first})
    assert [party.actor_key for party in left.participants] == [first]
    assert {p.field for p in left.proofs if p.field.startswith("role:")} == {f"role:{first}"}
    assert all(party.on_behalf_of in (None, first) for party in left.participants)


def test_a_list_of_countries_acts_or_does_not_act_as_a_whole() -> None:
    page = page_of("Pertemuan diikuti Indonesia, Australia, Malaysia, dan Filipina.")
    keys = [actor.key for actor in page.actors if actor.kind == "country"]
    likely = dict(zip(keys, (0.9, 0.8, 0.7, 0.2), strict=True))
    unlikely = dict(zip(keys, (0.1, 0.2, 0.3, 0.9), strict=True))
    assert _together(page, likely)[keys[3]] == sum(likely.values()) / 4
    assert _together(page, unlikely) == {}
