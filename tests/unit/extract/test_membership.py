"""Who takes part: those that the report puts into the event, and not everyone it names."""

from __future__ import annotations

from flows.extract.membership import Telling as Scene
from flows.extract.membership import features, members
from tests.unit.extract.pages import event_of, names_of, page_of

MEETING = (
    "Kepala BNPT Budi Raharjo bertemu Kepala AUSTRAC Nicole Rose di Jakarta, Selasa (14/5/2024). "
    "Pertemuan itu dihadiri perwakilan LPSK.\n\n"
    "“Kami belajar banyak dari INTERPOL dan Europol,” kata Budi.\n\n"
    "Baca juga: PPATK dan Kejaksaan Agung gelar pelatihan"
)


def test_persons_and_the_bodies_they_stand_for_take_part() -> None:
    found = names_of(event_of(MEETING, "meeting"), page_of(MEETING))
    assert {"bnpt", "Budi Raharjo", "austrac", "lpsk"} <= found


def test_those_named_in_speech_or_links_only_do_not() -> None:
    found = names_of(event_of(MEETING, "meeting"), page_of(MEETING))
    assert not found & {"interpol", "europol", "ppatk", "kejaksaan-agung"}


def test_a_caption_tells_of_its_own_picture_only() -> None:
    text = (
        "BNPT menandatangani nota kesepahaman dengan LPSK di Jakarta, Selasa (14/5/2024).\n\n"
        "Kepala BNPT Budi Raharjo menerima Duta Besar Jepang Kenji Sato di Bogor, Senin (6/5/2024). ANTARA FOTO/Bayu Aji"
    )
    event = event_of(text, "meeting")
    assert names_of(event, page_of(text)) == {"bnpt", "Budi Raharjo", "jpn", "Kenji Sato"}


def test_a_background_event_has_only_those_told_with_it() -> None:
    text = (
        "BNPT dan UNODC bertemu di Wina, Selasa (14/5/2024), dihadiri INTERPOL dan Europol.\n\n"
        "Pada 3 Mei 2019, BNPT dan LPSK menandatangani nota kesepahaman di Bogor."
    )
    found = names_of(event_of(text, "agreement"), page_of(text))
    assert found == {"bnpt", "lpsk"}


def test_scores_are_probabilities_and_an_actor_that_is_not_told_of_has_none() -> None:
    page = page_of(MEETING)
    from flows.extract.events import frames_of

    frames = frames_of(page)
    scene = Scene(page, frames)
    scored = {actor.key: features(scene, 0, actor) for actor in page.actors}
    linked = [actor.key for actor in page.actors if actor.registry_id in ("ppatk", "interpol")]
    assert all(scored[key] is None for key in linked)
    assert set(members(scene, 0)) <= set(scored)
