"""Sinergi's pipeline: ingest -> extract -> resolve -> validate -> publish."""
