"""Commands for files: new plans and districts, the Excel form, ledgers, a history to calibrate on, the schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .cli_names import plan_of
from .cli_targets import Language

app = typer.Typer()


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="新名称，汉字也可以。 The new name.")],
    district: Annotated[bool, typer.Option("--district", help="新的区。 Another district.")] = False,  # noqa: FBT002
    base: Annotated[str, typer.Option(help="以哪个方案为基础。 Its base.", callback=plan_of)] = "baseline",
) -> None:
    """新建一个方案（或一个区）的文件。 Write a commented scenario, or a blank district."""
    from . import template

    written = template.write_district(name) if district else (template.write_scenario(name, base),)
    for path in written:
        print(path)


@app.command()
def form(
    path: Annotated[Path, typer.Argument(help="写到哪个文件。 The file to write.")] = Path("facts.xlsx"),
    scenario: Annotated[str, typer.Option(help="按这个起点方案预填。 Prefill from this root.", callback=plan_of)] = "",
    language: Language = "zh",
) -> None:
    """写一份 Excel 填报表，填好后用 simlib import 导入。 Write the Excel form; read it with simlib import."""
    from .intake.form import write_form
    from .text import check_language

    print(write_form(path, scenario or None, check_language(language)))


@app.command(name="import")
def import_records(
    file: Annotated[Path, typer.Argument(help="台账 .csv 或填好的表 .xlsx。 A ledger or a filled form.")],
    name: Annotated[str, typer.Option(help="新方案的名称，缺省同文件名。 Name of the new plan.")] = "",
    folder: Annotated[Path | None, typer.Option(help="scenarios 文件夹。 Folder of the scenarios.")] = None,
    year: Annotated[int | None, typer.Option(help="合格率取哪一年，缺省为最近的整年。 Year of the rates.")] = None,
) -> None:
    """由抽查台账（CSV）或填好的表（xlsx）生成一个区的数据文件。 Make a district's files from own records."""
    if file.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".et"):
        from .intake.form import import_form

        for path in import_form(file, name or None, folder):
            print(path)
        return
    from .story.evidence.ledger import import_ledger

    print(import_ledger(file, name, folder, year))


@app.command()
def calibrate(  # noqa: PLR0913  (typer: an option is an argument)
    history: Annotated[Path, typer.Argument(help="历史数据 CSV。 A history, CSV.")],
    scenario: Annotated[str, typer.Option(help="为哪个方案校准。 Plan to calibrate.", callback=plan_of)] = "baseline",
    name: Annotated[str, typer.Option(help="校准结果的名称，缺省为文件名。 Its name; the file's by default.")] = "",
    draws: Annotated[int, typer.Option(help="模拟多少种可能。 Worlds to simulate.", min=200)] = 10_000,
    language: Language = "zh",
    out: Annotated[Path, typer.Option(help="结果文件夹。 Folder of the results.")] = Path("out"),
    force: Annotated[bool, typer.Option("--force", help="重写。 Write anew.")] = False,  # noqa: FBT002
) -> None:
    """用历史数据校准假设条件。 Learn the assumptions from a history."""
    from .report.calibrating import Wish, learn_from, tell
    from .text import check_language

    check_language(language)
    wish = Wish(history, scenario, name or history.stem, draws, out, force)
    print(tell(learn_from(wish), wish, language))


@app.command()
def schema() -> None:
    """重写方案文件的 JSON schema。 Write the JSON schemas of the scenario files anew."""
    from .schema import write_schemas

    for path in write_schemas():
        print(path)
