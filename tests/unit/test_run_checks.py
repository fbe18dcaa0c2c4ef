"""What a run needs beyond its inputs is looked at before any work: the model's client and measures, the cluster's parts."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from flows import run
from flows.common.settings import Settings

URL = "http://127.0.0.1:9/v1"
DASK = "tcp://127.0.0.1:9"


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else real(name))


def test_rules_alone_on_one_machine_need_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("openai", "prefect_dask"):
        without(monkeypatch, package)
    run.check_model(Settings())
    run.check_cluster(Settings())


def test_a_model_needs_its_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "openai")
    with pytest.raises(run.UserError, match=r"client is missing: pip install .*requirements\.txt"):
        run.check_model(Settings(model_url=URL, model_measured=tmp_path / "model.yml"))


def test_a_model_needs_its_measures(tmp_path: Path) -> None:
    with pytest.raises(run.UserError, match="no such file; measure with `sinergi model measure`"):
        run.check_model(Settings(model_url=URL, model_measured=tmp_path / "model.yml"))


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, "without shared"),
        ({"shared": "s3://bucket/x"}, "without prefect_api"),
    ],
)
def test_a_cluster_needs_storage_and_a_server(settings: dict[str, Any], fault: str) -> None:
    with pytest.raises(run.UserError, match=fault):
        run.check_cluster(Settings(dask=DASK, **settings))


def test_a_cluster_needs_its_task_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "prefect_dask")
    with pytest.raises(run.UserError, match="task runner is missing"):
        run.check_cluster(Settings(dask=DASK))
