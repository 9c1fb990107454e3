"""What is said after a ledger of inspections has been read: what was used, what it shows, what to do next."""

from __future__ import annotations

from ..words import Words

INTAKE: dict[str, Words] = {
    "ledger.counts": Words(
        "台账 {file}：读入 {read} 行，采用 {used} 行，未采用 {aside} 行（{encoding} 编码）。",
        "Ledger {file}: {read} rows read, {used} used, {aside} set aside ({encoding}).",
    ),
    "ledger.span": Words(
        "记录自 {first} 至 {last}，共 {units} 家单位；合格率取 {year} 年{part}的监督抽查。",
        "Inspections from {first} to {last}, {units} units; pass rates are of the planned tests of {year}{part}.",
    ),
    "ledger.part": Words("（不满一年）", " (part of a year)"),
    "ledger.all_year": Words("全年", ", the whole year"),
    "ledger.aside": Words("未采用（行数、原因、所在行）", "Set aside (rows, reason, lines)"),
    "ledger.remarks": Words("已采用，但作了处理", "Used, with a decision"),
    "ledger.unused": Words("没有用到的列：{columns}", "Columns not used: {columns}"),
    "ledger.head.sector": Words("行业", "sector"),
    "ledger.head.name": Words("文件名", "file name"),
    "ledger.head.units": Words("单位", "units"),
    "ledger.head.tests": Words("合格/批次", "passes/tests"),
    "ledger.head.rate": Words("合格率（95% 区间）", "pass rate (95% interval)"),
    "ledger.head.after_fail": Words("上次不合格者再不合格", "fails after a fail"),
    "ledger.head.after_pass": Words("上次合格者不合格", "fails after a pass"),
    "ledger.head.ratio": Words("倍数", "ratio"),
    "ledger.all": Words("合计", "all"),
    "ledger.none": Words("无记录", "no case"),
    "ledger.few": Words(
        "* 不足 {count} 个样本，请看区间，不看比率。",
        "* Fewer than {count} cases: look at the interval, not at the rate.",
    ),
    "ledger.lag": Words(
        "同一单位先后抽查结果的相关系数，相隔次数：系数 ± 误差（对数，间隔天数中位数）：{items}。",
        "Correlation of one unit's results, visits apart: value ± error (pairs, median days apart): {items}.",
    ),
    "ledger.follow_up": Words(
        "监督抽查不合格后 {days} 天内复查的：{share}。",
        "Fails followed up within {days} days: {share}.",
    ),
    "ledger.guess": Words(
        "{sectors}：领域、部门和品牌层级是初拟的，请在文件中核对。",
        "{sectors}: programme, department and brand tiers are a first guess; check them in the files.",
    ),
    "ledger.written": Words("已写入", "Written"),
    "ledger.next": Words("下一步", "Next"),
    "ledger.next.fill": Words(
        "1. 打开上列 .yml 文件：把 missing 换成数值（检验费等台账里没有），核对单位数，在 targets 下写目标。",
        "1. Open these .yml files: replace each missing (price of a test ...), check the number of units, write targets.",
    ),
    "ledger.next.run": Words(
        "2. 运行 simlib check {name}，没有错误后运行 simlib run {name}。",
        "2. Run simlib check {name}; without mistakes, simlib run {name}.",
    ),
    "ledger.next.history": Words(
        "3. 用逐年批次和合格数校准：simlib calibrate {history} --scenario {name}",
        "3. Calibrate on tests and passes by year: simlib calibrate {history} --scenario {name}",
    ),
    "ledger.next.findings": Words(
        "4. {findings} 逐行列出未采用和作了处理的记录，改正台账后可重新导入。",
        "4. {findings} lists every row set aside or decided about; mend the ledger and import it again.",
    ),
}
