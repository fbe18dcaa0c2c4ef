"""A release made from the sample run, shared by the tests that only read it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from flows.publish.stage import publish
from flows.validate.stage import validate


def load_sample() -> ModuleType:
    """Return the module sample.py beside this file, loaded once."""
    name = "sinergi_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("sample.py"))
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session", autouse=True)
def still_code() -> Iterator[None]:
    """Let the digest of the code stand still, so that an edit during the tests changes no release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.publish.delta.code_hash", lambda: "c" * 64)
        patch.setattr("flows.publish.manifest.code_hash", lambda: "c" * 64)
        yield


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The hand-made run."""
    return load_sample()


@pytest.fixture(scope="session")
def release(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample run; read only."""
    root = tmp_path_factory.mktemp("release")
    work = sample.write(root / "work")
    validate(work, root, None, None, sample.V1)
    return publish(work, root / "out", sample.V1, date(2025, 1, 31), {"documents": "0" * 64})
