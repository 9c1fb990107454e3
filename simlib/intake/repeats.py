"""Rows that repeat or contradict one another: an inspection counts once, and a contradiction is not guessed at."""

from __future__ import annotations

from collections.abc import Hashable

from .entries import Entry
from .findings import Finding, finding


def without_repeats(entries: list[Entry]) -> tuple[list[Entry], list[Finding]]:
    """The inspections that count, and a finding for every row that repeats or contradicts another."""
    once, repeated = _counted_once(entries)
    used, clashing = _without_conflicts(once)
    return used, repeated + clashing


def _counted_once(entries: list[Entry]) -> tuple[list[Entry], list[Finding]]:
    """The first row of each inspection id of a unit; without an id, of each group of rows alike in every cell.

    An id that two units share (a number of the task, not of the inspection) makes no duplicate.
    """
    first: dict[Hashable, Entry] = {}
    owner: dict[str, Entry] = {}
    once: list[Entry] = []
    findings: list[Finding] = []
    for one in entries:
        earlier = first.setdefault((one.record, one.unit) if one.record else one.cells, one)
        other = owner.setdefault(one.record, one) if one.record else one
        if earlier is one:
            once.append(one)
            findings += [] if other.unit == one.unit else [finding("shared_id", one.line, one.record, other.line)]
        elif earlier.cells == one.cells:
            findings.append(finding("duplicate", one.line, "", earlier.line))
        else:
            findings.append(finding("duplicate_id", one.line, one.record, earlier.line))
    return once, findings


def _without_conflicts(entries: list[Entry]) -> tuple[list[Entry], list[Finding]]:
    """Both a pass and a fail of one unit on one day: two batches if each has its id, else neither is used."""
    groups: dict[Hashable, list[Entry]] = {}
    for one in entries:
        groups.setdefault((one.sector, one.unit, one.day, one.kind), []).append(one)
    used, findings = [], []
    for group in groups.values():
        if len({one.result for one in group}) == 1:
            used += group
            continue
        code = "two_batches" if all(one.record for one in group) else "conflict"
        used += group if code == "two_batches" else []
        findings += [finding(code, one.line, one.unit, _other(one, group)) for one in group]
    return used, findings


def _other(one: Entry, group: list[Entry]) -> int:
    """The first line with the other result."""
    return next(each.line for each in group if each.result != one.result)
