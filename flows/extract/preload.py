"""Loaded once by the process that those that read are forked from, so that they share the word lists in memory.

A run with other registries than the project's own has each process load them for itself.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from flows.common.paths import REGISTRIES
from flows.common.registries import RegistryError
from flows.extract import pool, reader

__all__ = ["pool"]

with suppress(OSError, RegistryError):  # whoever needs them says what is wrong with them
    reader.load_resources(REGISTRIES)
gc.freeze()  # what is shared stays shared: no collection writes into it
