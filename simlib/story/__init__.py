"""Story: what the notebooks call, a line or two a cell; each call shows one sentence, table or figure.

    from simlib import story
    tale = story.start(globals())   # checks the notebook's parameters and loads the plan
    story.answer(tale)

Its modules are loaded when they are first used, so that the batch's parent process stays small.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "session": ("Story", "start"),
    "showing": ("say", "sentence"),
    "plan.telling": (
        "about_brands", "about_operating", "about_pass_rate", "about_plan", "about_targets", "answer", "chances",
        "fan", "plan_card", "targets",
    ),
    "plan.basing": ("about_basis",),
    "plan.origins": ("about_sources", "sources"),
    "plan.billing": (
        "about_bill", "about_capacity", "about_departments", "about_guesses", "about_sectors", "bill", "capacity",
        "departments", "guesses", "sectors",
    ),
    "comparison.comparing": (
        "about_answers", "about_chances", "answers", "chance_matrix", "compare_start", "comparison_record",
    ),
    "comparison.effects": (
        "about_differences", "about_money", "differences", "money_against_effect", "yearly_differences",
    ),
    "evidence.proof": ("Proof", "prove"),
    "evidence.proving": (
        "about_earlier", "about_failures", "about_learnt", "about_patterns", "about_ranks",
        "about_scores", "about_theory", "earlier", "forecasts", "learnt", "pattern_table", "patterns", "proof_record",
        "ranks", "scores", "theory", "verdict",
    ),
    "aiming": ("Aims", "aim"),
    "promise.adopting": ("about_adoption", "about_blocks", "adoption_table", "department_blocks", "trial_note"),
    "worth.sampling_worth": ("about_sampling", "sampling_curves", "sampling_decision", "worth_table"),
    "worth.sampling_split": ("about_split", "tests_split"),
    "promise.stepping": ("about_promise_steps", "promise_steps"),
    "promise.promising": ("about_if_true", "about_promise_curve", "if_true_table", "promise_curve"),
    "promise.risking": ("about_easy_tests", "about_risks", "easy_tests", "risks"),
    "promise.wording": ("about_wordings", "wording", "wordings"),
    "assessment.assessing": (
        "about_grades", "about_next_points", "about_points", "about_stress", "about_tasks", "grade_chances",
        "next_points", "points_table", "stress_table", "task_list",
    ),
    "assessment.apart": ("about_groups", "funnel_figure", "unit_groups"),
    "search.requiring": ("about_required", "required_curves", "required_table"),
    "search.budgeting": (
        "about_frontier", "about_nearly_best", "about_rate_against_titles", "best_plans", "money_frontier", "money_mix",
        "nearly_best", "rate_against_titles",
    ),
    "search.jointly": ("about_joint", "joint_table"),
    "assessment.crediting": ("about_credit", "credit_table", "credit_waterfall"),
    "year.tracking_year": (
        "about_alarms", "about_still_helps", "about_year_chances", "about_year_course", "alarm_table", "still_helps",
        "year_chances", "year_course", "year_light",
    ),
    "plan.closing": ("about_limits", "about_runs", "record"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"simlib.story has no {name}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_MODULE_OF)
