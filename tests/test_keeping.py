"""A plan that was found, written as a scenario file and read again."""

import pytest
from districts import district

from simlib import as_yaml, load, save_plan
from simlib.errors import BadRequest, SimlibError
from simlib.setting.search.dials import as_it_is, dials_of, plan_at
from simlib.words import Words

TITLE, PURPOSE = Words("找到的", "Found"), Words("试试", "To try")


@pytest.fixture
def place(tmp_path):
    district(tmp_path, {"food": {"tiers": "[famous_brands]"}, "building": {}}, last="2013Q4")
    return tmp_path


def found(place, code, level):
    plan = load("small", place)
    dials = dials_of(plan)
    setting = tuple(level if dial.code == code else dial.start for dial in dials)
    return plan_at(plan, dials, setting)


@pytest.mark.parametrize("dial", [dial.code for dial in dials_of(load("baseline"))])
def test_a_found_plan_reads_back_as_the_same_plan(place, dial):
    """Every dial at each of its ends."""
    plan = load("small", place)
    for own in (one for one in dials_of(plan) if one.code == dial):
        for level in {0, len(own.levels) - 1} - {own.start}:
            path = save_plan(found(place, dial, level), f"kept_{level}", TITLE, PURPOSE, place)
            assert path.read_text("utf-8").startswith(f"name: kept_{level}\nbase: small\n")
            assert load(f"kept_{level}", place).digest == found(place, dial, level).digest


def test_nothing_is_overwritten_and_names_are_plain(place):
    plan = found(place, "coverage", 0)
    save_plan(plan, "kept", TITLE, PURPOSE, place)
    before = (place / "kept.yml").read_bytes()
    for name, said in (("kept", "没有覆盖"), ("KEPT", "没有覆盖"), ("../out", "不能作名称"), ("", "不能作名称")):
        with pytest.raises(SimlibError, match=said):
            save_plan(plan, name, TITLE, PURPOSE, place)
    assert (place / "kept.yml").read_bytes() == before


def test_the_plan_itself_is_not_kept_twice(place):
    plan = load("small", place)
    dials = dials_of(plan)
    with pytest.raises(BadRequest, match="没有差别"):
        as_yaml(plan_at(plan, dials, as_it_is(dials)), "same")
