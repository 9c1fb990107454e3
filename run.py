#!/usr/bin/env python3
"""安装、运行、检查,都用这一个文件;只需要 Python 3.11 或更新版本。

The one way in, the same on Linux, macOS and Windows (Windows is written for and not yet tested).
Standard library only. It must still parse on Python 3.7, to say that 3.11 is needed.
docs/decisions/0002-run-py.md says why it is as it is.
"""

import contextlib
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


def refusal(major: int, minor: int) -> str:
    """What to tell somebody whose Python is too old; nothing if it is not."""
    if (major, minor) >= (3, 11):
        return ""
    return (
        f"需要 Python 3.11 或更新版本，这里是 {major}.{minor}。请安装后再试：https://www.python.org\n"
        f"simlib needs Python 3.11 or newer, this is {major}.{minor}. Install one and try again."
    )


if refusal(*sys.version_info[:2]):
    sys.exit(refusal(*sys.version_info[:2]))

BASE = getattr(sys, "_base_executable", "") or sys.executable  # even if this one is .venv's own
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
LOG = VENV / "setup.log"
INSTALLED = VENV / "installed.txt"  # written last, so that an interrupted set-up has none
COMPILED = VENV / "compiled.txt"
HELP = ("-h", "--help", "help")
GRACE = 10.0  # seconds a child has to put its affairs in order after Ctrl-C

LAB_SETTINGS = {  # JupyterLab asks nothing of the network: no news, no updates, no extension store
    "labconfig/page_config.json": {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
    "jupyter_lab_config.json": {
        "LabApp": {
            "extension_manager": "readonly",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        }
    },
}

CAUSES = (  # what the installer's output says, and what to do about it
    (
        r"hash mismatch|do not match the hashes",
        "下载的文件与 requirements.lock 不一致，没有安装。请换一个镜像源再试。",
        "A download differs from requirements.lock and was refused. Try another mirror.",
    ),
    (
        r"no space left|disk quota|not enough space",
        "磁盘空间不足：需要约 2 GB。",
        "The disk is full: about 2 GB are needed.",
    ),
    (
        r"long path|filename too long|path too long",
        "文件夹的路径太长。请把整个项目移到较短的路径，例如 C:\\simlib。",
        "The folder's path is too long. Move the project to a short one, such as C:\\simlib.",
    ),
    (
        r"ensurepip|python3-venv",
        "这个 Python 缺少 pip。Debian/Ubuntu 请执行：apt install python3-venv",
        "This Python has no pip. On Debian or Ubuntu: apt install python3-venv",
    ),
    (
        r"connect|network|resolve|timed out|timeout|dns|proxy|certificate|unreachable",
        "无法下载。请检查网络、代理或 pip 的镜像源（index-url），再运行一次。",
        "The download failed. Check network, proxy or pip's index-url, and run this again.",
    ),
    (
        r"no matching distribution|no solution|no wheel|building .* disabled",
        "有的软件包不支持这个 Python 或系统。请用 64 位 Python 3.11 至 3.14（Mac 须为 Apple 芯片）。",
        "A package has no build for this system. Use a 64-bit Python 3.11 to 3.14 (on a Mac, Apple silicon).",
    ),
    ("", "安装没有完成。请再运行一次。", "The set-up did not finish. Run this again."),
)


class SetupFailed(Exception):
    """The environment could not be made; the text says why and what to do."""


class Command(NamedTuple):
    action: Callable[[list[str]], int]
    chinese: str
    english: str


# --- what is said


def say(chinese: str, english: str) -> None:
    print(f"{chinese}\n{english}", flush=True)


def usage() -> str:
    head = "用法 usage:  python run.py [命令 command] [参数 arguments]\n"
    rows = [f"  {name:<10}{c.chinese}\n{'':12}{c.english}" for name, c in COMMANDS.items()]
    return "\n".join([head, *rows])


def unknown(word: str) -> str:
    import difflib

    near = difflib.get_close_matches(word, COMMANDS, n=1, cutoff=0.5)
    if (ROOT / "scenarios" / f"{word}.yml").exists():
        near = [f"run {word}"]
    chinese = f"您是不是要：python run.py {near[0]}" if near else ""
    english = f"Did you mean: python run.py {near[0]}" if near else ""
    return (
        f"没有“{word}”这个命令。{chinese}\nThere is no command '{word}'. {english}\n"
        f"命令 commands: {', '.join(COMMANDS)}    (python run.py -h)"
    )


def explain(output: str) -> str:
    """Why the set-up failed, in two languages, with the end of what the installer said."""
    chinese, english = next((zh, en) for pattern, zh, en in CAUSES if re.search(pattern, output, re.IGNORECASE))
    return f"\n安装失败。{chinese}\nThe set-up failed. {english}\n{_tail(output)}"


def _tail(output: str) -> str:
    return "\n".join(f"    {line[:200]}" for line in output.splitlines()[-8:])


# --- children


def venv_python(venv: Path, system: str = os.name) -> Path:
    return venv / "Scripts" / "python.exe" if system == "nt" else venv / "bin" / "python"


def python(*arguments: str) -> list[str]:
    """A command for the project's own Python."""
    return [str(venv_python(VENV)), *arguments]


def environment() -> dict[str, str]:
    """The child's environment: UTF-8 everywhere, and nothing from outside .venv."""
    strange = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    programs = str(venv_python(VENV).parent)
    return {
        **kept,
        "PATH": os.pathsep.join([programs, kept.get("PATH", "")]),
        "VIRTUAL_ENV": str(VENV),
        "PYTHONUTF8": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def call(command: list[str], each_second: Callable[[], object] = int, **options: Any) -> int:
    """Run a child to its end. However this is left, the child is not left behind."""
    options.setdefault("env", environment())
    process = subprocess.Popen(command, cwd=ROOT, **options)
    try:
        return _wait(process, each_second)
    except BaseException as interruption:
        _end(process, interruption)
        raise


def _wait(process: subprocess.Popen[bytes], each_second: Callable[[], object]) -> int:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = process.wait(timeout=1)
            return status if status >= 0 else 128 - status
        each_second()


def _end(process: subprocess.Popen[bytes], interruption: BaseException) -> None:
    """A terminal has already sent Ctrl-C to the child too; anybody else has sent it only here."""
    told = isinstance(interruption, KeyboardInterrupt) and (os.name == "nt" or sys.stdin.isatty())
    if not told and os.name != "nt":
        process.send_signal(signal.SIGINT)
    for last_resort in (process.terminate, process.kill):
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(timeout=GRACE)
            return
        last_resort()
    process.wait()


def quietly(command: list[str], **variables: str) -> str:
    """Run with a dot a second instead of the output; return the output if it failed, else ""."""
    with LOG.open("w+b") as log:
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
        status = call(command, _dot, env={**environment(), **variables}, **streams)
        log.seek(0)
        output = log.read().decode("utf-8", errors="replace").strip()
    return (output or f"exit status {status}") if status else ""


def _dot() -> None:
    print(".", end="", flush=True)


# --- set-up


def make_ready() -> None:
    """Make .venv what the lock says, and compile the model, unless both are done already."""
    try:
        if not is_installed():
            say("正在安装到 .venv（首次约 1 分钟）", "Installing into .venv (about a minute)")
            install()
        if _read(COMPILED) != compiled_key():
            say("正在编译模型（约半分钟）", "Compiling the model (about half a minute)")
            compile_model()
    except OSError as error:
        raise SetupFailed(explain(str(error))) from error


def is_installed() -> bool:
    """False for a set-up that was interrupted, moved, of another Python, or of another lock."""
    return _read(INSTALLED) == installed_key() and venv_python(VENV).exists() and base_exists(VENV)


def base_exists(venv: Path) -> bool:
    """Whether the Python that .venv was made from is still there."""
    home = re.search(r"^home *= *(.+)$", _read(venv / "pyvenv.cfg"), re.MULTILINE)
    return bool(home and Path(home.group(1).strip()).is_dir())


def installed_key() -> str:
    version = "{}.{}".format(*sys.version_info)
    return _digest(b"1", LOCK.read_bytes(), version.encode(), str(ROOT).encode())


def compiled_key() -> str:
    """Changes with the model and the tables beside it, which decide the types of its records."""
    package = ROOT / "simlib"
    sources = sorted([*package.glob("*.py"), *package.glob("model/**/*.py")])
    named = ([str(path.relative_to(ROOT)).encode(), path.read_bytes()] for path in sources)
    return _digest(installed_key().encode(), *itertools.chain.from_iterable(named))


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(b"%d:" % len(part) + part)
    return total.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def install() -> None:
    """From nothing, always: what is left of another set-up cannot do harm then."""
    remove_venv()
    VENV.mkdir()
    _must(quietly([BASE, "-m", "venv", "--without-pip", str(VENV)]))
    fill()
    add_project()
    write_lab_settings()
    INSTALLED.write_text(installed_key(), "utf-8")
    print(flush=True)


def remove_venv() -> None:
    try:
        INSTALLED.unlink(missing_ok=True)
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetupFailed(
            f"无法重建 .venv。请关闭 JupyterLab 和正在使用它的窗口（deactivate），再试。（{error}）\n"
            "Cannot remake .venv. Close JupyterLab and every window that uses it, and try again."
        ) from error


def fill() -> None:
    """Install the lock with uv (seconds), or with pip (about a minute) where uv cannot be had."""
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)]
    uv = shutil.which("uv") or uv_by_pip()
    into_venv = ["pip", "install", "--python", str(venv_python(VENV))]
    if not uv or quietly([uv, *into_venv, *options], **mirror()):
        _must(quietly([*pip(), *options]))


def uv_by_pip() -> str:
    """Have pip fetch the uv that the lock names, checked by its hash."""
    wanted = VENV / "uv.txt"
    wanted.write_text(locked("uv"), "utf-8")
    failed = quietly([*pip(), "--require-hashes", "-r", str(wanted)])
    return "" if failed else str(venv_python(VENV).with_name("uv"))


def pip() -> list[str]:
    """To install with the base Python's pip; where it has none, .venv gets one (3 s)."""
    command = [BASE, "-m", "pip", "--python", str(venv_python(VENV))]
    if quietly([*command, "--version"]):
        _must(quietly(python("-m", "ensurepip", "--default-pip")))
        command = python("-m", "pip")
    return [*command, "install", "--no-input", "--quiet", "--no-compile", "--retries", "2"]


def locked(name: str) -> str:
    """The lines of one package in the lock, hashes and all."""
    block = re.search(rf"^{name}==.*?(?=^\S|\Z)", _read(LOCK), re.MULTILINE | re.DOTALL)
    return block.group(0) if block else ""


def mirror() -> dict[str, str]:
    """The index pip was told to use, for uv, which does not read pip's settings."""
    asking = [BASE, "-m", "pip", "config", "get", "global.index-url"]
    asked = subprocess.run(asking, capture_output=True, text=True, check=False)
    index = os.environ.get("PIP_INDEX_URL") or (asked.returncode == 0 and asked.stdout.strip())
    told = {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(os.environ)
    return {"UV_DEFAULT_INDEX": index} if index and not told else {}


def add_project() -> None:
    """`import simlib` works from any folder; a relative path, so any letter may be in ROOT's."""
    packages = site_packages(VENV)
    (packages / "simlib.pth").write_text(os.path.relpath(ROOT, packages) + "\n", "utf-8")


def site_packages(venv: Path, system: str = os.name) -> Path:
    if system == "nt":
        return venv / "Lib" / "site-packages"
    return venv / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"


def write_lab_settings() -> None:
    for name, settings in LAB_SETTINGS.items():
        path = VENV / "etc" / "jupyter" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), "utf-8")


def compile_model() -> None:
    """Fill Numba's cache now, so that nobody waits later. A failure is no reason to stop here."""
    output = quietly(python("-m", "simlib", "warm"))
    print(flush=True)
    if output:
        print(_tail(output))
        say("编译没有完成，继续。", "The model was not compiled; going on without.")
    else:
        COMPILED.write_text(compiled_key(), "utf-8")


def _must(output: str) -> None:
    if output:
        raise SetupFailed(explain(output))


# --- commands


def setup(_: list[str]) -> int:
    make_ready()
    return 0


def run(arguments: list[str]) -> int:
    """Check the scenarios named before the first option (all, if none), then run them; one bad file stops no other."""
    make_ready()
    names = itertools.takewhile(lambda word: not word.startswith("-"), arguments)
    checked = simlib("check", *names)
    return simlib("batch", *arguments) or checked


def simlib(*arguments: str) -> int:
    """simlib names commands in its messages as they are typed here."""
    own = "" if arguments and arguments[0] in WITH_OWN_HELP else " simlib"
    return call(python("-m", "simlib", *arguments), env={**environment(), "SIMLIB_PROGRAM": f"python run.py{own}"})


def to_simlib(*first: str) -> Callable[[list[str]], int]:
    """Pass a command on as it is."""

    def action(arguments: list[str]) -> int:
        make_ready()
        return simlib(*first, *arguments)

    return action


def test(arguments: list[str]) -> int:
    """Every check runs even if one before it failed, so that one look shows all there is to do."""
    make_ready()
    checks = (
        ("ruff check", "."),
        ("ruff format --check", "."),
        ("mypy",),
        ("pytest", "-n", "auto", "--dist", "loadfile", *arguments),
    )
    failed = [name for name, *rest in checks if _announced(name, rest)]
    if failed:
        say(f"未通过：{'、'.join(failed)}", f"Failed: {', '.join(failed)}")
        return 1
    say("全部通过。", "All passed.")
    return 0


def _announced(name: str, arguments: list[str]) -> int:
    print(f"\n== {name} {' '.join(arguments)}", flush=True)
    return call(python("-m", *name.split(), *arguments))


def lab(arguments: list[str]) -> int:
    """The notebooks are open in front; scenarios and results are one folder up."""
    make_ready()
    folders = [
        f"--ServerApp.root_dir={ROOT}",
        f"--FileContentsManager.preferred_dir={ROOT / 'notebooks'}",
        "--ServerApp.answer_yes=True",  # one Ctrl-C ends it
    ]
    return call(python("-m", "jupyterlab", *folders, *arguments))


def bench(arguments: list[str]) -> int:
    names = sorted(path.stem for path in (ROOT / "bench").glob("[!_]*.py"))
    if not arguments or arguments[0] not in names:
        say(f"可选 one of: {', '.join(names)}", "usage: python run.py bench NAME [arguments]")
        return 2
    make_ready()
    return call(python(str(ROOT / "bench" / f"{arguments[0]}.py"), *arguments[1:]))


def lock(arguments: list[str]) -> int:
    """The same version on every Python and system, with hashes, without an address."""
    options = ["--universal", "--fork-strategy", "fewest", "--python-version", "3.11"]
    looks = ["--quiet", "--generate-hashes", "--no-header", "--extra", "dev", "-o", LOCK.name]
    make_ready()
    return call(python("-m", "uv", "pip", "compile", *options, *looks, *arguments, "pyproject.toml"))


COMMANDS = {
    "run": Command(
        run,
        "检查并运行全部方案（或写明的几个），生成报告；不写命令时就是它",
        "check and run every scenario (or those named) and write the report; the default",
    ),
    "new": Command(to_simlib("new"), "新建一个方案文件", "start a new scenario file"),
    "check": Command(to_simlib("check"), "只检查方案文件", "only check the scenario files"),
    "import": Command(
        to_simlib("import"),
        "由抽查台账（CSV）或填好的 Excel 表生成本区数据",
        "make a district's files from a ledger (CSV) or the filled Excel form",
    ),
    "form": Command(to_simlib("form"), "写一份 Excel 填报表", "write the Excel form"),
    "calibrate": Command(to_simlib("calibrate"), "用历史数据校准假设条件", "learn the assumptions from a history"),
    "validate": Command(
        to_simlib("validate"),
        "凭什么相信这个模型：与理论、公开研究和历年数据对照",
        "why believe the model: theory, published studies, years kept back",
    ),
    "targets": Command(
        to_simlib("targets"),
        "目标定多高：能承诺什么、要多少钱、谁来办（几分钟）",
        "how high to set the targets: chance, money, owners (some minutes)",
    ),
    "promise": Command(to_simlib("promise"), "一项指标能承诺到多少", "what one indicator can promise"),
    "required": Command(
        to_simlib("required"),
        "要达到一项目标，某项措施最少要多大力度",
        "the least level of a lever that reaches a target",
    ),
    "frontier": Command(
        to_simlib("frontier"), "各档经费最多能承诺多高", "the highest target that each budget can promise"
    ),
    "credit": Command(
        to_simlib("credit"), "方案的成效是哪些措施、哪些部门带来的", "which levers and departments bring a plan's gain"
    ),
    "score": Command(
        to_simlib("score"), "按考核评分表能得几分，哪些任务没办", "the points of the assessment, and the open tasks"
    ),
    "worth": Command(to_simlib("worth"), "再抽 100 批次值多少，抽在哪里", "what 100 more tests are worth, and where"),
    "track": Command(to_simlib("track"), "年内跟踪：季度数据来了，目标还有多大把握", "the year so far, and its light"),
    "names": Command(
        to_simlib("names"),
        "可用的名称：领域、行业、指标、工作措施",
        "all names of sectors, indicators, levers",
    ),
    "lab": Command(lab, "用 JupyterLab 打开 notebooks/", "open notebooks/ in JupyterLab"),
    "schema": Command(to_simlib("schema"), "方案文件的 JSON schema", "the JSON schema of a scenario file"),
    "simlib": Command(to_simlib(), "simlib 的其它命令", "any other command of simlib"),
    "setup": Command(setup, "只安装和编译", "only install and compile"),
    "test": Command(
        test,
        "开发：检查格式、类型并运行全部测试；参数交给 pytest",
        "for developers: lint, types and all tests; arguments go to pytest",
    ),
    "bench": Command(bench, "开发：测速 bench/*.py", "for developers: time bench/*.py"),
    "lock": Command(
        lock,
        "开发：重新生成 requirements.lock（--upgrade 取新版本）",
        "for developers: remake requirements.lock (--upgrade for newer versions)",
    ),
}
ASKING = ("targets", "promise", "required", "frontier", "credit", "score", "worth", "track")
WITH_OWN_HELP = ("new", "check", "import", "form", "calibrate", "validate", *ASKING, "names", "schema", "simlib")


def main(words: list[str]) -> int:
    name, *arguments = words or ["run"]
    if name in HELP or (name not in WITH_OWN_HELP and set(HELP) & set(arguments)):
        print(usage())
        return 0
    if name not in COMMANDS:
        print(unknown(name), file=sys.stderr)
        return 2
    try:
        return COMMANDS[name].action(arguments)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\n已停止。", "Stopped.")
        return 130


def _leave(*_: object) -> None:
    sys.exit(143)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main(sys.argv[1:]))
