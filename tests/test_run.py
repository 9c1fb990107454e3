"""run.py: what it says, when it makes .venv anew, and that it leaves nothing behind."""

import ast
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import run

SOURCE = Path(run.__file__)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project with a finished set-up, and no way to start a child by accident."""
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "LOCK": tmp_path / "requirements.lock",
        "LOG": tmp_path / ".venv" / "setup.log",
        "INSTALLED": tmp_path / ".venv" / "installed.txt",
        "COMPILED": tmp_path / ".venv" / "compiled.txt",
    }.items():
        monkeypatch.setattr(run, name, path)
    monkeypatch.setattr(run, "call", lambda *_, **__: pytest.fail("a child was started"))
    monkeypatch.setattr(run, "quietly", lambda *_, **__: pytest.fail("a child was started"))
    run.LOCK.write_text("uv==1.0 \\\n    --hash=sha256:aa\n    # via x\nwheel==2.0\n", "utf-8")
    _write(tmp_path / "simlib" / "levers.py", "LEVERS = ()")
    _write(tmp_path / "simlib" / "model" / "quarter.py", "")
    _write(tmp_path / "simlib" / "report" / "page.py", "")
    _finish_setup()
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _finish_setup() -> None:
    _write(run.venv_python(run.VENV), "")
    _write(run.VENV / "pyvenv.cfg", f"home = {run.ROOT}\nversion = 3.11.7\n")
    run.site_packages(run.VENV).mkdir(parents=True, exist_ok=True)
    _write(run.INSTALLED, run.installed_key())
    _write(run.COMPILED, run.compiled_key())


@pytest.fixture
def children(project, monkeypatch):
    """Record each child instead of starting it; one that holds a word of `fail` fails."""

    class Children(list[list[str]]):
        fail: tuple[str, ...] = ()

        def quietly(self, command, **_):
            self.append(command)
            return "broken" if any(word in command for word in self.fail) else ""

        def call(self, command, *_, **__):
            self.append(command)
            return int(any(word in command for word in self.fail))

    recorded = Children()
    monkeypatch.setattr(run, "quietly", recorded.quietly)
    monkeypatch.setattr(run, "call", recorded.call)
    monkeypatch.setattr(run, "mirror", dict)
    return recorded


# --- an old Python


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_enough_python_is_welcome(version):
    assert run.refusal(*version) == ""


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10)])
def test_an_old_python_is_told_so_in_both_languages(version):
    text = run.refusal(*version)
    assert "需要 Python 3.11" in text
    assert "needs Python 3.11 or newer" in text
    assert "{}.{}".format(*version) in text


def test_file_parses_on_python_3_7():
    ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 7))


def test_an_old_python_gets_the_message_before_anything_else(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    with pytest.raises(SystemExit, match=r"this is 3\.8"):
        runpy.run_path(str(SOURCE))


def test_only_the_standard_library_is_imported():
    nodes = list(ast.walk(ast.parse(SOURCE.read_text("utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


# --- words


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["help"], ["run", "-h"], ["lab", "--help"]])
def test_help_lists_every_command(project, capsys, words):
    assert run.main(words) == 0
    text = capsys.readouterr().out
    for name, command in run.COMMANDS.items():
        assert f"  {name:<10}{command.chinese}\n" in text
        assert command.english in text


def test_unknown_command_names_the_nearest(capsys):
    assert run.main(["labb"]) == 2
    text = capsys.readouterr().err
    assert "没有“labb”这个命令。您是不是要：python run.py lab\n" in text
    assert "There is no command 'labb'. Did you mean: python run.py lab\n" in text
    assert ", ".join(run.COMMANDS) in text


@pytest.mark.parametrize(
    ("words", "program"),
    [("promise baseline", "python run.py"), ("names", "python run.py"), ("simlib batch", "python run.py simlib")],
)
def test_simlib_is_told_how_it_is_called(project, monkeypatch, words, program):
    """Messages name commands as they are typed: `python run.py promise -h`."""
    told = []
    monkeypatch.setattr(run, "call", lambda command, **options: told.append((command[3:], options["env"])) or 0)
    assert run.main(words.split()) == 0
    ((passed_on, environment),) = told
    assert passed_on == [word for word in words.split() if word != "simlib"]
    assert environment["SIMLIB_PROGRAM"] == program
    assert environment["PYTHONUTF8"] == "1"


def test_unknown_command_without_a_near_one_lists_them(capsys):
    assert run.main(["zzzz"]) == 2
    text = capsys.readouterr().err
    assert "Did you mean" not in text
    assert "commands: run, new, check" in text


def test_a_scenario_in_place_of_a_command_is_understood(project, capsys):
    _write(project / "scenarios" / "crackdown.yml", "")
    assert run.main(["crackdown"]) == 2
    assert "python run.py run crackdown" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("  Hash mismatch for `typer==0.29.2`", "differs from requirements.lock"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "differs from requirements.lock"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("No module named ensurepip", "python3-venv"),
        (
            "ProxyError('Cannot connect to proxy.')\nERROR: No matching distribution",
            "Check network",
        ),
        ("error: Failed to fetch\n  Caused by: dns error", "Check network"),
        ("ERROR: No matching distribution found for numba==0.68.1", "Use a 64-bit Python 3.11 to"),
        ("this system does not have Windows Long Path support enabled", "path is too long"),
        ("Traceback", "did not finish"),
    ],
)
def test_a_failed_setup_says_why_and_what_to_do(output, advice):
    text = run.explain(output)
    assert text.startswith("\n安装失败。")
    assert advice in text
    assert output.splitlines()[-1] in text


def test_a_failed_setup_shows_only_the_end_of_a_long_output():
    assert run.explain("\n".join(f"line {number}" for number in range(100))).count("line") == 8


# --- places


@pytest.mark.parametrize(
    ("system", "python", "packages"),
    [
        ("nt", "Scripts/python.exe", "Lib/site-packages"),
        ("posix", "bin/python", "lib/python{}.{}/site-packages".format(*sys.version_info)),
    ],
)
def test_places_in_the_venv(system, python, packages):
    venv = Path("甲 乙") / ".venv"
    assert run.venv_python(venv, system) == venv / python
    assert run.site_packages(venv, system) == venv / packages


def test_simlib_is_found_by_a_path_in_plain_letters(project):
    run.add_project()
    text = (run.site_packages(run.VENV) / "simlib.pth").read_text("ascii").strip()
    assert (run.site_packages(run.VENV) / text).resolve() == project.resolve()


def test_lab_asks_nothing_of_the_network(project):
    run.write_lab_settings()
    settings = run.VENV / "etc" / "jupyter"
    page = json.loads((settings / "labconfig" / "page_config.json").read_text("utf-8"))
    assert page["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    lab = json.loads((settings / "jupyter_lab_config.json").read_text("utf-8"))["LabApp"]
    assert lab["extension_manager"] == "readonly"


def test_children_see_utf8_and_nothing_from_outside(project, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = run.environment()
    assert "PYTHONPATH" not in environment
    assert environment["PYTHONUTF8"] == "1"
    assert environment["PATH"].startswith(str(run.venv_python(run.VENV).parent))


# --- when .venv is made anew


def test_a_second_run_does_nothing(project, capsys):
    run.make_ready()
    assert capsys.readouterr().out == ""


def test_an_interrupted_setup_is_noticed(project):
    run.INSTALLED.unlink()
    assert not run.is_installed()


def test_a_venv_without_python_is_noticed(project):
    run.venv_python(run.VENV).unlink()
    assert not run.is_installed()


def test_a_venv_whose_python_was_removed_is_noticed(project):
    _write(run.VENV / "pyvenv.cfg", f"home = {project / 'gone'}\n")
    assert not run.is_installed()


def test_another_lock_is_noticed(project):
    run.LOCK.write_text("wheel==3.0\n", "utf-8")
    assert not run.is_installed()


def test_another_python_is_noticed(project, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert run._read(run.INSTALLED) != run.installed_key()


def test_a_moved_folder_is_noticed(project, monkeypatch):
    monkeypatch.setattr(run, "ROOT", project / "moved")
    assert not run.is_installed()


@pytest.mark.parametrize("name", ["levers.py", "model/quarter.py", "new.py"])
def test_an_edit_of_the_model_compiles_and_does_not_install(project, children, name):
    _write(project / "simlib" / name, "# edited")
    run.make_ready()
    assert [command[1:] for command in children] == [["-m", "simlib", "warm"]]
    run.make_ready()
    assert len(children) == 1


def test_an_edit_of_the_report_does_neither(project):
    _write(project / "simlib" / "report" / "page.py", "# edited")
    run.make_ready()


def test_a_failed_compilation_is_said_and_tried_again(project, children, capsys):
    run.COMPILED.unlink()
    children.fail = ("warm",)
    run.make_ready()
    assert "going on without" in capsys.readouterr().out
    assert not run.COMPILED.exists()


# --- how it is made


def test_install_starts_from_nothing_and_signs_at_the_end(project, children, monkeypatch):
    _write(run.VENV / "left over.txt", "")
    monkeypatch.setattr(run, "fill", lambda: _finish_setup() or run.INSTALLED.unlink())
    run.install()
    assert run.is_installed()
    assert not (run.VENV / "left over.txt").exists()


def test_an_interrupted_install_leaves_no_signature(project, children, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.install()
    assert not run.is_installed()


def test_a_venv_in_use_is_explained(project, monkeypatch):
    def locked(_):
        raise PermissionError("in use")

    monkeypatch.setattr(run.shutil, "rmtree", locked)
    with pytest.raises(run.SetupFailed, match=r"请关闭 JupyterLab[\s\S]*Close JupyterLab"):
        run.remove_venv()


def test_uv_is_used_where_it_is(children, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda _: "uv")
    run.fill()
    (command,) = children
    assert command[:3] == ["uv", "pip", "install"]
    assert "--require-hashes" in command


def test_uv_comes_by_pip_with_its_hash_where_it_is_not(children, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    run.fill()
    _, fetch, install = children
    assert fetch[-3:] == ["--require-hashes", "-r", str(run.VENV / "uv.txt")]
    assert (run.VENV / "uv.txt").read_text("utf-8") == run.locked("uv")
    assert Path(install[0]).name == "uv"


def test_a_python_without_pip_gets_one_in_the_venv(children):
    children.fail = ("--version",)
    assert run.pip()[:4] == run.python("-m", "pip", "install")
    assert "ensurepip" in children[-1]


def test_pip_does_what_uv_cannot(children, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda _: "uv")
    children.fail = ("uv",)
    run.fill()
    assert children[-1][:4] == [run.BASE, "-m", "pip", "--python"]
    assert "--require-hashes" in children[-1]


def test_when_pip_fails_too_the_setup_failed(children, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda _: "uv")
    children.fail = ("install", "--version", "ensurepip")
    run.INSTALLED.unlink()
    assert run.main(["setup"]) == 1
    text = capsys.readouterr().err
    assert "安装失败" in text
    assert "The set-up failed" in text
    assert "Traceback" not in text


def test_one_package_is_cut_out_of_the_lock(project):
    assert run.locked("uv") == "uv==1.0 \\\n    --hash=sha256:aa\n    # via x\n"
    assert run.locked("nothing") == ""


def test_the_real_lock_has_uv():
    assert "--hash=sha256:" in run.locked("uv")


@pytest.mark.parametrize(
    ("pip", "uv", "expected"),
    [("https://a", None, {"UV_DEFAULT_INDEX": "https://a"}), ("https://a", "https://b", {})],
)
def test_uv_is_told_of_pips_mirror_unless_it_has_its_own(monkeypatch, pip, uv, expected):
    answer = subprocess.CompletedProcess([], 1, stdout="", stderr="")
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: answer)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", pip)
    if uv:
        monkeypatch.setenv("UV_DEFAULT_INDEX", uv)
    assert run.mirror() == expected


# --- commands


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [["check"], ["batch"]]),
        (["run"], [["check"], ["batch"]]),
        (
            ["run", "crackdown", "--runs", "5"],
            [["check", "crackdown"], ["batch", "crackdown", "--runs", "5"]],
        ),
        (["new", "my plan"], [["new", "my plan"]]),
        (["check", "-h"], [["check", "-h"]]),
        (["simlib", "assess", "x"], [["assess", "x"]]),
    ],
)
def test_words_reach_simlib(children, words, expected):
    assert run.main(words) == 0
    assert [command[1:] for command in children] == [["-m", "simlib", *rest] for rest in expected]


def test_a_bad_scenario_does_not_stop_the_batch_but_shows_in_the_exit_status(children):
    children.fail = ("check",)
    assert run.main([]) == 1
    assert len(children) == 2


def test_every_check_runs_and_the_failed_ones_are_named(children, capsys):
    children.fail = ("mypy",)
    assert run.main(["test", "-k", "levers"]) == 1
    programs = [command[2:4] for command in children]
    assert programs == [["ruff", "check"], ["ruff", "format"], ["mypy"], ["pytest", "-n"]]
    text = capsys.readouterr().out
    assert "未通过：mypy" in text
    assert "Failed: mypy" in text


def test_bench_without_a_name_lists_them(project, capsys):
    _write(project / "bench" / "speed.py", "")
    assert run.main(["bench"]) == 2
    assert "one of: speed" in capsys.readouterr().out


def test_bench_passes_arguments_on(project, children):
    _write(project / "bench" / "speed.py", "")
    assert run.main(["bench", "speed", "--quick"]) == 0
    assert children[0][1:] == [str(project / "bench" / "speed.py"), "--quick"]


def test_ctrl_c_ends_quietly(project, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "call", interrupted)
    assert run.main([]) == 130
    assert "已停止" in capsys.readouterr().out


# --- real children


@pytest.mark.parametrize("status", [0, 3])
def test_a_childs_status_is_passed_on(status):
    assert run.call([sys.executable, "-c", f"raise SystemExit({status})"]) == status


def test_an_interrupted_child_is_ended():
    waiting = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        run._end(child, SystemExit(143))
        assert child.poll() is not None
