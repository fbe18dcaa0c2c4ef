"""`sinergi doctor`: every kind of broken ground is found, and the line says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows import doctor
from flows.common.settings import Settings
from flows.doctor import Finding, examine


def found(folder: Path, **more: Any) -> dict[str, Finding]:
    values: dict[str, Any] = {"work": folder / "work", "out": folder / "out"}
    return {finding.check: finding for finding in examine(Settings(**values | more))}


def test_sound_ground(tmp_path: Path) -> None:
    findings = found(tmp_path)
    assert [one.line() for one in findings.values() if not one.good] == []
    assert {"python", "packages", "inputs", "work disk", "clock", "prefect"} <= set(findings)
    assert findings["packages"].line() == "ok   packages     as locked"


def test_a_package_that_is_not_the_locked_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("polars==0.0.1 \\\n    --hash=sha256:0\n", encoding="utf-8")
    monkeypatch.setattr(doctor, "PROJECT", tmp_path)
    bad = found(tmp_path)["packages"]
    assert not bad.good
    assert "polars" in bad.found
    assert "pip install --require-hashes" in bad.line()


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FREE_BYTES", 1 << 60)
    assert not found(tmp_path)["work disk"].good


def test_a_folder_that_takes_no_file(tmp_path: Path) -> None:
    place = Path("/proc/self")  # takes no file of anyone, whatever rights they have
    findings = found(tmp_path, work=place / "work")
    assert not findings["work"].good
    assert "right to write" in findings["work"].line()


def test_a_clock_before_the_latest_release(tmp_path: Path) -> None:
    release = tmp_path / "out" / "2990-01-01.1"
    (release / "data").mkdir(parents=True)
    (release / "manifest.json").write_text("{}", encoding="utf-8")
    bad = found(tmp_path)["clock"]
    assert not bad.good
    assert "set it: it is before 2990-01-01" in bad.line()


def test_inputs_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "n001.json").write_text("{", encoding="utf-8")
    bad = found(tmp_path, gold=tmp_path / "gold")["inputs"]
    assert not bad.good
    assert "n001.json" in bad.line()


def test_services_that_do_not_answer(tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        prefect_api="http://127.0.0.1:9/api",
        dask="tcp://127.0.0.1:9",
        shared=str(tmp_path / "shared"),
        model_url="http://127.0.0.1:9/v1",
        model_measured=tmp_path / "model.yml",
    )
    assert not findings["prefect"].good
    assert not findings["dask"].good
    assert findings["shared"].good
    assert "sinergi model measure" in findings["model"].line()
    assert "unset SINERGI_MODEL_URL" in findings["endpoint"].line()


def test_a_cluster_needs_a_server_and_storage(tmp_path: Path) -> None:
    assert "dask is set without shared" in found(tmp_path, dask="tcp://127.0.0.1:9")["dask"].line()
    missing = found(tmp_path, dask="tcp://127.0.0.1:9", shared="x")
    assert "dask is set without prefect_api" in missing["dask"].line()
