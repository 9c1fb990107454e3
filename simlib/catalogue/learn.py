"""What is said about learning from a history: how much it told, which assumptions moved, what was a surprise."""

from __future__ import annotations

from ..words import Words

LEARN: dict[str, Words] = {
    "learn.title": Words("用历史数据校准：{name}", "Learning from a history: {name}"),
    "learn.sentence": Words(
        "用 {rows} 条数据校准了 {runs} 次模拟，加权后相当于 {left} 次同等可信的模拟。",
        "{rows} figures weighed {runs} simulated worlds; they amount to {left} equally plausible ones.",
    ),
    "learn.tempered": Words(
        "数据与假设有些出入：数据只按 {percent} 的分量计入，结论因此偏宽、偏谨慎。",
        "Data and assumptions disagree somewhat: the data were counted at {percent} of their weight, which errs on the wide, cautious side.",
    ),
    "learn.set_back": Words(
        "历史早于方案：模型从 {first} 年起步，设那时的力度与现行方案第一季度相同，用以后各年校准。",
        "The history lies before the plan: the model started from {first}, with the effort of the plan's first quarter, and learnt from the years after it.",
    ),
    "learn.in_plan": Words(
        "数据在方案期内：直接校准这个方案。", "The figures lie within the plan: the plan itself was calibrated."
    ),
    "learn.moved": Words(
        "{count} 项假设因数据而明显改变，列在下面；其余 {rest} 项数据没有说明什么，仍按原来的估计。",
        "The data moved {count} assumptions, listed below; about the other {rest} they say nothing, and those stay as they were.",
    ),
    "learn.nothing_moved": Words(
        "数据没有明显改变任何一项假设：以后的预测与不校准时基本相同。",
        "The data moved no assumption: later forecasts are about what they were.",
    ),
    "learn.surprise": Words(
        "出乎意料的数据（校准前认为 20 次中不到 1 次会出现）：{rows}。请先核对数据，再看假设是否太窄。",
        "Surprises (expected less than once in 20 before learning): {rows}. Check the data first, then whether the assumptions are too narrow.",
    ),
    "learn.no_surprise": Words("没有一条数据出乎模型意料。", "None of the figures surprised the model."),
    "learn.written": Words(
        "已写入 {file}。在方案文件中加一行“calibration: {name}”，以后的预测就用校准后的假设。",
        "Written to {file}. Add the line “calibration: {name}” to a scenario, and its forecasts use what was learnt.",
    ),
    "learn.page": Words("图表见 {file}", "Tables and figure: {file}"),
    "learn.head.assumption": Words("假设条件", "Assumption"),
    "learn.head.status": Words("依据", "Basis"),
    "learn.head.prior": Words("校准前（居中 80%）", "Before (middle 80 %)"),
    "learn.head.posterior": Words("校准后（居中 80%）", "After (middle 80 %)"),
    "learn.head.shift": Words("移动（校准前标准差）", "Shift (sd of before)"),
    "learn.head.narrowed": Words("不确定性减少", "Variance gone"),
    "learn.head.figure": Words("数据", "Figure"),
    "learn.head.seen": Words("实际", "Observed"),
    "learn.head.before": Words("校准前预计", "Foretold before"),
    "learn.head.after": Words("校准后", "After learning"),
    "learn.head.surprise": Words("意外程度", "Surprise"),
    "learn.one_in": Words("约 {count} 次里 1 次", "about 1 in {count}"),
    "learn.usual": Words("正常", "usual"),
    "learn.status.guess": Words("推测", "guess"),
    "learn.status.measured": Words("有实测依据", "measured"),
    "learn.figure": Words("校准前后的假设条件", "Assumptions before and after learning"),
    "learn.prior": Words("校准前", "before"),
    "learn.posterior": Words("校准后", "after"),
}
