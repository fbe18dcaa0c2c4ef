"""Who takes part: those that the report puts into the event, and not everyone it names."""

from __future__ import annotations

from flows.extract.events import frames_of
from flows.extract.membership import Parties
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


def test_those_of_links_are_not_weighed_and_only_the_weighed_take_part() -> None:
    page = page_of(MEETING)
    parties = Parties(page, frames_of(page))
    weighed = parties.features(0)
    linked = {actor.key for actor in page.actors if actor.registry_id in ("ppatk", "interpol")}
    assert not linked & set(weighed)
    assert set(parties.members(0)) <= set(weighed)


def test_a_name_says_how_it_stands_to_the_trigger_and_what_governs_it() -> None:
    page = page_of(MEETING)
    weighed = Parties(page, frames_of(page)).features(0)
    by_name = {actor.registry_id or actor.name: weighed.get(actor.key, set()) for actor in page.actors}
    assert {"given", "left", "here_after_opening", "trigger_sentence"} <= by_name["Budi Raharjo"]
    assert {"given", "right", "stood_for", "category_fiu"} & by_name["austrac"] >= {
        "given",
        "right",
        "stood_for",
    }
    assert {"own_companions", "companion"} & by_name["lpsk"] or "there_after_other" in by_name["lpsk"]


def test_a_list_says_how_many_it_names() -> None:
    text = (
        "BNPT menggelar seminar di Jakarta, Selasa (14/5/2024).\n\n"
        "Seminar itu dihadiri Jepang, Malaysia, Singapura, dan Thailand."
    )
    page = page_of(text)
    weighed = Parties(page, frames_of(page)).features(0)
    listed = [said for key, said in weighed.items() if page.by_key[key].kind == "country"]
    assert len(listed) == 4
    assert all(any(name.endswith("_alike_4") for name in said) for said in listed)


def test_who_is_named_far_from_an_event_that_the_report_has_left_is_not_weighed() -> None:
    aside = " ".join(f"LPSK mengirim surat nomor {number} kepada warga." for number in range(20))
    text = (
        "BNPT dan UNODC bertemu di Wina, Selasa (14/5/2024).\n\n"
        "Pada 3 Mei 2019, BNPT dan AUSTRAC menandatangani nota kesepahaman di Bogor.\n\n"
        f"{aside}\n\nINTERPOL mencatat semuanya."
    )
    page = page_of(text)
    frames = frames_of(page)
    parties = Parties(page, frames)
    meeting = next(k for k, frame in enumerate(frames) if frame.type == "meeting")
    ids = {page.by_key[key].registry_id for key in parties.features(meeting)}
    assert {"bnpt", "unodc"} <= ids
    assert "interpol" not in ids
