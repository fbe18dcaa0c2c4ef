"""Opaque identifiers, minted once from raw, stable values."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

_UNSAFE = re.compile(r"[^a-z0-9]+")


def mint(prefix: str, *parts: str) -> str:
    """Return `<prefix>-<13 characters>` made from `parts`; the same parts always give the same id."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8")).digest()
    return f"{prefix}-{base64.b32encode(digest)[:13].decode('ascii').lower()}"


def slug(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, at most 100 characters; may be empty."""
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode("ascii").lower()
    return _UNSAFE.sub("-", plain).strip("-")[:100].strip("-")


def sha256_text(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
