"""The assurance page: what the results are fit for, who stands for them, on what they rest, how they were tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from ..catalogue import CATALOGUE
from ..catalogue.assurance import LIMITS, SOURCES_ZH, VERIFIED
from ..facts import FACT
from ..story import tables
from ..story.plan.basing import counted, hinge_sentence
from ..story.rows import TargetRow, row_from_json
from ..story.storing import read_json, replacing
from ..text import joined, said
from ..words import LANGUAGES, STATUSES
from .export import page_style, page_template
from .signoff import ROLES, Signoff

VALIDATION = Path("validation") / "summary.json"
VALIDATIONS = ("patterns", "backtest", "sbc")


def page_name(language: str) -> str:
    """What the page is called in one language."""
    return f"assurance_{language}.html"


def write_assurance(plan: Any, out: Path, languages: Sequence[str], signoff: Signoff) -> bool:
    """Write the page for the plan that all others rest on, in the languages asked for; False without its results."""
    summary = read_json(out / plan.name / "summary.json")
    if not summary:
        return False
    for language in (one for one in LANGUAGES if one in languages):
        others = [page_name(other) for other in languages if other != language]
        with replacing(out / page_name(language)) as temporary:
            temporary.write_text(render(plan, summary, out, language, (signoff, others)), encoding="utf-8")
    return True


def render(plan: Any, summary: Mapping[str, Any], out: Path, language: str, rest: tuple[Signoff, Sequence[str]]) -> str:
    """The page in one language; `rest` is who signed, and the page in the other language."""
    signoff, others = rest
    return page_template("assurance.html.j2").render(
        language=language,
        words=lambda key, **values: said(key, language, **values),
        style=page_style("assets/"),
        other="".join(others[:1]),
        plan=plan,
        fit=fitness(plan, summary, language),
        hinges=[hinge_sentence(row, language) for row in _targets(summary) if row.basis == "guess"],
        purpose=signoff.purpose.said(language),
        roles=roles_table(signoff, language),
        assumptions=assumptions_table(summary["assumptions"], language),
        counts=assumption_counts(summary["assumptions"], language),
        learnt=learnt(plan, language),
        facts=facts_table(plan, language),
        missing=missing_facts(plan, language),
        verified=verified_table(language),
        validated=validated(out / VALIDATION, language),
        limits=[words.said(language) for words in LIMITS],
        made=_made(read_json(out / plan.name / "record.json"), language),
    )


# --- fitness for use


def fitness(plan: Any, summary: Mapping[str, Any], language: str) -> str:
    """One paragraph from the actual state: data, use, what the chances rest on, precision, what is missing."""
    rows, say = _targets(summary), partial(_said, language)
    names = {kind: [row.name.said(language) for row in rows if row.basis == kind] for kind in tables.TAGGED}
    gaps = len(_missing(plan))
    parts = [
        say("fit.illustrative" if plan.illustrative else "fit.own"),
        say("fit.use"),
        counted(rows, language),
        say("fit.guess", names=joined(names["guess"], language)) if names["guess"] else "",
        say("fit.unclear", names=joined(names["unclear"], language)) if names["unclear"] else "",
        summary["precision_words"][language],
        say("fit.missing", count=gaps) if gaps else "",
    ]
    return ("" if language == "zh" else " ").join(part for part in parts if part)


def _said(language: str, key: str, **values: Any) -> str:
    return said(key, language, **values)


def _targets(summary: Mapping[str, Any]) -> list[TargetRow]:
    return [row_from_json(row) for row in summary["targets"]]


def roles_table(signoff: Signoff, language: str) -> Markup:
    """Who commissioned, analysed, checked and approved; blank lines to fill in."""
    head = [said(f"assurance.{name}", language) for name in ("role", "who", "date", "note")]
    rows = [
        [said(f"role.{name}", language), *(_line(part) for part in (role.who, role.date, role.note))]
        for name in ROLES
        for role in [signoff.role(name)]
    ]
    return tables.table(head, rows, "roles")


def _line(words: str) -> Markup:
    return Markup(escape(words)) if words else Markup('<span class="blank"></span>')


# --- assumptions and facts


def assumptions_table(log: Iterable[Mapping[str, Any]], language: str) -> Markup:
    """Every assumption: guesses first, each with its range, standing and source."""
    head = [said("head.assumption", language), said("assurance.middle", language), said("head.status", language),
            said("assurance.source", language)]  # fmt: skip
    ordered = sorted(log, key=lambda row: row["status"] != "guess")
    return tables.table(head, [_assumption_cells(row, language) for row in ordered], "log")


def _assumption_cells(row: Mapping[str, Any], language: str) -> list[tables.Cell]:
    unit = tables.unit_words(row[f"unit_{language}"])
    each = said("assurance.by_sector", language) if row["shape"] == "sector" else ""
    source = SOURCES_ZH.get(row["source"], row["source"]) if language == "zh" else row["source"]
    why = said("assurance.replaced", language, why=row["why"]) if row["why"] else ""
    return [
        Markup(escape(row[language])) + tables.small(f"{row['symbol']} {each}".strip()),
        Markup(escape(_range(row, language))) + tables.small(unit),
        Markup('<span class="basis {}">{}</span>').format(row["status"], said(row["status"], language)),
        Markup(escape(source)) + tables.small(why),
    ]


def _range(row: Mapping[str, Any], language: str) -> str:
    if row["law"] == "fixed":
        return said("assurance.fixed", language, value=f"{row['middle']:.3g}")
    return said("assurance.range", language, **{name: f"{row[name]:.3g}" for name in ("middle", "low", "high")})


def assumption_counts(log: Sequence[Mapping[str, Any]], language: str) -> str:
    """How many assumptions there are, and how many of them are guesses."""
    counts = {status: sum(row["status"] == status for row in log) for status in ("guess", "measured")}
    fixed = sum(row["law"] == "fixed" for row in log)
    return said("assurance.counts", language, total=len(log), fixed=fixed, **counts)


def learnt(plan: Any, language: str) -> list[str]:
    """Assumptions that move together, and the calibration, if there is one."""
    from ..assumptions import ASSUMPTION

    together = [
        said("assurance.correlated", language, size=f"{group.size:g}", why=group.why,
             names=joined([ASSUMPTION[code].words.said(language) for code in group.codes], language))
        for group in plan.correlations
    ]  # fmt: skip
    if plan.calibration is None:
        return [*together, said("assurance.uncalibrated", language)]
    return [*together, said("assurance.calibrated", language, name=plan.calibration.name)]


def _facts(plan: Any) -> list[tuple[str, Any]]:
    """Every fact with where it belongs: "" for the district, else the sector's title in both languages."""
    every = [("", fact) for fact in plan.facts.values()]
    every += [(sector.title, fact) for sector in plan.sectors for fact in sector.facts.values()]
    return [(place, fact) for place, fact in every if fact.value is not None or _asked_for(fact)]


def _asked_for(fact: Any) -> bool:
    """False for a figure that a file need not give and does not mention: no gap, only a sector without it."""
    return not (FACT[fact.code].may_be_missing and fact.source.endswith(".py"))


def _missing(plan: Any) -> list[tuple[Any, Any]]:
    return [(place, fact) for place, fact in _facts(plan) if fact.status == "missing"]


def facts_table(plan: Any, language: str) -> Markup:
    """How many figures were published, derived, invented for illustration, or are still to be filled in."""
    found = [fact.status for _, fact in _facts(plan)]
    rows = [[words.said(language), str(found.count(status))] for status, words in STATUSES.items()]
    return tables.table([said("head.status", language), said("assurance.fact_count", language)], rows, "facts", (1,))


def missing_facts(plan: Any, language: str) -> str:
    """The figures that are still to be filled in, by name."""
    names = [
        FACT[fact.code].words.said(language) + (f" ({place.said(language)})" if place else "")
        for place, fact in _missing(plan)
    ]
    return joined(list(dict.fromkeys(names)), language)


# --- verification and validation


def verified_table(language: str) -> Markup:
    """The exact answers that the program was held against."""
    head = [said(f"assurance.{name}", language) for name in ("setting", "answer", "source", "test")]
    rows = [[row.setting.said(language), row.answer.said(language), row.source, row.test] for row in VERIFIED]
    return tables.table(head, rows, "verified")


def validated(path: Path, language: str) -> list[tuple[str, Markup]]:
    """The results that `validate` left, a heading and a table each; none where it was not run."""
    found = read_json(path)
    parts = [
        (name, [found[name]] if isinstance(found[name], dict) else found[name])
        for name in VALIDATIONS
        if found.get(name)
    ]
    return [(said(f"assurance.{name}", language), _rows_table(rows, language)) for name, rows in parts]


def _rows_table(rows: Sequence[Mapping[str, Any]], language: str) -> Markup:
    """Records as a table: words in both languages as {zh, en}, numbers to three digits."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = [said(key, language) if (key := f"validation.{name}") in CATALOGUE else name for name in names]
    return tables.table(head, [[_plain(row.get(name), language) for name in names] for row in rows], "validated")


def _plain(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language, ""))
    return f"{value:.3g}" if isinstance(value, float) else "" if value is None else str(value)


def _made(record: Mapping[str, Any], language: str) -> str:
    commit = record.get("commit") or str(record.get("code", ""))[:12]
    digest = str(record.get("digest", ""))[:16]
    return said("assurance.made", language, made=record.get("made", ""), commit=commit, digest=digest)
