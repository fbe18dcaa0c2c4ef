"""Loaded once by the process that those that read are forked from, so that they share the word lists in memory.

A run with other registries than the project's own has each process load them for itself.
"""

from __future__ import annotations

import gc
from contextlib import suppress

import flows.extract.pool  # noqa: F401  (whoever is forked finds it loaded)
from flows.common.paths import REGISTRIES
from flows.common.registries import RegistryError
from flows.extract.reader import load_resources

with suppress(OSError, RegistryError):  # whoever needs them says what is wrong with them
    load_resources(REGISTRIES)
gc.freeze()  # what is shared stays shared: no collection writes into it
