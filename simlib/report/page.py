"""The page over all plans: the answer for the current plan first, then its targets, then the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from ..story import tables
from ..story.comparison.matrix import matrix_table
from ..story.headline import FIRM, LIKELY, changed, tally
from ..story.margins import beside
from ..story.rows import TargetRow, judged_together, row_from_json
from ..story.storing import read_json, replacing
from ..text import both, error_words, joined, money, said, verdict_legend
from ..words import LANGUAGES, Words
from .assurance import page_name
from .export import page_style, page_template
from .status import read_status

PAGE_NAMES = {"zh": "index.html", "en": "index_en.html"}


@dataclass(frozen=True)
class Entry:
    """One plan on the page: its summary, or the words that say why there is none."""

    name: str
    title: Words
    summary: Mapping[str, Any] | None
    error: Words | None
    unfinished: bool = False

    @classmethod
    def of_folder(cls, plan: Any, folder: Path) -> Entry:
        """What the child left in the plan's folder."""
        status = read_status(folder)
        if status.get("state") == "done":
            return cls(plan.name, plan.title, read_json(folder / "summary.json"), None)
        return cls(plan.name, plan.title, None, _error_of(status))

    @classmethod
    def of_failure(cls, name: str, status: Mapping[str, Any]) -> Entry:
        """A plan whose file cannot be used, or a comparison that failed."""
        return cls(name, Words(name, name), None, _error_of(status))

    @classmethod
    def to_be_filled_in(cls, plan: Any) -> Entry:
        """A plan of a district whose facts are not all there yet: not a failure, but work for the office."""
        files = joined(list(dict.fromkeys(gap.file for gap in plan.missing)), "zh")
        found = {"count": Words(*[str(len(plan.missing))] * 2), "files": Words(files, files)}
        return cls(plan.name, plan.title, None, both("page.to_fill_in", **found), unfinished=True)

    @property
    def targets(self) -> tuple[TargetRow, ...]:
        """The plan's targets with their chances; none if it failed."""
        return tuple(row_from_json(row) for row in self.summary["targets"]) if self.summary else ()


def _error_of(status: Mapping[str, Any]) -> Words:
    return Words(status.get("zh", "未完成"), status.get("en", "not finished"))


def write_pages(entries: Sequence[Entry], out: Path, languages: Sequence[str]) -> Path:
    """Write index.html (Chinese) and index_en.html, as far as asked for; returns the one to open."""
    written = [_write_page(entries, out, language, languages) for language in LANGUAGES if language in languages]
    if "zh" not in languages:  # the page to open has always the same name
        with replacing(out / "index.html") as temporary:
            temporary.write_text((out / "index_en.html").read_text(encoding="utf-8"), encoding="utf-8")
        return out / "index.html"
    return written[0]


def _write_page(entries: Sequence[Entry], out: Path, language: str, languages: Sequence[str]) -> Path:
    path = out / PAGE_NAMES[language]
    with replacing(path) as temporary:
        temporary.write_text(render(entries, out, language, languages), encoding="utf-8")
    return path


def render(entries: Sequence[Entry], out: Path, language: str, languages: Sequence[str]) -> str:
    """The page in one language."""
    good = [entry for entry in entries if entry.summary]
    first = next((entry for entry in good if entry.summary and not entry.summary["base"]), good[0] if good else None)
    return page_template("index.html.j2").render(
        language=language,
        words=partial(_words, language),
        style=page_style("assets/"),
        other=PAGE_NAMES["en" if language == "zh" else "zh"] if len(languages) > 1 else "",
        first=first,
        plans=[_plan(entry, first, language) for entry in good],
        failed=_troubled(entries, language, unfinished=False),
        unfinished=_troubled(entries, language, unfinished=True),
        **_parts(first, good, out, language),
    )


def _troubled(entries: Sequence[Entry], language: str, *, unfinished: bool) -> list[tuple[str, str, str]]:
    """Plans without a result: title, name, and the words that say why."""
    return [
        (one.title.said(language), one.name, one.error.said(language))
        for one in entries
        if one.error and one.unfinished == unfinished
    ]


def _words(language: str, key: str, **values: Any) -> str:
    return said(key, language, **values)


def _parts(first: Entry | None, good: Sequence[Entry], out: Path, language: str) -> dict[str, Any]:
    """The pieces of the page that rest on results: tables, matrix, figures of the comparison."""
    if first is None or first.summary is None:
        return {"illustrative": False, "figures": [], "comparison": ""}
    rows = first.targets
    page = out / "comparison" / f"comparison_{language}.html"
    return {
        "illustrative": first.summary["illustrative"],
        "answer": first.summary["answer"][language],
        "tally": tally(rows, language),
        "target_table": tables.target_table(rows, tuple(first.summary["years"]), language),
        "legend": f"{verdict_legend(language)} {said('basis.legend', language)}",
        "matrix": matrix_table(
            [(one.name, _link(one, language)) for one in good], {e.name: e.targets for e in good}, language
        ),
        "figures": _figures(out / "comparison" / "figures", first.summary, language),
        "comparison": f"comparison/{page.name}" if page.is_file() else "",
        "targets_page": _targets_page(first.name, out, language),
        "assurance": page_name(language) if (out / page_name(language)).is_file() else "",
        "footer": footer([one.summary for one in good if one.summary], language),
    }


def _targets_page(plan: str, out: Path, language: str) -> Markup:
    """The page on which targets are set, where `simlib targets` has written it; else the command that does."""
    page = out / "targets" / plan / f"targets_{language}.html"
    if not page.is_file():
        return Markup(escape(said("page.targets_how", language, plan=plan)))
    link = page.relative_to(out).as_posix()
    return Markup('<a href="{}">{} →</a>').format(link, said("page.targets_link", language))


def footer(summaries: Sequence[Mapping[str, Any]], language: str) -> str:
    """How many runs a plan had, and whether the chances are known as well as was asked for."""
    runs = sorted(one["runs"][0] * one["runs"][1] for one in summaries)
    short = [one["title"][language] for one in summaries if not one["precision"]["met"]]
    errors = [one["precision"]["largest"] for one in summaries]
    worst = max(1.0 if error is None else error for error in errors)
    key = "page.precise" if not short else "page.imprecise"
    asked = max(one["precision"]["asked"] for one in summaries)
    return " ".join([
        said("page.footer", language, runs=f"{runs[0]}" if runs[0] == runs[-1] else f"{runs[0]}–{runs[-1]}"),
        said(key, language, asked=error_words(asked, language), largest=error_words(worst, language),
             names=joined(short, language, most=5)),
    ])  # fmt: skip


def _link(entry: Entry, language: str) -> Markup:
    return Markup('<a href="{}/report_{}.html">{}</a>').format(entry.name, language, entry.title.said(language))


def _plan(entry: Entry, first: Entry | None, language: str) -> dict[str, Any]:
    """One line of the list of plans."""
    summary: Mapping[str, Any] = entry.summary or {}
    own = judged_together(entry.targets)
    firm = sum(row.verdict in FIRM + LIKELY for row in own)
    return {
        "link": _link(entry, language),
        "purpose": summary["purpose"][language],
        "changed": changed(entry.targets, first.targets if first else (), language),
        "firm": firm,
        "total": len(own),
        "money": money(summary["money"], language) + beside(summary["money_error"], "money", language),
        "folder": entry.name,
    }


def _figures(folder: Path, summary: Mapping[str, Any], language: str) -> list[Markup]:
    """The comparison's pictures that belong on the first page, where they were drawn."""
    names = [f"money_true_pass_rate_{language}.svg", f"gap_true_pass_rate_{summary['year']}_{language}.svg"]
    return [Markup((folder / name).read_text(encoding="utf-8")) for name in names if (folder / name).is_file()]
