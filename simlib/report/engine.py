"""The papermill engine of the batch: runs a notebook's cells in this process, without a kernel of its own.

A kernel costs a second and a process that outlives an interrupted parent; the batch already gives each
scenario a process. Plain `papermill` runs the same notebooks with an ordinary kernel.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from typing import Any

# jsonschema looks for this optional URI parser and spends a second on it; the notebooks have no URI to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from papermill.engines import Engine, papermill_engines  # noqa: E402  (after the line above)

from ..errors import SimlibError  # noqa: E402

ENGINE = "simlib"
Passed = Callable[[str], None]  # told the text of each text cell as its turn comes: what the cells after it are about


def silent(_text: str) -> None:
    """Tells nobody."""


class InProcessEngine(Engine):  # type: ignore[misc]  # papermill asks for a subclass
    """Executes code cells one after another in a fresh IPython shell and stops at the first error."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, _kernel_name: str, *, passed: Passed = silent, **_ignored: Any
    ) -> None:
        """Run the notebook that papermill hands over; outputs and errors go into its cells."""
        main = sys.modules["__main__"]  # IPython puts a module of its own there
        with tempfile.TemporaryDirectory() as folder:
            shell = _fresh_shell(folder)
            try:
                _run_cells(nb_man, shell, passed)
            finally:
                _put_away(shell)
                sys.modules["__main__"] = main


def register() -> None:
    """Tell papermill about the engine; doing so twice does no harm."""
    papermill_engines.register(ENGINE, InProcessEngine)


def _run_cells(nb_man: Any, shell: Any, passed: Passed) -> None:
    for index, cell in enumerate(nb_man.nb.cells):
        if cell.cell_type != "code":
            passed(cell.source)
            continue
        nb_man.cell_start(cell, index)
        cell.outputs = _outputs(shell, cell.source)
        cell.execution_count = shell.execution_count - 1
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed:
            nb_man.cell_exception(cell, index)
        nb_man.cell_complete(cell, index)
        if failed:
            return


def _outputs(shell: Any, source: str) -> list[Any]:
    """Run one cell; what it printed, what it showed, and the error if it failed."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    from nbformat import v4

    printed, complained, shown = StringIO(), StringIO(), _capture(shell)
    with redirect_stdout(printed), redirect_stderr(complained):
        result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    new_output: Any = v4.new_output
    outputs = [new_output("display_data", data=one["data"], metadata=one["metadata"]) for one in shown]
    if error is not None:
        return [*outputs, new_output("error", **_error_fields(error))]
    streams = [("stdout", printed.getvalue()), ("stderr", complained.getvalue())]
    return [*(new_output("stream", name=name, text=text) for name, text in streams if text), *outputs]


def _capture(shell: Any) -> list[dict[str, Any]]:
    """From now on, what the shell displays goes into the list returned."""
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.displaypub import CapturingDisplayPublisher

    shown: list[dict[str, Any]] = []
    shell.display_pub = CapturingDisplayPublisher()  # type: ignore[no-untyped-call]
    shell.display_pub.outputs = shown
    shell.display_trap.hook = CapturingDisplayHook(shell=shell, outputs=shown)  # type: ignore[no-untyped-call]
    return shown


def _error_fields(error: BaseException) -> dict[str, Any]:
    """A planner's mistake in two lines; anything else with its traceback, for whoever mends it."""
    import traceback

    lines = [error.zh, error.en] if isinstance(error, SimlibError) else traceback.format_exception(error)
    return {"ename": type(error).__name__, "evalue": str(error), "traceback": lines}


def _fresh_shell(folder: str) -> Any:
    """A shell that keeps no history and reads nobody's profile."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return InteractiveShell.instance(config=config, ipython_dir=folder)


def _put_away(shell: Any) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell.reset(new_session=False)
    InteractiveShell.clear_instance()
