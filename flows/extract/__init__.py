"""Reads one report at a time: segments, dates, names, places, programmes and events, each with its words."""
