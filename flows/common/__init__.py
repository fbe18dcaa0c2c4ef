"""Shared by every stage: settings, paths, ids, tables, registries, the issues log, progress."""
