"""A signed release: a good signature passes, a foreign or broken one does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from flows.publish.sign import sign
from flows.publish.verify import verify

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen (OpenSSH)")


def key(folder: Path, name: str) -> Path:
    """Make a key pair; return the private key."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)], check=True
    )
    return folder / name


def test_signature(release: Path, tmp_path: Path) -> None:
    copy = tmp_path / release.name
    shutil.copytree(release, copy)
    good, other = key(tmp_path, "good"), key(tmp_path, "other")
    signers = tmp_path / "allowed_signers"
    signers.write_text("releases " + good.with_suffix(".pub").read_text())
    assert "not signed" in verify(copy, signers)[0]
    sign(copy, good)
    assert verify(copy, signers) == []
    assert verify(copy) == []
    assert "not a good signature" in verify(copy, signers, "somebody")[0]
    (copy / "SHA256SUMS.sig").unlink()
    sign(copy, other)
    assert "not a good signature" in verify(copy, signers)[0]
