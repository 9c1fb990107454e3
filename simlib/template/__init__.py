"""`simlib new`: a commented scenario to start from, or the blank facts of another district."""

from .district_file import Draft, Figure, usual_department
from .scenario_file import scenario_text
from .writing import write_district, write_drafts, write_scenario

__all__ = [
    "Draft",
    "Figure",
    "scenario_text",
    "usual_department",
    "write_district",
    "write_drafts",
    "write_scenario",
]
