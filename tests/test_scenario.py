"""Reading a scenario: only the difference is written, the plan that comes out is complete."""

import pickle
import shutil
from pathlib import Path

import pytest

from simlib.errors import BadRequest
from simlib.grammar import yamlfile
from simlib.grammar.dump import dump
from simlib.levers import LEVERS
from simlib.scenario import (
    ScenarioError,
    check,
    fail_if_incomplete,
    load,
    names,
    with_levers,
)

HERE = Path(__file__).parent / "data_scenarios"
SHIPPED = Path(__file__).parents[1] / "scenarios"


@pytest.fixture
def folder(tmp_path):
    """A folder of scenarios of its own, to write into."""
    return Path(shutil.copytree(HERE, tmp_path / "scenarios"))


@pytest.fixture
def small():
    return load("small", HERE)


def write(folder, name, body, base="small"):
    head = f"name: {name}\nbase: {base}\ntitle: {{zh: 试, en: t}}\npurpose: {{zh: 试, en: t}}\n"
    (folder / f"{name}.yml").write_text(head + body, encoding="utf-8")
    return load(name, folder)


def path(scenario, lever, place=""):
    return list(scenario.plan[lever, place])


# --- what comes out is complete


def test_every_lever_has_a_value_at_every_place_in_every_quarter(small):
    places = {"sector": ("food", "building", "polluters"), "tier": ("famous_brands",), "district": ("",)}
    expected = {(row.code, place) for row in LEVERS for place in places[row.shape]}
    assert set(small.plan) == expected
    assert {len(values) for values in small.plan.values()} == {small.calendar.quarters} == {8}


def test_the_calendar_counts_quarters_from_the_first_of_the_plan(small):
    calendar = small.calendar
    assert (calendar.warm_up_quarters, calendar.quarters, calendar.years) == (24, 8, (2012, 2013))
    assert calendar.index("2012Q3") == 2
    assert calendar.label(2) == "2012Q3"
    assert calendar.label(-1) == "2011Q4"


def test_a_root_is_its_own_root_and_changes_nothing(small):
    assert small.root is small
    assert small.changes == ()
    assert small.base is None


def test_facts_not_given_are_defaults_and_marked_as_illustrations(small):
    assert small.facts["size_large"].value == 40.0
    assert small.facts["size_large"].status == "illustrative"
    assert small.illustrative
    assert small.facts["city_quality_loss_rate"].value is None
    assert small.sector("food").value("share_medium") == 0.08


# --- only the difference is written


def test_what_is_not_written_is_the_bases(folder):
    made = write(folder, "new", "")
    assert made.plan == load("small", folder).plan
    assert made.changes == ()
    assert made.runs.draws == 10


def test_one_value_holds_for_all_sectors_and_quarters(folder):
    made = write(folder, "new", "levers: {coverage: 1.5, publicity: 20}\n")
    assert path(made, "coverage", "polluters") == [1.5] * 8
    assert path(made, "publicity") == [20.0] * 8


def test_a_step_holds_until_the_next_and_before_the_first_the_base_stays(folder):
    made = write(folder, "new", "levers: {exposure: {2012Q2: 0.5, 2013Q3: 0.6}}\n")
    assert path(made, "exposure", "food") == [0.3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.6]


def test_off_in_a_step_returns_to_the_base(folder):
    made = write(folder, "new", "levers: {exposure: {2012Q2: 0.9, 2012Q3: off}}\n")
    assert path(made, "exposure", "food") == [0.3, 0.9, 0.3, 0.3, 0.4, 0.4, 0.4, 0.4]


def test_sectors_not_named_keep_the_bases_value(folder):
    made = write(folder, "new", "levers: {coverage: {food: {2012Q3: 3}, building: 0.8}}\n")
    assert path(made, "coverage", "food") == [1.0, 1.0] + [3.0] * 6
    assert path(made, "coverage", "building") == [0.8] * 8
    assert path(made, "coverage", "polluters") == [2.0] * 8
    assert [(change.lever, change.place) for change in made.changes] == [
        ("coverage", "food"),
        ("coverage", "building"),
    ]


def test_times_multiplies_the_bases_value_wherever_it_stands(folder):
    made = write(
        folder,
        "new",
        "levers:\n  coverage: {times: 2}\n  exposure: {food: {times: 2}, building: {2013Q1: {times: 0.5}}}\n"
        "  famous_brands: {award: {times: 0.5}}\n",
    )
    assert [path(made, "coverage", place)[0] for place in ("food", "building", "polluters")] == [
        2.0,
        1.2,
        4.0,
    ]
    assert path(made, "exposure", "food") == [0.6] * 4 + [0.8] * 4
    assert path(made, "exposure", "building") == [0.3] * 4 + [0.2] * 4
    assert path(made, "award", "famous_brands") == [5.0] * 8


def test_times_in_a_chain_multiplies_what_the_chain_has_come_to():
    assert path(load("more", HERE), "coverage", "food") == [2.0] * 8
    most = load("most", HERE)
    assert path(most, "coverage", "food") == [2.0] * 4 + [3.0] * 4
    assert most.root.name == "small"
    assert [change.before for change in most.changes] == [(2.0,) * 8]


def test_a_crackdown_sets_its_parts_together_and_off_is_neutral(folder):
    made = write(folder, "new", "levers:\n  crackdown:\n    2012Q2: {tests: 2.0, exposure: 0.3}\n    2012Q4: off\n")
    assert path(made, "crackdown_tests", "food") == [1, 2, 2, 1, 1, 1, 1, 1]
    assert path(made, "crackdown_sanction", "food") == [0.0] * 8
    assert path(made, "crackdown_exposure", "building") == [0, 0.3, 0.3, 0, 0, 0, 0, 0]


def test_a_crackdown_may_name_sectors(folder):
    made = write(folder, "new", "levers: {crackdown: {food: {2012Q2: {tests: 3}, 2012Q3: no}}}\n")
    assert path(made, "crackdown_tests", "food") == [1, 3, 1, 1, 1, 1, 1, 1]
    assert path(made, "crackdown_tests", "building") == [1] * 8


@pytest.mark.parametrize(("word", "value"), [("on", 1.0), ("Yes", 1.0), ("true", 1.0), ("OFF", 0.0), ("no", 0.0)])
def test_switches_are_words(folder, word, value):
    assert path(write(folder, "new", f"levers: {{exempt: {word}}}\n"), "exempt", "food") == [value] * 8


def test_grades_are_four_weights(folder):
    made = write(folder, "new", "levers: {grade_weights: {food: [1, 1, 1, 1e1]}}\n")
    assert made.plan["grade_weights", "food"][0] == (1.0, 1.0, 1.0, 10.0)
    assert made.plan["grade_weights", "building"][0] == (0.5, 1.0, 2.0, 4.0)


@pytest.mark.parametrize("text", ["1e1", "1E+1", "10", "10.0", "+10", "1.0e1"])
def test_every_way_to_write_a_number_is_the_same_plan(folder, text):
    made = write(folder, "new", f"levers: {{publicity: {text}}}\n")
    assert made.digest == load("small", folder).digest


# --- targets, assumptions, runs


def test_targets_of_the_base_are_inherited_added_or_replaced():
    before, after = load("more", HERE).targets, load("most", HERE).targets
    assert len(before) == 3
    assert len(after) == 4
    assert (after[0].level, after[0].status) == (0.9, "added")
    assert after[3].year == 2013


def test_a_target_may_be_measured_against_a_fact_that_is_missing(small):
    loss, rise = small.targets[1], small.targets[2]
    assert (loss.sense, loss.level, loss.reference) == ("at_most", None, "city_quality_loss_rate")
    assert (rise.sense, rise.since, rise.by, rise.owners) == ("rise", 2011, 0.1, ("质监分局", "发改委"))


def test_a_target_against_a_known_fact_has_its_figure(folder):
    body = (
        "targets:\n  - {indicator: sampled_pass_rate, year: 2013, at_least: city_pass_rate,"
        " owner: 质监分局, status: added}\n"
    )
    target = write(folder, "new", body).targets[-1]
    assert (target.level, target.reference) == (0.85, "city_pass_rate")


@pytest.mark.parametrize(
    ("written", "prior"),
    [
        ("tau: {median: 1.0, spread: 0.3, why: 试}", ("lognormal", (1.0, 0.3))),
        ("delta: {median: 0.9, spread: 0.1, why: 试}", ("beta", (7.2, 0.8))),
        ("drift: {median: 0.0, spread: 0.01, why: 试}", ("normal", (0.0, 0.01))),
        ("sigma_c: {median: 1.0, spread: 0.1, why: 试}", ("truncated", (1.0, 0.1, 0.5, 2.0))),
        ("beta: {median: 0.97, why: 试}", ("fixed", (0.97,))),
        ("repeat: {median: 0.5, why: 试}", ("fixed", (0.5,))),
    ],
)
def test_an_override_replaces_the_prior(folder, written, prior):
    made = write(folder, "new", f"assumptions:\n  {written}\n")
    (override,) = made.overrides.values()
    assert override.prior.law == prior[0]
    assert override.prior.numbers == pytest.approx(prior[1])


# --- the digest


def test_the_digest_does_not_see_titles_comments_or_the_order_of_keys(folder):
    one = write(folder, "one", "levers: {fine: 2, exposure: 0.5}\nruns: {seed: 7, draws: 10}\n")
    two = write(folder, "two", "runs: {draws: 1e1, seed: 7} # c\nlevers:\n  exposure: 0.50\n  fine: 2.0\n")
    assert one.digest == two.digest


@pytest.mark.parametrize(
    "body",
    [
        "levers: {fine: 1.0000001}",
        "runs: {seed: 1}",
        "assumptions: {beta: {median: 0.97, why: w}}",
        "targets: [{indicator: fines, year: 2012, at_least: 1, owner: 财政局, status: added}]",
    ],
)
def test_the_digest_sees_all_that_results_depend_on(folder, small, body):
    assert write(folder, "new", body + "\n").digest != small.digest


def test_the_digest_sees_facts(folder, small):
    file = folder / "sectors" / "food.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("0.9", "0.91"), encoding="utf-8")
    assert load("small", folder).digest != small.digest


# --- what-ifs in memory


def test_a_what_if_passes_the_same_checks(small):
    made = with_levers(small, {"coverage": {"food": {"times": 3}}, "exempt": True, "grade_weights": (1, 1, 1, 1)})
    assert path(made, "coverage", "food") == [3.0] * 8
    assert path(made, "exempt", "food") == [1.0] * 8
    assert (made.base, made.root) == ("small", small)
    with pytest.raises(ScenarioError, match="coverge") as caught:
        with_levers(small, {"coverge": 1})
    assert caught.value.nearest == "coverage"
    with pytest.raises(ScenarioError):
        with_levers(small, {"coverage": float("nan")})


def test_a_what_if_that_says_nothing_is_the_same_plan(small):
    assert with_levers(small, {}).digest == small.digest


def test_a_what_if_can_be_kept_as_a_file(folder):
    levers = {
        "coverage": {"food": {"2012Q2": 1 / 3}},
        "crackdown": {"2012Q2": {"tests": 2}, "2012Q4": "off"},
        "famous_brands": {"award": 7, "renewal_paid": True},
        "publicity": {"2013Q1": 5},
        "grade_weights": {"food": [1, 1, 1, 1]},
    }
    made = with_levers(with_levers(load("most", folder), levers), {"fine": 2}, name="kept")
    (folder / "kept.yml").write_text(dump(made), encoding="utf-8")
    assert load("kept", folder).digest == made.digest


def test_all_that_a_file_says_survives_being_written_again(folder):
    made = load("most", folder)
    text = dump(made).replace("name: most", "name: again")
    (folder / "again.yml").write_text(text, encoding="utf-8")
    assert load("again", folder).digest == made.digest


def test_a_root_is_no_difference(small):
    with pytest.raises(BadRequest):
        dump(small)


def test_a_scenario_can_be_sent_to_another_process(small):
    again = pickle.loads(pickle.dumps(with_levers(small, {"fine": 2})))
    assert again.digest == with_levers(small, {"fine": 2}).digest


# --- folders


def test_names_lists_roots_first(folder):
    write(folder, "a_plan", "")
    assert names(folder) == ("small", "a_plan", "more", "most")


def test_a_file_can_be_named_by_its_path(folder):
    assert load(folder / "more.yml").name == "more"


def test_the_scenarios_are_found_from_anywhere_in_the_project(folder, monkeypatch):
    monkeypatch.chdir(folder / "sectors")
    assert load("more").name == "more"


def test_chinese_names_are_names(folder):
    assert write(folder, "打假_2012", "").name == "打假_2012"


def test_a_scenario_with_gaps_can_be_read_but_not_simulated(folder):
    file = folder / "sectors" / "food.yml"
    text = file.read_text(encoding="utf-8")
    gap = "units: {value: missing, unit: 家, source: 登记, status: missing}"
    file.write_text(text.replace("units: {value: 100, unit: 家, source: 登记, status: published}", gap), "utf-8")
    made = load("more", folder)
    assert [(one.code, one.place) for one in made.missing] == [("units", "food")]
    with pytest.raises(ScenarioError, match=r"scenarios/sectors/food.yml.*units") as caught:
        fail_if_incomplete(made)
    assert "企业登记" in caught.value.zh
    fail_if_incomplete(load("more", HERE))


# --- the shipped files


def test_every_shipped_file_is_right():
    assert check(SHIPPED) == []


def test_both_parsers_read_the_shipped_files_alike(monkeypatch):
    files = sorted(SHIPPED.glob("**/*.yml"))
    fast = [yamlfile.read_yaml(file, file.name) for file in files]
    monkeypatch.setattr(yamlfile, "_LOADER", yamlfile.yaml.SafeLoader)
    assert [_plain(yamlfile.read_yaml(file, file.name)) for file in files] == [_plain(node) for node in fast]


def _plain(node):
    if node.kind == "text":
        return node.text, node.line
    parts = node.items or node.entries.values()
    return node.kind, list(node.entries), [_plain(part) for part in parts]


def test_a_target_on_a_missing_brand_tier_is_refused(tmp_path):
    """A district without the tier cannot be judged by its titles; the message says which tiers it has."""
    from districts import district

    district(tmp_path, {"a": {}})
    text = (tmp_path / "small.yml").read_text("utf-8")
    goal = "{indicator: famous_trademarks, year: 2012, at_least: 3, owner: 工商分局, status: added}"
    (tmp_path / "small.yml").write_text(text.replace("targets: []", f"targets: [{goal}]"), "utf-8")
    with pytest.raises(ScenarioError, match="famous_trademarks") as caught:
        load("small", tmp_path)
    assert "famous_brands" in caught.value.en
