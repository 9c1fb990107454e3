"""`simlib new`, and the JSON schema that editors check the files with."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from simlib.grammar.folders import files_in, sector_files_in
from simlib.levers import LEVERS
from simlib.scenario import ScenarioError, check, fail_if_incomplete, json_schema, load
from simlib.schema import schema_files, sector_schema
from simlib.template import scenario_text, write_district, write_scenario
from simlib.words import PROGRAMMES

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "scenarios"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SHIPPED, tmp_path / "scenarios"))


# --- a new scenario


def test_a_new_scenario_loads_and_changes_nothing(folder):
    path = write_scenario("试验_1", folder=folder)
    made = load("试验_1", folder)
    assert path == folder / "试验_1.yml"
    assert made.changes == ()
    assert made.digest == load("baseline", folder).digest
    assert check(folder) == []


def test_every_lever_stands_in_it_with_its_bounds(folder):
    text = scenario_text("new", load("baseline", folder))
    for row in LEVERS:
        assert row.words.zh in text
        assert f"{row.words.en}: {'on / off' if row.kind == 'switch' else f'{row.minimum:g}–{row.maximum:g}'}" in text


def examples(text):
    return [i for i, line in enumerate(text.splitlines()) if re.match(r" +# ", line)]


def uncommented(text, at):
    lines = text.splitlines()
    for i in at:
        lines[i] = lines[i].replace("# ", "", 1)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("base", ["baseline", "crackdown"])
def test_each_example_works_when_it_is_uncommented(folder, base):
    path = write_scenario("new", base, folder)
    text = path.read_text(encoding="utf-8")
    at = examples(text)
    assert len(at) > 15
    for i in (*([one] for one in at), at):
        path.write_text(uncommented(text, i), encoding="utf-8")
        load("new", folder)


def test_nothing_is_overwritten(folder):
    before = (folder / "crackdown.yml").read_bytes()
    for name in ("crackdown", "CrackDown"):
        with pytest.raises(ScenarioError, match="not overwritten"):
            write_scenario(name, folder=folder)
        with pytest.raises(ScenarioError, match="not overwritten"):
            write_district(name, folder)
    assert (folder / "crackdown.yml").read_bytes() == before
    assert not (folder / "sectors" / "crackdown").exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "con", "-x", "", "x.yml"])
def test_a_name_with_a_path_is_not_written(folder, name):
    before = sorted(folder.rglob("*"))
    for write in (write_scenario, write_district):
        with pytest.raises(ScenarioError):
            write(name, folder=folder)
    assert sorted(folder.rglob("*")) == before


def test_a_scenario_on_an_unknown_base_is_not_written(folder):
    with pytest.raises(ScenarioError, match="baseline"):
        write_scenario("new", "basline", folder)
    assert not (folder / "new.yml").exists()


# --- a new district


def test_a_new_district_loads_and_says_what_is_to_be_filled_in(folder):
    paths = write_district("新城区", folder)
    made = load("新城区", folder)
    assert len(paths) == 2 + len(PROGRAMMES)  # the root, its sectors, an example of a scoring table
    assert made.base is None
    assert {gap.code for gap in made.missing} == {"units", "observed", "tests_observed", "price_test"}
    assert check(folder) == []
    with pytest.raises(ScenarioError, match="24 facts") as caught:
        fail_if_incomplete(made)
    assert "scenarios/sectors/新城区/product.yml" in caught.value.zh
    assert "企业登记" in caught.value.zh


def test_each_example_of_a_new_district_works_when_it_is_uncommented(folder):
    for path in write_district("xin", folder):
        text = path.read_text(encoding="utf-8")
        path.write_text(uncommented(text, examples(text)), encoding="utf-8")
    assert check(folder) == []


def test_a_scenario_can_stand_on_a_new_district(folder):
    write_district("xin", folder)
    write_scenario("xin_more", "xin", folder)
    assert load("xin_more", folder).root.name == "xin"


def test_sector_files_that_are_there_are_not_overwritten(folder):
    there = folder / "sectors" / "xin" / "farm.yml"
    there.parent.mkdir()
    there.write_text("name: farm\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape("sectors/xin/farm.yml")):
        write_district("xin", folder)
    assert there.read_text(encoding="utf-8") == "name: farm\n"
    assert not (folder / "xin.yml").exists()


# --- the schema


def problems(schema, path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return list(jsonschema.Draft202012Validator(schema).iter_errors(content))


def test_the_committed_schemas_are_those_of_the_tables():
    for path, text in schema_files(SHIPPED).items():
        assert path.read_text(encoding="utf-8") == text, "run: simlib schema"


def test_the_schemas_are_schemas():
    for schema in (json_schema(), sector_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_shipped_or_new_file_is_valid_and_names_its_schema(folder):
    write_scenario("new", folder=folder)
    write_district("xin", folder)
    for path in files_in(folder).values():
        assert problems(json_schema(), path) == []
        assert named_schema(path) == folder / "scenario.schema.json"
    for path in sector_files_in(folder):
        assert problems(sector_schema(), path) == []
        assert named_schema(path) == folder / "sectors" / "sector.schema.json"


def named_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()


@pytest.mark.parametrize(
    "name",
    [
        "unknown_key",
        "unknown_assumption",
        "unknown_tier_lever",
        "unknown_crackdown_part",
        "unknown_indicator",
        "unknown_department",
        "unknown_programme",
        "facts_in_derived",
        "missing_title",
        "missing_english",
        "missing_why",
        "number_is_text",
        "number_is_quoted",
        "number_is_list",
        "number_is_empty",
        "number_is_per_cent",
        "above_bounds",
        "below_bounds",
        "switch_is_number",
        "three_grades",
        "empty_braces",
        "two_senses",
        "draws_not_whole",
        "no_draws",
        "date_not_a_quarter",
        "date_and_sector",
        "root_without_calendar",
        "fact_without_source",
        "fact_with_extra_key",
        "fact_status_unknown",
        "fact_out_of_bounds",
        "unknown_fact",
    ],
)
def test_an_editor_sees_mistakes_of_type_and_bounds(name):
    assert problems(json_schema(), HERE / "broken" / f"{name}.yml")


def test_the_schema_speaks_both_languages():
    for code, entry in json_schema()["properties"]["levers"]["properties"].items():
        assert re.search("[\u4e00-\u9fff]", entry["description"]), code
        assert re.search("[A-Za-z]{3}", entry["title"]), code


def test_a_schema_stays_small_enough_for_an_editor():
    assert len(json.dumps(json_schema())) < 400_000


def test_reading_scenarios_needs_no_heavy_library():
    heavy = ("numpy", "pandas", "numba", "scipy", "pydantic")
    code = f"import sys, simlib.scenario; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent)
    assert run.stdout.strip() == "[]"
