"""The SQL engine of the site: DuckDB for browsers, brought once from npm into `<releases>/sql/engine`."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flows.publish.files import PublishError

FOLDER = "sql/engine"


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package: its name, version, digest (as npm states it), and the files wanted of it by the name they get."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]


# DuckDB 1.4 for browsers: it reads sinergi.duckdb (format v1.4) and needs no extension for that.
PACKAGES = (
    Package(
        "@duckdb/duckdb-wasm",
        "1.32.0",
        "sha512-IewXTNYEjsZCPE9weUWgtjGxUlMRo7qhX0GF6tq/KjK8bnY+RAl4cyUdYUfcdzbyb4b9ZxPC+FOsCcxgaKFWMg==",
        {
            "dist/duckdb-eh.wasm": "duckdb.wasm",
            "dist/duckdb-browser-eh.worker.js": "worker.js",
            "dist/duckdb-browser.cjs": "duckdb.js",
        },
    ),
    Package(
        "apache-arrow",
        "17.0.0",
        "sha512-X0p7auzdnGuhYMVKYINdQssS4EcKec9TCXyez/qtJt32DrIMGbzqiaMiQ0X6fQlQpw8Fl0Qygcv4dfRAr5Gu9Q==",
        {
            "Arrow.es2015.min.js": "arrow.js",
            "LICENSE.txt": "arrow-LICENSE.txt",
            "NOTICE.txt": "arrow-NOTICE.txt",
        },
    ),
)


def bring(out: Path) -> Path:
    """Fetch the engine's packages with npm and put their files below `out`; return the folder.

    Raises PublishError where npm is missing or a package is not the one that is expected.
    """
    folder = out / FOLDER
    with tempfile.TemporaryDirectory() as scratch:
        brought = [_unpacked(package, _packed(package, Path(scratch))) for package in PACKAGES]
    folder.mkdir(parents=True, exist_ok=True)
    for content in brought:
        for name, data in content.items():
            (folder / name).write_bytes(as_script(data) if name == "duckdb.js" else data)
    return folder


def _packed(package: Package, scratch: Path) -> Path:
    """Return the archive of `package`, fetched into `scratch` and held against its digest."""
    named = f"{package.name}@{package.version}"
    try:
        done = subprocess.run(
            ["npm", "pack", named, "--silent", "--pack-destination", str(scratch)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=600,
        )
    except FileNotFoundError as error:
        raise PublishError("npm: not found; install Node.js with npm and run again") from error
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"npm: {named} did not come within ten minutes; run again") from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise PublishError(f"npm: {named} cannot be fetched: {said or 'no reason given'}")
    archive = scratch / done.stdout.decode().split()[-1]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode("ascii")
    if digest != package.integrity:
        raise PublishError(f"npm: {named} has the digest {digest}, not {package.integrity}; nothing was kept")
    return archive


def _unpacked(package: Package, archive: Path) -> dict[str, bytes]:
    """Return the wanted files of an archive by the name that they get."""
    content = {}
    with tarfile.open(archive) as packed:
        members = {member.name: member for member in packed if member.isfile()}
        for inside, name in package.files.items():
            found = members.get(f"package/{inside}")
            member = packed.extractfile(found) if found else None
            if member is None:
                raise PublishError(f"npm: {package.name}@{package.version} holds no {inside}")
            content[name] = member.read()
    return content


def as_script(module: bytes) -> bytes:
    """Return a CommonJS module as a plain script that sets `duckdb`; what it requires is the global `Arrow`."""
    return (
        b"var duckdb=(function(){var module={exports:{}},exports=module.exports,require=function(){return Arrow};\n"
        + module
        + b"\nreturn module.exports})();\n"
    )
