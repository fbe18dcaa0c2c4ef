"""Carrying a release elsewhere: the pointer last, and on after a cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.publish import upload as uploading
from flows.publish.files import PublishError, read_json
from flows.publish.upload import upload
from flows.publish.verify import verify


def test_a_release_is_carried_whole(release: Path, tmp_path: Path) -> None:
    told: list[str] = []
    done = upload(release, tmp_path.as_uri(), told.append)
    assert verify(tmp_path / release.name) == []
    assert told[-1].endswith("/latest.json")
    assert done.there == 0
    again = upload(release, tmp_path.as_uri())
    assert again.sent == 0 and again.there == done.sent


def test_a_cut_upload_moves_no_pointer_and_goes_on(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = uploading._send
    left = [9]

    def cut(place: object, name: str, path: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError("the line is cut")
        send(place, name, path)  # type: ignore[arg-type]

    monkeypatch.setattr(uploading, "_send", cut)
    with pytest.raises(PublishError, match="go on where it stopped"):
        upload(release, tmp_path.as_uri())
    assert not (tmp_path / "latest.json").exists()
    monkeypatch.setattr(uploading, "_send", send)
    done = upload(release, tmp_path.as_uri())
    assert done.there == 9
    assert read_json(tmp_path / "latest.json")["version"] == release.name


def test_another_release_of_the_version_is_not_written_over(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / release.name
    folder.mkdir()
    (folder / "SHA256SUMS").write_text("other")
    with pytest.raises(PublishError, match="never changes"):
        upload(release, tmp_path.as_uri())


def test_a_place_of_another_kind_is_refused(release: Path) -> None:
    with pytest.raises(PublishError, match="give a folder"):
        upload(release, "ftp://example.org/x")
