"""Dials: the levers as a search turns them, one dial a lever for the whole plan, at levels worth trying."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ...errors import unknown_name
from ...levers import LEVER, LEVERS, Lever
from ...scenario import Value, with_paths
from ...words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...scenario import Calendar, Plan, Scenario

Setting = tuple[int, ...]  # for each dial, which of its levels
Paths = dict[tuple[str, str], tuple[Value, ...]]
YEAR = 4
HOME = "区"  # the level of government whose plan this is
CAMPAIGN = (1, 2)  # second and third quarter of each year: when a lever of a group (crackdown) is turned


class Level(NamedTuple):
    """One position of a dial: the paths it puts into the plan (none where the plan stays as it is).

    `times` is the multiple of the plan's own values or None, `value` the level at the dial's places (the mean of
    numbers where these differ), `bound` True where it cannot go further at one place at least.
    """

    value: Value
    times: float | None
    paths: Plan
    bound: bool


class Dial(NamedTuple):
    """One lever turned as a whole: in all sectors, for one brand tier (`place`), or for the district.

    `levels` rise; `start` is the one that leaves the plan as it is.
    """

    lever: Lever
    place: str
    levels: tuple[Level, ...]
    start: int

    @property
    def code(self) -> str:
        """Lever, with the brand tier where there is one: award/famous_brands."""
        return f"{self.lever.code}/{self.place}" if self.place else self.lever.code


def dials_of(scenario: Scenario, levers: Sequence[str] | None = None) -> tuple[Dial, ...]:
    """What a search may turn in this plan: every lever with something to try, or only those named."""
    for code in levers or ():
        if code not in LEVER:
            raise unknown_name("工作措施", "lever", code, LEVER)
    rows = [row for row in LEVERS if (row.times or row.tries) and (levers is None or row.code in levers)]
    found = [_dial(scenario, row, place) for row in rows for place in _turned_apart(scenario, row)]
    return tuple(dial for dial in found if len(dial.levels) > 1)


def as_it_is(dials: Sequence[Dial]) -> Setting:
    """The setting that leaves the plan as it is."""
    return tuple(dial.start for dial in dials)


def plan_at(scenario: Scenario, dials: Sequence[Dial], setting: Setting, name: str = "mixed") -> Scenario:
    """The plan with its dials set; with all of them as they are it is the plan itself."""
    paths: Paths = {}
    for dial, place in zip(dials, setting, strict=True):
        paths |= dial.levels[place].paths
    return with_paths(scenario, paths, name) if paths else scenario


def turned(dials: Sequence[Dial], setting: Setting) -> tuple[tuple[Dial, Level], ...]:
    """The dials that a setting moves, with the level each is put at."""
    both = zip(dials, setting, strict=True)
    return tuple((dial, dial.levels[place]) for dial, place in both if place != dial.start)


def said_turns(scenario: Scenario, dials: Sequence[Dial], setting: Setting) -> Words:
    """The levers that a setting turns, in words: 罚款 ×2、…; “the plan as it is” where it turns none."""
    titles = {tier.name: tier.title for tier in scenario.tiers}
    both = zip(dials, setting, strict=True)
    said = [_said_turn(dial, dial.levels[place], titles.get(dial.place)) for dial, place in both if place != dial.start]
    if not said:
        return Words("方案照旧", "the plan as it is")
    return Words("、".join(one.zh for one in said), ", ".join(one.en for one in said))


def costless(dials: Sequence[Dial]) -> tuple[int, ...]:
    """The dials that are decided and not paid for: which they are, by position."""
    return tuple(place for place, dial in enumerate(dials) if not dial.lever.priced)


def distance(dials: Sequence[Dial], one: Setting, other: Setting) -> float:
    """How different two plans are: dials turned apart, each by the share of its range (0 = the same plan)."""
    each = zip(dials, one, other, strict=True)
    return sum(abs(a - b) / (len(dial.levels) - 1) for dial, a, b in each)


def _said_turn(dial: Dial, level: Level, title: Words | None) -> Words:
    before, after = (_short(one.value) for one in (dial.levels[dial.start], level))
    turn = f"{before}→{after}" if level.times is None else f"×{level.times:g}"
    zh, en = (f"（{title.zh}）", f" ({title.en})") if title else ("", "")
    return Words(f"{dial.lever.words.zh}{zh} {turn}", f"{dial.lever.words.en}{en} {turn}")


def _short(value: Value) -> str:
    return "/".join(f"{one:g}" for one in value) if isinstance(value, tuple) else f"{value:g}"


# --- one dial


def _turned_apart(scenario: Scenario, row: Lever) -> list[str]:
    """Brand tiers are turned one by one, sectors all together."""
    return [tier.name for tier in scenario.tiers] if row.shape == "tier" else [""]


def _dial(scenario: Scenario, row: Lever, place: str) -> Dial:
    own = _own(scenario, row, place)
    now = Level(_said(row, scenario.calendar, own), None, {}, bound=False)
    has_some = any(_size(value) > 0.0 for path in own.values() for value in path)
    if row.times and has_some:
        tried = [_level(scenario, row, own, partial(_scaled, row, times), times) for times in row.times]
    else:
        tried = [_level(scenario, row, own, partial(_put, value)) for value in row.tries]
    levels = [now]
    for level in tried:
        if level.paths and not any(level.paths == known.paths for known in levels):
            levels.append(level)
    levels.sort(key=lambda level: _size(level.value))
    return Dial(row, place, tuple(levels), levels.index(now))


def _own(scenario: Scenario, row: Lever, place: str) -> Paths:
    """The paths that the dial turns, as the plan has them."""
    places = {"sector": [sector.name for sector in scenario.sectors], "tier": [place], "district": [""]}
    return {(row.code, where): scenario.plan[row.code, where] for where in places[row.shape]}


def _level(
    scenario: Scenario, row: Lever, own: Paths, turn: Callable[[Value], Value], times: float | None = None
) -> Level:  # fmt: skip
    """The plan's own paths turned, in the quarters that the dial is about."""
    quarters = _quarters(row, scenario.calendar)
    new = {key: tuple(turn(old) if q in quarters else old for q, old in enumerate(path)) for key, path in own.items()}
    reached = [path[q] for path in new.values() for q in quarters]
    bound = row.kind == "number" and any(_size(value) in (row.minimum, row.maximum) for value in reached)
    changed = {key: path for key, path in new.items() if path != own[key]}
    return Level(_said(row, scenario.calendar, new), times, changed, bound)


def _scaled(row: Lever, times: float, old: Value) -> Value:
    """A number times a factor, no further than the law allows; rounded, so that a file shows 0.9 and not 0.8999."""
    assert not isinstance(old, tuple), row.code
    return min(max(round(old * times, 9), row.minimum), row.maximum)


def _put(value: Value, _: Value) -> Value:
    return value


def _quarters(row: Lever, calendar: Calendar) -> Sequence[int]:
    """The quarters in which a dial is turned: all, or those of a campaign."""
    every = range(calendar.quarters)
    return [q for q in every if q % YEAR in CAMPAIGN] if row.group else every


def _said(row: Lever, calendar: Calendar, paths: Paths) -> Value:
    """The one value of all places and quarters, or the mean of numbers."""
    values = [path[q] for path in paths.values() for q in _quarters(row, calendar)]
    if all(value == values[0] for value in values):
        return values[0]
    return round(sum(_size(value) for value in values) / len(values), 6)


def _size(value: Value) -> float:
    """By which levels are put in order: a number, or how steeply grades differ."""
    return value[-1] / value[0] if isinstance(value, tuple) else value
