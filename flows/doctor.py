"""Checks the ground that a run stands on and says what to mend."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from flows import run
from flows.common.paths import PROJECT
from flows.common.settings import Settings, settings_file
from flows.common.storage import open_storage

FREE_BYTES = 2 << 30
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, what was found, and what to do."""

    check: str
    good: bool
    found: str
    remedy: str = ""

    def line(self) -> str:
        """The finding on one line."""
        return f"{'ok  ' if self.good else 'BAD '} {self.check:<12} {self.found}" + (
            f"; {self.remedy}" if not self.good else ""
        )


def examine(settings: Settings) -> list[Finding]:
    """Return what every check found."""
    return [
        *_python(),
        *_packages(),
        Finding(
            "settings",
            True,
            f"from {settings_file()}" if settings_file().is_file() else "defaults and environment",
        ),
        *_inputs(settings),
        *_folder("work", settings.work),
        *_folder("releases", settings.out),
        *_clock(settings),
        *_prefect(settings),
        *_cluster(settings),
        *_model(settings),
    ]


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding("python", good, version, "make the virtual environment with Python 3.11, 3.12 or 3.13")


def _packages() -> Iterator[Finding]:
    lock = PROJECT / "requirements.txt"
    if not lock.is_file():
        yield Finding("packages", False, f"{lock} is missing", "check the project out again")
        return
    pins = [
        match.groups()
        for line in lock.read_text(encoding="utf-8").splitlines()
        if (match := _PIN.match(line))
    ]
    wrong = []
    for name, wanted in pins:
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if there != wanted and sum(other == name for other, _ in pins) == 1:
            wrong.append(f"{name} {there} (lock: {wanted})")
    remedy = "run pip install --require-hashes --no-deps -r requirements.txt"
    yield Finding(
        "packages",
        not wrong,
        f"{len(wrong)} differ: {', '.join(wrong[:5])}" if wrong else "as locked",
        remedy,
    )


def _inputs(settings: Settings) -> Iterator[Finding]:
    try:
        run.check_inputs(settings.raw, settings.gold if settings.gold.is_dir() else None)
    except run.UserError as error:
        yield Finding("inputs", False, str(error), "mend that file")
    else:
        yield Finding(
            "inputs", True, f"registries, curation and gold below {settings.raw} and {settings.gold}"
        )
    there = settings.documents.is_dir()
    yield Finding("documents", there, str(settings.documents), "set SINERGI_DOCUMENTS to a folder of reports")


def _folder(name: str, folder: Path) -> Iterator[Finding]:
    """A folder must take files, have room, and keep locks."""
    near = folder
    while not near.exists():
        near = near.parent
    free = shutil.disk_usage(near).free
    yield Finding(
        f"{name} disk",
        free >= FREE_BYTES,
        f"{free / 2**30:.1f} GiB free at {near}",
        "free some, or move the folder by its setting",
    )
    try:
        with tempfile.NamedTemporaryFile(dir=near, prefix=".sinergi-"):
            pass
    except OSError as error:
        yield Finding(
            name, False, f"{near}: {error.strerror}", f"give user {os.getuid()} the right to write there"
        )
    else:
        yield Finding(name, True, f"{folder} can be written")


def _clock(settings: Settings) -> Iterator[Finding]:
    now = datetime.now(UTC)
    made = run.releases(settings.out) if settings.out.is_dir() else []
    latest = date.fromisoformat(made[-1].name[:10]) if made else date(2025, 1, 1)
    yield Finding(
        "clock", now.date() >= latest, f"{now:%Y-%m-%d %H:%M} UTC", f"set it: it is before {latest}"
    )


def _prefect(settings: Settings) -> Iterator[Finding]:
    version = metadata.version("prefect")
    if not settings.prefect_api:
        yield Finding("prefect", True, f"{version}, private API for each run")
        return
    address = f"{settings.prefect_api.rstrip('/')}/health"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            good, found = answer.status == 200, f"{version}, {settings.prefect_api} answers {answer.status}"
    except (OSError, ValueError) as error:
        good, found = False, f"{address}: {error}"
    yield Finding("prefect", good, found, "start it (prefect server start), or unset SINERGI_PREFECT_API")


def _cluster(settings: Settings) -> Iterator[Finding]:
    """Where a cluster is set: its scheduler listens, and the shared storage takes a file."""
    try:
        run.check_cluster(settings)
    except run.UserError as error:
        yield Finding("dask", False, str(error), "see `dask` and `shared` in the settings")
        return
    if settings.dask is None or settings.shared is None:
        return
    parts = urlsplit(settings.dask)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 8786), timeout=5).close()
    except OSError as error:
        yield Finding(
            "dask", False, f"{settings.dask}: {error}", "start it (dask scheduler), or unset SINERGI_DASK"
        )
    else:
        yield Finding("dask", True, f"{settings.dask} listens")
    try:
        storage = open_storage(settings.shared)
        storage.write(".sinergi-doctor", b"")
        storage.remove(".sinergi-doctor")
    except (OSError, ValueError) as error:
        yield Finding(
            "shared", False, f"{settings.shared}: {' '.join(str(error).split())[:200]}", "mend `shared`"
        )
    else:
        yield Finding("shared", True, f"{settings.shared} can be written")


def _model(settings: Settings) -> Iterator[Finding]:
    """Where a model is set: it was measured, and its endpoint lists models."""
    if settings.model_url is None:
        return
    try:
        run.check_model(settings)
    except run.UserError as error:
        yield Finding("model", False, str(error), "see `model_url` and `model_measured` in the settings")
    else:
        yield Finding("model", True, f"{settings.model_name}, measured in {settings.model_measured}")
    request = urllib.request.Request(f"{settings.model_url.rstrip('/')}/models")
    if settings.model_key:
        request.add_header("Authorization", f"Bearer {settings.model_key.get_secret_value()}")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            good, found = answer.status == 200, f"{settings.model_url} answers {answer.status}"
    except (OSError, ValueError) as error:
        good, found = False, f"{settings.model_url}: {error}"
    yield Finding("endpoint", good, found, "start it, mend its address or key, or unset SINERGI_MODEL_URL")
