"""The descriptions of a release pass the validators of those who defined them, and fit its files."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.publish.files import read_json, sha256
from schemas.release import TABLES


def test_datapackage_passes_the_frictionless_validator(release: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="needs the packages of tests/requirements.txt")
    told = read_json(release / "datapackage.json")
    assert not frictionless.Package.validate_descriptor(told).errors
    package = frictionless.Package(str(release / "datapackage.json"))
    assert package.resource_names == [name.replace("_", "-") for name in TABLES]
    for resource in package.resources:
        assert resource.schema.field_names == pq.read_schema(release / resource.path).names
        assert resource.bytes == (release / resource.path).stat().st_size
    del told["resources"][0]["path"]
    assert frictionless.Package.validate_descriptor(told).errors


def test_croissant_passes_its_validator_and_reads_the_rows(release: Path, tmp_path: Path) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="needs the packages of tests/requirements.txt")
    data = croissant.Dataset(jsonld=release / "croissant.json")
    assert not data.metadata.issues.errors
    assert not data.metadata.issues.warnings
    read = list(data.records("events"))
    assert {row["events/event_id"].decode() for row in read} == set(
        pq.read_table(release / "data" / "events.parquet").column("event_id").to_pylist()
    )
    broken = read_json(release / "croissant.json")
    broken["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nowhere"
    (tmp_path / "croissant.json").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(croissant.ValidationError):
        croissant.Dataset(jsonld=tmp_path / "croissant.json")


def test_both_state_the_digests_of_the_files(release: Path) -> None:
    package, croissant = (read_json(release / name) for name in ("datapackage.json", "croissant.json"))
    for resource, file in zip(package["resources"], croissant["distribution"], strict=True):
        digest = sha256(release / resource["path"])
        assert (resource["hash"], file["sha256"]) == (f"sha256:{digest}", digest)
        assert file["contentUrl"] == resource["path"]
