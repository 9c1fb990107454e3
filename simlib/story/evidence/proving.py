"""What the validation notebook's cells show: the verdict first, then theory, patterns, held-out years, self-check."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from markupsafe import Markup

from ...plots import (
    Check,
    PatternBar,
    TheoryPanel,
    forecast_check,
    pattern_bars,
    rank_histogram,
    theory_and_points,
)
from ...text import joined, percent, said
from ...validation.backtest import Held, Tested, summary
from ...validation.self_check import all_uniform
from ...validation.verdicts import VERDICT, printed
from .. import tables
from ..effort import effort
from ..showing import Shown, figure, html, sentence
from ..storing import write_json
from . import learning
from .proof import Proof

AGREES = 4.0  # standard errors that a point may lie from theory
SHOWN_RANKS = 8


# --- the verdict


def verdict(proof: Proof) -> Shown:
    """The first paragraph: did the model beat the last value, how wide were its bands, what else was tested."""
    language, total = proof.language, summary(proof.tests)
    key = "better" if total.beats_persistence else "worse"
    lost = [one.series.words.said(language) for one in proof.tests if not summary([one]).beats_persistence]
    half, most, nearly = total.inside
    return sentence(
        said(f"proof.verdict.{key}", language, years=total.years, skill=percent(abs(total.against_persistence), 0)),
        said("proof.verdict.lost", language, names=joined(lost, language)) if lost else "",
        said("proof.verdict.inside", language, years=total.years, half=half, most=most, nearly=nearly),
        _other_tests(proof),
        kind="answer",
    )


def _other_tests(proof: Proof) -> str:
    language = proof.language
    missed = sum(_farthest(curve) > AGREES for curve in proof.curves)
    judged = [row for row in proof.patterns if row.pattern.role == "judged"]
    passed = "passed" if all_uniform(proof.ranks) else "failed"
    return said(
        "proof.verdict.tests_missed" if missed else "proof.verdict.tests", language, theory=len(proof.curves),
        missed=missed, patterns=len(judged), reproduced=sum(row.verdict == "reproduced" for row in judged),
        check=said(f"proof.check.{passed}", language),
    )  # fmt: skip


# --- theory


def theory(proof: Proof) -> Shown:
    """Closed forms as lines, what the engine gave as points."""
    language = proof.language
    panels = [
        TheoryPanel(
            curve.title.said(language), (curve.x_label.said(language), curve.y_label.said(language)),
            (curve.line_x, curve.line), (curve.x, curve.simulated), curve.error,
            None if curve.low is None else (curve.low, curve.high), curve.limit,
        )
        for curve in proof.curves
    ]  # fmt: skip
    drawn = theory_and_points(panels, (said("proof.theory", language), said("proof.points", language)))
    return figure(drawn, f"theory_{language}", said("proof.head.theory", language), proof.out)


def about_theory(proof: Proof) -> Shown:
    """How far the farthest point lies from theory, beside what so many points would show by chance."""
    worst = max(proof.curves, key=_farthest)
    points = sum(len(curve.x) for curve in proof.curves)
    usual = math.sqrt(2.0 * math.log(points))
    return sentence(
        said("proof.about.theory", proof.language, points=points, worst=f"{_farthest(worst):.1f}",
             title=worst.title.said(proof.language), usual=f"{usual:.1f}"),
        said("proof.theory.note", proof.language),
    )  # fmt: skip


def _farthest(curve: Any) -> float:
    return float(np.max(np.abs(curve.simulated - curve.theory) / curve.error))


# --- patterns


def patterns(proof: Proof) -> Shown:
    """Published ranges and the model's figure for each pattern."""
    language = proof.language
    bars = [
        PatternBar(
            row.pattern.words.said(language), row.pattern.low, row.pattern.high, row.value, row.error,
            (printed(row.pattern.low, row.pattern.form), printed(row.pattern.high, row.pattern.form)),
            printed(row.value, row.pattern.form), (row.verdict, VERDICT[row.verdict].words.said(language)),
        )
        for row in proof.patterns
    ]  # fmt: skip
    drawn = pattern_bars(bars, (said("proof.published", language), said("proof.model", language)))
    return figure(drawn, f"patterns_{language}", said("proof.head.patterns", language), proof.out)


def pattern_table(proof: Proof) -> Shown:
    """Each pattern: what was published, the range accepted, the model's figure, the verdict, the source."""
    language = proof.language
    names = ("pattern", "published", "range", "model", "error", "verdict", "source")
    head = [said(f"proof.column.{name}", language) for name in names]
    body = [_pattern_cells(row, language) for row in proof.patterns]
    note = said("proof.patterns.note", language, draws=effort().pattern_draws, replicates=effort().replicates)
    table = tables.table(head, body, "levers", numbers=(3, 4))
    return html(table + Markup('<p class="note">{}</p>').format(note), said("proof.head.patterns", language))


def _pattern_cells(row: Any, language: str) -> list[Any]:
    one = row.pattern
    ends = f"{printed(one.low, one.form)} – {printed(one.high, one.form)}" if one.role != "shown" else "–"
    return [
        one.words.said(language), one.published.said(language), ends, printed(row.value, one.form),
        printed(row.error, one.form), VERDICT[row.verdict].words.said(language), one.source.text,
    ]  # fmt: skip


def about_patterns(proof: Proof) -> Shown:
    """How many patterns could be tested, and how many of them came out."""
    judged = [row.verdict for row in proof.patterns if row.pattern.role == "judged"]
    counts = {name: judged.count(name) for name in ("reproduced", "missed", "undecided")}
    return sentence(said("proof.patterns.count", proof.language, judged=len(judged), **counts))


# --- held-out years


def forecasts(proof: Proof) -> Shown:
    """Every series: the years learnt from, the years kept back, the model's bands, the last value."""
    language = proof.language
    panels = [panel for one in proof.tests for panel in _panels(one, language)]
    labels = tuple(said(f"proof.{name}", language) for name in ("fitted", "held", "forecast", "rival"))
    drawn = forecast_check(panels, (labels[0], labels[1], labels[2], labels[3]))
    return figure(drawn, f"forecasts_{language}", said("proof.head.checks", language), proof.out)


def _panels(one: Tested, language: str) -> list[Check]:
    """One panel for each thing that a series is about."""
    return [_panel(one, scope, language) for scope in dict.fromkeys(row.observation.scope for row in one.held)]


def _panel(one: Tested, scope: Any, language: str) -> Check:
    held = [row for row in one.held if row.observation.scope == scope]
    known = [row for row in one.known if row.scope == scope]
    years = [row.observation.year for row in held]
    bands = {
        share: (years, [100.0 * row.bands[low] for row in held], [100.0 * row.bands[-1 - low] for row in held])
        for low, share in enumerate((0.95, 0.8, 0.5))
    }
    sectors = [one.learned.scenario.sector(name).title.said(language) for name in scope[1]]
    last = 100.0 * known[-1].figure
    return Check(
        " ".join([one.series.words.said(language), *sectors]),
        ([row.year for row in known], [100.0 * row.figure for row in known]),
        (years, [100.0 * row.seen for row in held]), bands,
        ([known[-1].year, years[-1]], [last, last]), None, lambda value: f"{value:.0f}%",
    )  # fmt: skip


def scores(proof: Proof) -> Shown:
    """Each held-out figure: what came, what was foretold, and the scores of model and rivals."""
    language = proof.language
    names = ("series", "year", "seen", "forecast", "inside", "crps", "persistence", "trend", "left", "warning")
    head = [said(f"proof.head.{name}", language) for name in names]
    body = [_score_cells(one, row, language) for one in proof.tests for row in one.held]
    table = tables.table(head, body, "levers", numbers=(2, 5, 6, 7, 8))
    note = Markup('<p class="note">{}</p>').format(said("proof.note.scores", language))
    return html(table + note, said("proof.head.checks", language))


def _score_cells(one: Tested, row: Held, language: str) -> list[Any]:
    sectors = [one.learned.scenario.sector(name).title.said(language) for name in row.observation.sectors]
    trend = "–" if row.trend is None else f"{100.0 * row.trend.crps(row.seen):.2f}"
    left = said("proof.refused", language) if one.refused else f"{one.learned.effective:,.0f}"
    return [
        " ".join([one.series.words.said(language), *sectors]), str(row.observation.year), percent(row.seen),
        f"{percent(row.median)} ({percent(row.bands[1])} – {percent(row.bands[5])})",
        " / ".join(said("proof.yes" if held else "proof.no", language) for held in row.inside),
        f"{100.0 * row.crps:.2f}", f"{100.0 * row.persistence.crps(row.seen):.2f}", trend,
        left, one.series.warning.said(language),
    ]  # fmt: skip


def about_scores(proof: Proof) -> Shown:
    """Mean errors and skill against both rivals, and the figures that surprised the model."""
    language, total = proof.language, summary(proof.tests)
    key = "better" if total.against_trend > 0.0 else "worse"
    trend = said(f"proof.trend.{key}", language, skill=percent(abs(total.against_trend), 0))
    odd = [
        f"{one.series.words.said(language)} {row.observation.year}"
        for one in proof.tests
        for row in one.learned.checks
        if row.surprise < learning.SURPRISING
    ]
    return sentence(
        said("proof.about.forecasts", language, model=f"{100.0 * total.error:.1f}",
             rival=f"{100.0 * total.persistence_error:.1f}", trend_years=total.trend_years, trend=trend),
        said("proof.about.surprises", language, rows=joined(odd, language)) if odd else "",
    )  # fmt: skip


# --- earlier targets


def earlier(proof: Proof) -> Shown:
    """Targets of earlier plans, the chance the model would have given them, and what came."""
    language = proof.language
    head = [said(f"proof.head.{name}", language) for name in ("target", "chance", "outcome")]
    body = [
        [
            row.target.words.said(language), f"{percent(row.chance, 0)} ± {percent(row.error, 0)}",
            said("proof.met" if row.met else "proof.missed", language, level=percent(row.target.came)),
        ]
        for row in proof.promises
    ]  # fmt: skip
    return html(tables.table(head, body, "levers", numbers=(1,)), said("proof.head.target", language))


def about_earlier(proof: Proof) -> Shown:
    """How often the likelier side came."""
    right = sum((row.chance > 0.5) == row.met for row in proof.promises)
    return sentence(said("proof.about.earlier", proof.language, right=right))


# --- learning


def learnt(proof: Proof) -> Shown:
    """Assumptions before and after the national series."""
    national = proof.tests[0].learned
    drawn = learning.beliefs(national, proof.language)
    return figure(drawn, f"learnt_{proof.language}", said("learn.figure", proof.language), proof.out)


def about_learnt(proof: Proof) -> Shown:
    """How much the national series told."""
    lines = learning.sentences(proof.tests[0].learned, proof.language)
    return sentence(said("proof.about.learning", proof.language, sentence="".join(_spaced(lines, proof.language))))


def _spaced(lines: Sequence[str], language: str) -> list[str]:
    return [line if language == "zh" else f"{line} " for line in lines]


def ranks(proof: Proof) -> Shown:
    """Where known truths ranked among what was learnt from their own reports."""
    shown = proof.ranks[:SHOWN_RANKS]
    panels = [(row.label, row.counts.tolist()) for row in shown]
    labels = said("proof.ranks", proof.language), said("proof.uniform", proof.language)
    drawn = rank_histogram(panels, labels)
    return figure(drawn, f"ranks_{proof.language}", said("proof.head.ranks", proof.language), proof.out)


def about_ranks(proof: Proof) -> Shown:
    """Whether the ranks are uniform, and how often the truth lay in the middle 80 of 100."""
    inside = [row.inside for row in proof.ranks]
    result = said("proof.ranks.uniform" if all_uniform(proof.ranks) else "proof.ranks.not", proof.language)
    return sentence(said("proof.about.ranks", proof.language, truths=effort().truths, result=result,
                         low=percent(min(inside), 0), high=percent(max(inside), 0)))  # fmt: skip


# --- the end


def about_failures(proof: Proof) -> Shown:
    """What did not come out, by name."""
    language = proof.language
    missed = [row.pattern.words.said(language) for row in proof.patterns if row.verdict == "missed"]
    lost = [one.series.words.said(language) for one in proof.tests if not all(row.inside[2] for row in one.held)]
    none = said("proof.none", language)
    return sentence(said("proof.about.limits", language, missed=joined(missed, language) or none,
                         lost=joined(lost, language) or none))  # fmt: skip


def proof_record(proof: Proof) -> Shown:
    """How much was computed and when; with a folder, a summary is kept for the assurance page."""
    size, made = effort(), datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if proof.out is not None:
        write_json(proof.out / "summary.json", _kept(proof, made))
    return sentence(said(
        "proof.record", proof.language, made=made, seconds=f"{time.monotonic() - proof.started:.0f}", draws=size.draws,
        runs=size.pattern_draws * size.replicates, truths=size.truths,
    ), kind="note")  # fmt: skip


def _kept(proof: Proof, made: str) -> dict[str, Any]:
    """The evidence in figures, for pages that quote it: a list of records for each part."""
    return {
        "made": made,
        "effort": effort()._asdict(),
        "theory": [{"name": one.title._asdict(), "farthest": _farthest(one)} for one in proof.curves],
        "patterns": [_pattern_record(row) for row in proof.patterns],
        "backtest": [_series_record(one) for one in proof.tests],
        "earlier": [
            {"name": row.target.words._asdict(), "chance": row.chance, "met": row.met} for row in proof.promises
        ],
        "sbc": [{"label": row.label, "p": row.p_value, "inside": row.inside} for row in proof.ranks],
    }


def _pattern_record(row: Any) -> dict[str, Any]:
    return {
        "name": row.pattern.words._asdict(), "low": row.pattern.low, "high": row.pattern.high, "value": row.value,
        "error": row.error, "verdict": VERDICT[row.verdict].words._asdict(),
    }  # fmt: skip


def _series_record(one: Tested) -> dict[str, Any]:
    total = summary([one])
    half, most, nearly = total.inside
    return {
        "name": one.series.words._asdict(), "years": total.years, "inside_50": half, "inside_80": most,
        "inside_95": nearly, "crps": 100.0 * total.crps, "against_persistence": total.against_persistence,
        "effective": one.learned.effective, "temper": one.learned.temper,
    }  # fmt: skip
