"""Every option of the project, typed: defaults here, then `sinergi.toml`, then the environment (SINERGI_...)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows.common.paths import GOLD, NOTES, PROJECT, RAW, RELEASES

FILE_VARIABLE = "SINERGI_SETTINGS"


class SettingsError(ValueError):
    """A setting that cannot be used: where it stands, what is wrong, how to mend it."""


class Settings(BaseSettings):
    """The options; the name of each in upper case after SINERGI_ is its environment variable."""

    model_config = SettingsConfigDict(env_prefix="SINERGI_", extra="forbid", validate_default=True)

    documents: Path = Field(NOTES, description="Folder of reports that `run` reads.")
    gold: Path = Field(GOLD, description="Folder of annotated reports that a release is measured on.")
    raw: Path = Field(RAW, description="Folder of registries, curation and sources.")
    out: Path = Field(RELEASES, description="Folder that releases are written to.")
    work: Path = Field(PROJECT / ".work", description="Folder for the tables of a run and for its caches.")
    processes: int = Field(
        0,
        ge=0,
        le=256,
        description="Processes that extract; 0 takes the cores there are, one for a small job.",
    )
    report_seconds: float = Field(
        30.0, gt=0, description="Longest time for reading one report; one that takes longer is set aside."
    )
    log_format: Literal["text", "json"] = Field("text", description="Form of the lines on standard error.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level of the lines on standard error."
    )
    webhook: str | None = Field(
        None, pattern=r"^https?://", description="Address that a failed run is reported to (JSON by POST)."
    )
    prefect_api: str | None = Field(
        None,
        pattern=r"^https?://",
        description="Address of a Prefect API for `run`; without one a private API lives as long as the run.",
    )
    daily_cron: str = Field("0 5 * * *", description="When `schedule` takes in new reports.")
    weekly_cron: str = Field("0 6 * * 1", description="When `schedule` makes a release.")
    capture: bool = Field(True, description="Whether the daily intake fetches from the active outlets.")
    timezone: str = Field("Asia/Jakarta", description="Time zone of both.")
    dask: str | None = Field(
        None,
        pattern=r"^(tcp|tls|ws|wss)://",
        description="Address of a Dask scheduler whose workers extract, in runs through Prefect; without one this machine does.",
    )
    shared: str | None = Field(
        None,
        description="Folder or s3://bucket/path that this machine and the workers share; needed with `dask`.",
    )
    slice: int = Field(4_000, gt=0, description="Reports in one task of a worker.")
    model_url: str | None = Field(
        None,
        pattern=r"^https?://",
        description="Address of an OpenAI-compatible API whose model reads beside the rules; without one the rules read alone.",
    )
    model_name: str = Field("default", description="Name of the model there.")
    model_key: SecretStr | None = Field(
        None, description="Key of the API; better in the environment than in a file."
    )
    model_measured: Path = Field(
        PROJECT / "model.yml",
        description="File of how often rules and model are right, made by `sinergi model measure`.",
    )
    model_price_in: float = Field(0.0, ge=0, description="Price of a million tokens sent.")
    model_price_out: float = Field(0.0, ge=0, description="Price of a million tokens received.")
    model_budget: float = Field(
        1.0, ge=0, description="Most that may be spent in a day, in the currency of the prices."
    )
    model_per_minute: int = Field(60, gt=0, description="Requests begun in a minute.")
    model_at_once: int = Field(4, gt=0, le=256, description="Requests under way at a time.")
    model_batch: int = Field(4, gt=0, le=64, description="Reports in one request.")
    model_characters: int = Field(
        24_000, ge=500, description="Characters of a report that are sent; the rest is cut."
    )
    model_seconds: float = Field(120.0, gt=0, description="Longest wait for one answer.")
    model_retries: int = Field(3, ge=0, le=20, description="How often a request that failed is sent again.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def settings_file() -> Path:
    """Return the file that settings are read from; it need not exist."""
    return Path(os.environ.get(FILE_VARIABLE) or "sinergi.toml").absolute()


def load_settings() -> Settings:
    """Return the settings, read once.  Raises SettingsError with the place of a bad one."""
    return _load(
        tuple(sorted((k, v) for k, v in os.environ.items() if k.startswith("SINERGI_"))), settings_file()
    )


@cache
def _load(environment: tuple[tuple[str, str], ...], path: Path) -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        known = name in Settings.model_fields
        hint = (
            Settings.model_fields[name].description
            if known
            else f"known ones: {', '.join(Settings.model_fields)}"
        )
        raise SettingsError(
            f"setting {name} (SINERGI_{name.upper()} or {path}): {first['msg']}; {hint}"
        ) from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: not readable as TOML: {error}") from None


def prefect_environment(settings: Settings, home: Path) -> dict[str, str]:
    """Return the environment in which Prefect is quiet, private and sends nothing anywhere."""
    api = {"PREFECT_API_URL": settings.prefect_api} if settings.prefect_api else {}
    return {
        **api,
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
    }
