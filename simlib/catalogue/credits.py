"""Sentences about what a target requires of one lever, promises that hold together, and credit for what comes out."""

from __future__ import annotations

from ..words import Words

CREDITS: dict[str, Words] = {
    # --- required: the least level of a lever
    "required.head.lever": Words("只靠这一项措施", "This lever alone"),
    "required.head.present": Words("{plan}", "In {plan}"),
    "required.head.level": Words("至少要到", "Needed at least"),
    "required.head.chance": Words("此时的可能性", "Chance then"),
    "required.head.chance_note": Words("另一批模拟检验", "on fresh futures"),
    "required.head.note": Words("说明", "Note"),
    "required.times": Words("原定的 {level} 倍", "{level} times the plan's own"),
    "required.times.one": Words("原定力度", "as in the plan"),
    "required.note.already": Words("现在已够", "enough already"),
    "required.note.short": Words("用到上限也不够", "not enough even at the limit"),
    "required.note.idle": Words("对此目标不起作用", "no effect on this target"),
    "required.note.falls": Words("力度越大反而越难", "more of it lowers the chance"),
    "required.note.power": Words("须上级批准", "beyond the district's power"),
    "required.caption": Words(
        "目标：{year} 年{scope}{target} {goal}，要求的完成可能性为 {chance}；按{plan}的力度为 {now}。每行只动一项措施，其余不变。",
        "Target: {target} {goal} ({scope}, {year}), to be kept with a chance of {chance}; as {plan} stands the chance is {now}. "
        "Each row turns one lever and leaves the others.",
    ),
    "required.caption_note": Words(
        "先粗查 10 个左右的力度，再在最小的跨越点内对半细查；各力度用同一批模拟，结果可以重现。",
        "Some ten levels first, then halving inside the smallest crossing; all levels on the same futures, so that the "
        "answer can be repeated.",
    ),
    "required.about.least": Words(
        "要使“{target}”的完成可能性为 {chance}，改动最省事的一项是{lever}：从 {present} 到 {level}；"
        "另一批模拟检验为 {fresh}。",
        "For “{target}” to be kept with a chance of {chance}, the lever that has to move least is {lever}: to {level} (now "
        "{present}); on fresh futures: {fresh}.",
    ),
    "required.about.none": Words(
        "单靠任何一项措施，“{target}”的完成可能性都到不了 {chance}；最好的是{lever}，{best}。要么配合几项措施，要么调低目标。",
        "No single lever keeps “{target}” with a chance of {chance}; the best is {lever}, with {best}. Combine levers, or lower the target.",
    ),
    "required.about.already": Words(
        "按{plan}的力度，“{target}”的完成可能性为 {now}，已经够了（要求 {chance}）；{lever}从 {present} 减到 {level} 也还够，"
        "另一批模拟检验为 {fresh}。",
        "As {plan} stands, the chance of “{target}” is {now}, enough for the {chance} asked for; {lever} could be cut to {level} (now {present}); "
        "on fresh futures: {fresh}.",
    ),
    "required.about.falls": Words(
        "如果把{scope}{indicator}的目标定为 {goal}，高于它的真实水平（约 {true}），多抽查反而降低把握："
        "{lever}从 {start} 到 {stop}，100 种可能中少完成 {lost} 种（模拟误差 {error} 种）。抽得少时“完成”靠的是运气。",
        "Were the target on {indicator} in {scope} set at {goal}, above what is true (about {true}), more tests would lower its "
        "chance: {lever} from {start} to {stop} loses {lost} of 100 futures (simulation error {error}). With few tests it is "
        "kept by luck.",
    ),
    "required.figure.times": Words("{lever}（原定力度的倍数）", "{lever} (times the plan's own)"),
    "required.figure.percent": Words("{lever}（%）", "{lever} (%)"),
    "required.figure.chance": Words("100 种可能中能完成的种数", "Futures of 100 that keep the target"),
    "required.figure.asked": Words("要求 {of100}", "asked: {of100}"),
    "required.figure.present": Words("{plan} {level}", "{plan}: {level}"),
    "required.figure.found": Words("至少 {level}", "at least {level}"),
    "required.figure.title": Words("{scope}\n{indicator} {goal}", "{scope}\n{indicator} {goal}"),
    "required.figure.name": Words("措施力度与目标完成可能性", "Level of a lever and chance of a target"),
    "required.row.present": Words("← {plan}", "← {plan}"),
    "required.row.found": Words("← 到这里才够", "← enough from here on"),
    "required.row.cut": Words("← 减到这里也够", "← still enough down to here"),
    "required.row.down": Words("← 减到这里才够", "← enough only down here"),
    "required.told": Words(
        "只靠{lever}，要使“{target}”的完成可能性为 {chance}，至少要从 {present} 到 {level}；另一批模拟检验为 {fresh}。"
        "按{plan}的力度为 {now}。",
        "With {lever} alone, “{target}” is kept with a chance of {chance} from {level} on (now {present}; as {plan} stands the chance "
        "is {now}). On fresh futures: {fresh}.",
    ),
    "required.told.falls": Words(
        "力度越大把握反而越小：{lever}从 {start} 到 {stop}，100 种可能中少完成 {lost} 种（模拟误差 {error} 种）。"
        "目标高于真实水平时，抽得少反而容易侥幸完成。",
        "More of it lowers the chance: {lever} from {start} to {stop} loses {lost} of 100 futures (simulation error {error}). "
        "A target above what is true is kept by luck while tests are few.",
    ),
    "required.lost": Words("到 {lost} 以上又完不成了。", "Above {lost} it is missed again."),
    "required.told.down": Words(
        "只靠{lever}，要使“{target}”的完成可能性为 {chance}，只有从 {present} 减到 {level} 左右；另一批模拟检验为 {fresh}，"
        "按{plan}的力度为 {now}。这不是办法，靠的多半是抽得少时的运气。",
        "With {lever} alone, “{target}” is kept with a chance of {chance} only by going down to about {level} (now {present}); on fresh futures: "
        "{fresh}; as {plan} stands: {now}. That is no way to go, for few tests leave it to luck.",
    ),
    "required.lasting": Words("直到 {lasting} 以上才一直能完成。", "Only from {lasting} on is it kept for good."),
    # --- joint promises
    "joint.head.target": Words("目标", "Target"),
    "joint.head.middle": Words("居中的可能", "Middle future"),
    "joint.head.alone": Words("单独承诺", "Alone"),
    "joint.head.level": Words("共同承诺", "Together"),
    "joint.head.margin": Words("所留余地", "Margin"),
    "joint.head.margin_note": Words("几倍标准差", "standard deviations"),
    "joint.rise": Words("比 {since} 年 {change}", "{change} on {since}"),
    "joint.floor": Words("不低于 {since} 年 {change}", "at least {change} on {since}"),
    "joint.same": Words("与 {since} 年持平", "as in {since}"),
    "joint.fewer": Words("最多比 {since} 年少 {size}（不是增长）", "at most {size} fewer than in {since} (no rise)"),
    "joint.lower": Words("最多比 {since} 年低 {size}（不是增长）", "at most {size} below {since} (no rise)"),
    "joint.floor_same": Words("不低于 {since} 年（不是增长）", "no less than in {since} (no rise)"),
    "joint.note": Words(
        "单独承诺：每项各在 {chance}中完成。共同承诺：所有各项在同一种可能里都完成的，为 {chance}；所让出的余地合计最小"
        "（按各项标准差折算）。共 {runs} 次模拟。“是否”类目标没有余地，不在其中。",
        "Alone: each kept with a chance of {chance}. Together: all kept in the same future with a chance of {chance}, giving up least in all (counted in "
        "standard deviations). {runs} runs. Yes-or-no targets have no margin and are not among them.",
    ),
    "joint.about": Words(
        "各部门如果各报各的（每项都在 100 种可能中约 {of100} 种能完成），"
        "{count} 项同时完成的只是 {naive}。按共同承诺一栏报，"
        "用另一批模拟检验为 {fresh}；平均每项留 {margin} 倍标准差，单独承诺时只留 {alone}。",
        "If each department promised what it keeps in {of100} of 100 futures, the chance that all {count} hold together would be "
        "{naive} only. With the levels under “together” it is {fresh} on fresh futures; the margin is {margin} "
        "standard deviations a target, against {alone} alone.",
    ),
    "joint.none": Words("没有可以留余地的目标。", "No target here can have a margin."),
    # --- credit
    "credit.head.part": Words("措施", "Lever"),
    "credit.head.mean": Words("预计贡献", "Expected contribution"),
    "credit.head.band": Words("100 种可能中居中的 80 种", "Middle 80 of 100 futures"),
    "credit.range": Words("{low} 至 {high}", "{low} to {high}"),
    "credit.total": Words("合计", "Total"),
    "credit.before": Words("现行方案", "Current plan"),
    "credit.department": Words("{department}：{value}", "{department}: {value}"),
    "credit.on_paper": Words(
        "注意：监督抽查合格率升 {reported}，总体合格率只变化 {true}；其余来自抽查结构的变化，不是质量变好。",
        "Mind: the sampled rate rises by {reported} and the true rate changes by {true}; the rest comes from testing otherwise, "
        "not from better quality.",
    ),
    "credit.idle": Words("不起作用（恰为零）", "no effect (exactly nothing)"),
    "credit.warning": Words(
        "预计贡献是推演，不是兑现奖金的依据。", "Expected contributions are a forecast, not a ground for bonuses."
    ),
    "credit.caption": Words(
        "“{plan}”与现行方案相比，{year} 年{indicator}的变化，按措施和责任部门分解。范围：{scope}。",
        "{plan} against the current plan: the change of the {indicator} in {year}, by lever and department. Scope: {scope}.",
    ),
    "credit.note.exact": Words(
        "各项措施所有先后次序的平均（{count} 种组合全部模拟），每一次模拟里各项相加都恰好等于总变化。"
        "一项措施归其责任部门；抽查一类按行业开展的，只涉及一个部门主管的行业时，归该部门。",
        "The mean over all orders of the levers (all {count} mixes simulated); in every run the parts add up to the whole exactly. "
        "A lever counts for the department that owns it; work that sectors pay for, such as tests, for the sectors' department "
        "where they have one.",
    ),
    "credit.note.sampled": Words(
        "措施多于 {most} 项，只抽取了一部分先后次序（{count} 种组合），其误差已计入 ±；"
        "每一次模拟里各项相加仍恰好等于总变化。",
        "With more than {most} levers only some orders were tried ({count} mixes); their error is in the ±. In every run the parts "
        "still add up to the whole exactly.",
    ),
    "credit.about": Words(
        "“{plan}”预计使 {year} 年{scope}{indicator}变化 {total}{error}（100 种可能中居中的 80 种：{band}）。"
        "贡献最大的是{best}：{best_value}{best_error}。按部门：{departments}。",
        "{plan} is expected to change the {indicator} of {year} ({scope}) by {total}{error}; the middle 80 of 100 futures: "
        "{band}. Most comes from {best}: {best_value}{best_error}. By department: {departments}.",
    ),
    "credit.by": Words("{department} {value}", "{department} {value}"),
    "credit.unclear": Words(
        "{names}：误差（±）与数值差不多大，是增是减还说不准。",
        "{names}: the error (±) is about as large as the figure; whether it adds or takes away cannot be told yet.",
    ),
    "credit.idle_departments": Words(
        "{names}的措施对这项指标不起作用。", "No effect on this indicator: the levers of {names}."
    ),
    "credit.none": Words("没有另一个方案可与现行方案比较。", "There is no other plan to compare with the current one."),
    "credit.axis": Words("{indicator}，{scope}，{year} 年", "{indicator}, {scope}, {year}"),
    "credit.figure": Words(
        "预计贡献：从现行方案起，一项一项加上去", "Expected contributions, from the current plan on"
    ),
    "credit.bars": Words(
        "细线：这一项贡献在 100 种可能中居中的 80 种", "Thin lines: middle 80 of 100 futures of that contribution"
    ),
}
