"""Signing SHA256SUMS with an SSH key, and checking such a signature."""

from __future__ import annotations

import subprocess
from pathlib import Path

from flows.publish.files import SIGNATURE, SUMS, PublishError

NAMESPACE = "sinergi-release"


def sign(release: Path, key: Path) -> Path:
    """Write SHA256SUMS.sig, made with the private key `key`."""
    _run(["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(release / SUMS)], None)
    return release / SIGNATURE


def check(release: Path, allowed_signers: Path, identity: str) -> str | None:
    """Return what is wrong with the signature of `release`, or None.

    `allowed_signers` is a file as ssh-keygen reads it (`identity key-type key`), `identity` who must have signed.
    """
    signature = release / SIGNATURE
    if not signature.exists():
        return f"{signature}: missing; the release is not signed"
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(allowed_signers),
        "-I",
        identity,
        "-n",
        NAMESPACE,
        "-s",
        str(signature),
    ]
    try:
        _run(command, (release / SUMS).read_bytes())
    except PublishError as error:
        return f"{signature}: not a good signature by {identity} ({error})"
    return None


def _run(command: list[str], given: bytes | None) -> None:
    try:
        done = subprocess.run(
            command,
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise PublishError("ssh-keygen: not found; install OpenSSH to sign or check releases") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace")
        raise PublishError(" ".join(said.split()) or f"{command[0]} failed")
