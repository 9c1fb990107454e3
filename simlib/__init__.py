"""simlib: what can a district promise? Quality-policy scenarios, their futures and the chance of each target.

Public names are loaded when they are first used, so that `import simlib` takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Each public name and the module it lives in; __all__ and the documentation derive from this table.
_PUBLIC: dict[str, str] = {
    "load": "scenario",
    "names": "scenario",
    "check": "scenario",
    "with_levers": "scenario",
    "Scenario": "scenario",
    "simulate": "ensemble",
    "Outcome": "outcome",
    "outcome_table": "tables",
    "assess": "targets",
    "all_together": "targets",
    "by_department": "targets",
    "compare": "differences",
    "difference_table": "differences",
    "cost_table": "bills",
    "capacity_use": "bills",
    "drivers": "influence",
    "read_history": "learn",
    "calibrate": "learn",
    "update": "learn",
    "Observation": "learn",
    "required": "setting.effort.requirement",
    "joint_promises": "setting.together.joint",
    "credit": "setting.credit.attribution",
    "value_of_sampling": "setting.worth.sampling_value",
    "neyman": "setting.worth.allocation",
    "attainable": "setting.promise.promises",
    "steps": "setting.promise.steps",
    "risk_by_source": "setting.promise.risk",
    "if_true": "setting.promise.risk",
    "load_scoring": "setting.assessment.scoring_file",
    "score": "setting.assessment.scoring",
    "misranking": "setting.assessment.misranking",
    "grouping": "setting.assessment.grouping",
    "chance_on_sample": "estimators",
    "wilson": "estimators",
    "clopper_pearson": "estimators",
    "track": "setting.year.tracking",
    "what_helps": "setting.year.helping",
    "frontier": "setting.search.mixes",
    "trade_off": "setting.search.three_way",
    "as_yaml": "setting.search.keeping",
    "save_plan": "setting.search.keeping",
    "LEVERS": "levers",
    "ASSUMPTIONS": "assumptions",
    "INDICATORS": "indicators",
    "FACTS": "facts",
    "SimlibError": "errors",
    "ScenarioError": "errors",
    "UnknownName": "errors",
    "BadRequest": "errors",
    "TargetUnreachable": "errors",
    "Words": "words",
}

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604  (names of the table above)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'simlib' has no attribute {name!r}; it has {', '.join(_PUBLIC)}")
    value = getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
