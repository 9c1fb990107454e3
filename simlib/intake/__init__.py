"""Intake: an office's own records (a ledger of inspections, or one Excel form) become the facts of a scenario."""
