"""The engine for SQL in the browser: only the packages that are expected are kept."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from flows.publish import engine
from flows.publish.files import PublishError


def archive(files: dict[str, bytes]) -> bytes:
    """Return an npm package that holds `files`."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as packed:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return content.getvalue()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for npm that gives the same package whatever is asked; the package's path."""
    package = tmp_path / "package.tgz"
    files = {name: f"// {name}\n".encode() for one in engine.PACKAGES for name in one.files}
    package.write_bytes(archive(files))
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "npm").write_text(
        f'#!/bin/sh\nfor last; do :; done\n{shutil.which("cp")} "{package}" "$last/it.tgz"\necho it.tgz\n'
    )
    (tools / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    return package


def expect(monkeypatch: pytest.MonkeyPatch, package: Path) -> None:
    """Let `package` be the one that is expected."""
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    monkeypatch.setattr(
        engine, "PACKAGES", tuple(replace(one, integrity=integrity) for one in engine.PACKAGES)
    )


def test_its_files_lie_beside_the_releases(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(monkeypatch, npm)
    folder = engine.bring(tmp_path / "out")
    names = {name for one in engine.PACKAGES for name in one.files.values()}
    assert {path.name for path in folder.iterdir()} == names
    assert (folder / "worker.js").read_text() == "// dist/duckdb-browser-eh.worker.js\n"
    assert (folder / "duckdb.js").read_text().startswith("var duckdb=")


def test_another_package_is_refused_and_nothing_is_kept(npm: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"duckdb-wasm@.* has the digest .*nothing was kept"):
        engine.bring(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_package_without_a_file_is_refused(
    npm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm.write_bytes(archive({"dist/other.js": b""}))
    expect(monkeypatch, npm)
    with pytest.raises(PublishError, match="holds no dist/"):
        engine.bring(tmp_path / "out")


def test_without_npm_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match=r"install Node\.js"):
        engine.bring(tmp_path / "out")


def test_the_command_writes_the_pages_anew(release: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(release.parent, out)
    (out / "index.html").unlink()
    shutil.rmtree(out / "sql")
    done = CliRunner().invoke(cli, ["site", "--out", str(out)])
    assert done.exit_code == 0, done.output
    for name in ("index.html", "sql/index.html", "sql/sql.js"):
        assert (out / name).read_bytes() == (release.parent / name).read_bytes()
    page = (out / "sql" / "index.html").read_text(encoding="utf-8")
    assert (
        "unsafe-inline" not in page and "'unsafe-eval'" not in page and "http" not in page.split("<body>")[1]
    )
