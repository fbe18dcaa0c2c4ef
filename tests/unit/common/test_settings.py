"""Settings: defaults, file, environment, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.common import settings
from flows.common.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    import os

    for name in [name for name in os.environ if name.startswith("SINERGI_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "sinergi.toml"
    monkeypatch.setenv("SINERGI_SETTINGS", str(path))
    settings._load.cache_clear()
    return path


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_environment_is_stronger_than_file(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean.write_text('processes = 3\nlog_format = "json"\n', encoding="utf-8")
    monkeypatch.setenv("SINERGI_PROCESSES", "5")
    found = load_settings()
    assert (found.processes, found.log_format, found.log_level) == (5, "json", "info")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("processes = -1", "setting processes"),
        ("proceses = 1", "setting proceses"),
        ('webhook = "ftp://x"', "setting webhook"),
        ("processes = = 1", "not readable as TOML"),
    ],
)
def test_a_bad_setting_is_named(clean: Path, text: str, words: str) -> None:
    clean.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        load_settings()


def test_prefect_is_quiet_and_private(tmp_path: Path) -> None:
    found = settings.prefect_environment(Settings(), tmp_path)
    assert found["PREFECT_HOME"] == str(tmp_path)
    assert found["DO_NOT_TRACK"] == "1"
    assert found["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "PREFECT_API_URL" not in found
    remote = settings.prefect_environment(Settings(prefect_api="http://127.0.0.1:4200/api"), tmp_path)
    assert remote["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
