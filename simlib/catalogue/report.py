"""What a report on one plan says: the answer, headings of figures, and what was learnt after each of them."""

from __future__ import annotations

from ..words import Words

REPORT: dict[str, Words] = {
    # --- the answer
    "answer.safe.one": Words("{names}把握很大", "{names} is safe"),
    "answer.safe.many": Words("{names}把握很大", "{names} are safe"),
    "answer.likely.one": Words("{names}有望完成", "{names} is likely"),
    "answer.likely.many": Words("另有 {count} 项有望完成", "{count} more are likely"),
    "answer.all_likely.one": Words("{names}有望完成", "{names} is likely"),
    "answer.all_likely.many": Words("{names}有望完成", "{names} are likely"),
    "answer.unsafe.one": Words("{names}没有把握", "{names} is not safe"),
    "answer.unsafe.many": Words("{names}没有把握", "{names} are not safe"),
    "answer.gained": Words("＋ 变得有把握：", "+ now safe or likely:"),
    "answer.lost": Words("－ 不再有把握：", "− no longer so:"),
    "answer.same": Words("有把握的目标与现行方案相同", "the same targets safe or likely"),
    "answer.sentence": Words("{sentence}。", "{sentence}."),
    "answer.nothing": Words(
        "缺对照数据，目前还不能判断任何目标。", "No target can be judged yet: the figures to compare with are missing."
    ),
    "answer.count": Words("{count} 项{word}", "{count} {word}"),
    "answer.tally": Words("共 {total} 项目标：{parts}。", "{total} targets: {parts}."),
    "answer.tally_stated": Words("方案原有的 {total} 项目标：{parts}。", "The plan's own {total} targets: {parts}."),
    "answer.tally_added": Words("另补充 {total} 项：{parts}。", "Added, {total}: {parts}."),
    "banner.illustrative": Words("示例数据，非本区实际", "Illustrative data, not this district's own"),
    "banner.long": Words(
        "示例数据，非本区实际：下列结果只用来说明方法，填入本区数据之前不能作为决策依据。",
        "Illustrative data, not this district's own: until its own figures are filled in, these results show the method only.",
    ),
    # --- the plan
    "plan.title": Words("{title}({district})", "{title} ({district})"),
    "plan.baseline": Words(
        "这就是现行方案，其他方案都与它比较。它的各项工作措施和数据来源见 scenarios/{name}.yml。",
        "This is the current plan, which all others are compared with. Its levers and the sources of its facts are in scenarios/{name}.yml.",
    ),
    "plan.changed": Words(
        "与现行方案相比，本方案调整 {count} 项工作措施；其余不变。",
        "Against the current plan this plan changes {levers}; everything else stays as it is.",
    ),
    "plan.levers.one": Words("1 项", "one lever"),
    "plan.levers.many": Words("{count} 项", "{count} levers"),
    "plan.powers": Words(
        "其中 {count} 项不在区级权限之内，须报请上级批准。",
        "Of these, {count} lie beyond the district's powers and need approval from above.",
    ),
    "plan.within": Words("所调整的措施都在区级权限之内。", "All of them lie within the district's own powers."),
    "plan.bounds": Words(
        "有 {count} 项已调到允许范围的尽头，不能再加。",
        "{count} stand at the end of their allowed range and cannot go further.",
    ),
    "note.power.province": Words("省级权限，须上报", "province's power"),
    "note.power.city": Words("市级权限，须上报", "city's power"),
    "note.maximum": Words("已到上限", "at its maximum"),
    "note.minimum": Words("已到下限", "at its minimum"),
    "scope.all_sectors": Words("全部行业", "all sectors"),
    "when.from": Words("{first} 起", "from {first}"),
    # --- targets
    "head.chance_note": Words(
        "± 模拟次数有限带来的误差（一个标准误，三次约有两次在此之内）",
        "± error from the number of runs, of 100 (one standard error: right about two times in three)",
    ),
    "figure.missing_long": Words("缺对照数据，待填", "no figure to compare with yet"),
    "figure.chances": Words("100 种可能中能完成目标的种数", "Futures of 100 in which the target is kept"),
    "learnt.targets": Words(
        "最有把握的是{best}（{best_chance}）；最没有把握的是{worst}（{worst_chance}）。",
        "Surest: {best} ({best_chance}). Least sure: {worst} ({worst_chance}).",
    ),
    "learnt.missing": Words(
        "{names}缺对照数据，填入后才能判断。",
        "Cannot be judged until the figure to compare with is filled in: {names}.",
    ),
    "learnt.not_here": Words(
        "本区没有这一类监管对象或品牌，不必考核。", "The district has no such units or titles; nothing to judge."
    ),
    "learnt.why_not": Words("{name}：{reason}。", "On {name}: {reason}."),
    "learnt.together": Words(
        "{which}中能判断的 {count} 项同时完成：{chance}。目标越多，同时完成越难。",
        "{which}, the {count} that can be judged, all kept at once: {chance}. The more targets, the harder to keep them all.",
    ),
    # --- what the chances rest on
    "basis.legend": Words(
        "数据决定：最有影响的一项推测条件由低到高（居中 80% 的范围）变动，完成可能性的变动不超过 2 成。假设决定："
        "超过 2 成，须先核实这项条件。"
        "尚不能判断：模拟次数还分不清属于哪一种（不是说目标能否完成）。",
        "Data-based: the guess that matters most, over the middle 80 % of its range, moves the chance by no more than 2 in 10. "
        "Guess-based: by more, so check that guess first. Not clear yet: too few runs to tell which of the two (the verdict stands).",
    ),
    "head.basis": Words("取决于", "Rests on"),
    "basis.count": Words("{count} 项{kind}", "{count} {kind}"),
    "basis.tally": Words("能判断的 {total} 项目标中，{parts}。", "Of the {total} targets that can be judged: {parts}."),
    "basis.hinge.guess": Words(
        "{name}能否完成，主要看“{assumption}”（{status}）：这项条件偏低时 100 种可能中{low}能完成，"
        "偏高时{high}（两者之差的误差 {error}）。",
        "Whether {name} is kept depends mostly on “{assumption}” ({status}): where it is low in {low} of 100 futures, where it is high "
        "in {high} (error of the difference {error}).",
    ),
    "basis.hinge.unclear": Words(
        "{name}还不能判断；目前看影响最大的是“{assumption}”（{status}）：偏低时 100 种可能中{low}能完成，"
        "偏高时{high}（差的误差 {error}）。",
        "For {name} it cannot be told yet; so far “{assumption}” ({status}) matters most: where it is low in {low} of 100 futures, "
        "where it is high in {high} (error of the difference {error}).",
    ),
    "of100": Words("约 {number} 种", "about {number}"),
    "of100.least": Words("不到 5 种", "fewer than 5"),
    "of100.most": Words("95 种以上", "more than 95"),
    # --- simulation errors
    "margin.beside": Words(" {margin}", " {margin}"),
    "margin.largest": Words(
        "表中各数的模拟误差最大为 {margin}{unit}。", "Largest simulation error in the table: {margin}{unit}."
    ),
    "margin.unit.share": Words(" 个百分点", " points"),
    "margin.unit.yes_no": Words(" 个百分点", " points"),
    "margin.unit.number": Words(" 个", " in number"),
    "margin.unit.rate_100": Words(" 次/百批次", " per 100"),
    "margin.unit.money": Words(" 万元", " thousand yuan"),
    # --- why a result may come out otherwise
    "head.off": Words("通常相差多少（标准差）", "Usually off by (standard deviation)"),
    "head.sources": Words("出入从哪里来", "Where that comes from"),
    "source.assumptions": Words("不知道企业怎样反应", "How units react is not known"),
    "source.chance": Words("当年的运气", "The year's luck"),
    "source.sampling": Words("抽到谁", "Who is tested"),
    "source.product_list": Words("产品目录", "The product list"),
    "sources.note": Words(
        "出入按方差分摊，各项合计为全部，± 是模拟误差。“抽到谁”包括检验本身的误差；"
        "抽查结果引起的处罚、整改算在“当年的运气”里。– 表示与这一项无关。",
        "Shares of the variance, which add up to the whole; ± is the simulation error. “Who is tested” includes errors of the tests; the sanctions and "
        "rectification that follow a test count as the year's luck. – means that the source plays no part.",
    ),
    "sources.too_few": Words(
        "模拟次数太少（至少要两组假设条件，每组重复两次），分不出各项来源。",
        "Too few runs to tell the sources apart: it takes two draws of the assumptions and two replicates each.",
    ),
    "sources.folded": Words(
        "（“抽到谁”无法分开，并入“当年的运气”）", "(who is tested cannot be told apart and lies in the year's luck)"
    ),
    "learnt.sources": Words(
        "{year} 年{indicator}的出入，最大的来源是“{largest}”，约占 {share}。",
        "What moves the {indicator} of {year} most: “{largest}”, about {share}.",
    ),
    "learnt.more_tests": Words(
        "多抽查只能减小“抽到谁”这一块（监督抽查合格率中约占 {share}）。",
        "More tests reduce only “who is tested” (about {share} of the sampled rate's).",
    ),
    "learnt.less_spread": Words(
        "“不知道企业怎样反应”要靠核实推测条件、用本区数据校准来减小；当年的运气和产品目录，事先减小不了。",
        "“How units react” shrinks when guesses are checked and the model is calibrated on the district's own records; the year's luck and "
        "the product list cannot be reduced beforehand.",
    ),
    # --- what will happen
    "fan.plan": Words("本方案", "this plan"),
    "fan.baseline": Words("现行方案", "current plan"),
    "fan.goal": Words("目标 {goal}", "target {goal}"),
    "learnt.pass_rate": Words(
        "{year} 年监督抽查合格率预计 {sampled}（100 种可能中有 80 种在 {range} 之间），"
        "总体合格率（模型推算）预计 {true}。"
        "抽查专挑风险高的单位，又受当年产品目录影响，所以两者不相等，抽查合格率的起伏也更大。",
        "In {year} the sampled pass rate is expected at {sampled} (80 of 100 futures lie in {range}), the true pass rate at {true}. "
        "Tests go where risk is high and to the products on the year's list, so the two differ and the sampled rate swings more.",
    ),
    "learnt.brands": Words(
        "到 {year} 年底，{items}；上年为 {before}。",
        "By the end of {year}: {items}; the year before: {before}.",
    ),
    "learnt.brand": Words("{name}预计 {number} 个（{range}）", "{name} {number} ({range})"),
    "learnt.operating": Words(
        "治污设施正常运行率由 {year_before} 年的 {before} 变为 {year} 年的 {after}（{range}）。",
        "The operating rate of treatment facilities goes from {before} in {year_before} to {after} in {year} ({range}).",
    ),
    "learnt.against": Words("{indicator}比现行方案 {change}。", "{indicator} against the current plan: {change}."),
    # --- money and staff
    "figure.money": Words("{year} 年财政支出，按项目", "Public money in {year}, by item"),
    "learnt.money": Words(
        "{year} 年财政支出预计 {total}（{range}），其中最大的是{largest}。",
        "Public money in {year}: {total} ({range}); the largest item is {largest}.",
    ),
    "learnt.money_against": Words("比现行方案{change}。", "Against the current plan: {change}."),
    "learnt.fines": Words(
        "罚没款 {fines} 单列，不作收入；企业为守法付出的成本约 {compliance}。",
        "Fines of {fines} stand apart and are no income; units spend about {compliance} to comply.",
    ),
    "learnt.money_error": Words(
        "图中各项金额的模拟误差最大为 {margin}{unit}。",
        "Largest simulation error of an item in the figure: {margin}{unit}.",
    ),
    "figure.capacity": Words("各季度所需人力（人日）", "Staff-days needed each quarter"),
    "capacity.line": Words("可用人力 {days} 人日", "{days} staff-days available"),
    "learnt.capacity": Words(
        "最忙的是 {quarter}，需 {peak} 人日{off}，占可用人力 {capacity} 人日的 {use}；超出的可能性：{chance}。",
        "The busiest quarter is {quarter} with {peak} staff-days{off}, {use} of the {capacity} available; chance of running over: {chance}.",
    ),
    "learnt.capacity_missing": Words(
        "最忙的是 {quarter}，需 {peak} 人日{off}；可用人力待填，还不能判断够不够。",
        "The busiest quarter is {quarter} with {peak} staff-days{off}; the staff available is not filled in, so it cannot be judged.",
    ),
    # --- sectors and departments
    "head.true_rate": Words("总体合格率（模型推算）", "True pass rate (modelled)"),
    "head.together": Words("原有目标全部完成", "All its own-plan targets kept"),
    "head.targets_count": Words("原有目标", "Plan's own targets"),
    "head.added_count": Words("补充目标", "Added targets"),
    "head.cost": Words("{year} 年支出", "Money in {year}"),
    "head.planned": Words("计划抽查批次", "Planned tests"),
    "learnt.sectors": Words(
        "{year} 年总体合格率最低的行业是{worst}（{worst_rate}），最高的是{best}（{best_rate}）。"
        "各行业抽查批次少，名次不宜当作考核依据。",
        "In {year} the true pass rate is lowest in {worst} ({worst_rate}) and highest in {best} ({best_rate}). "
        "A sector has few tests; its rank is no basis for an assessment.",
    ),
    "learnt.departments": Words(
        "{count} 个部门负有目标责任。一项目标由几个部门共同负责的，在各部门名下都列出。",
        "{count} departments answer for targets. A target with several owners stands under each of them.",
    ),
    # --- guesses
    "head.result": Words("结果", "Result"),
    "head.hangs": Words("主要取决于", "Hangs mostly on"),
    "head.low_high": Words("该条件偏低 → 偏高时的结果", "Result where it is low → high"),
    "learnt.drivers": Words(
        "表中所列关联超出了偶然能造成的程度；注明“推测”的条件没有实测依据，取得本区数据后应首先核实。",
        "The links listed are larger than luck would make them. A condition marked “guess” rests on no measurement: check it first.",
    ),
    "learnt.no_drivers": Words(
        "这样多的模拟次数还看不出结果取决于哪一项假设；增加模拟次数后再看。",
        "With this number of runs no single assumption stands out; look again with more runs.",
    ),
    "drivers.none": Words("看不出单一的主要条件", "no single condition stands out"),
    # --- runs and bands
    "learnt.runs": Words(
        "以上结果来自 {runs} 次模拟：{draws} 组假设条件，每组重复 {replicates} 次。"
        "假设条件（监管对象如何反应）、各单位的偶然情况、抽到谁、"
        "当年产品目录都在其中变动。浅色带含 100 种可能中居中的 80 种，深色带含 50 种，线是居中的一种。"
        "± 只说明模拟次数有限带来的误差（一个标准误，三次约有两次在此之内），"
        "不包括模型本身的偏差。",
        "The results rest on {runs} runs: {draws} draws of the assumptions, {replicates} replicates each. What varies: how units react, "
        "chance in each unit, who is sampled, and the year's product list. The light band holds the middle 80 of 100 futures, the dark band 50, "
        "the line is the middle one. ± is only the error from a limited number of runs (one standard error: right about two times in three), not that of the model itself.",
    ),
    "precision.met": Words(
        "要求每项目标完成可能性的模拟误差不超过 {asked} 种，模拟到 {draws} 组假设条件时最大误差为 {largest} 种，"
        "已达到要求。",
        "Asked for: a simulation error of {asked} futures of 100 at most in every chance. With {draws} draws the largest is {largest}: met.",
    ),
    "precision.not_met": Words(
        "要求每项目标完成可能性的模拟误差不超过 {asked} 种；模拟次数已加到允许的上限 {draws} 组假设条件，"
        "最大误差仍有 {largest} 种，没有达到要求。"
        "误差大的可能性请看作大致数。",
        "Asked for: a simulation error of {asked} futures of 100 at most in every chance. The draws were raised to the limit of {draws}, "
        "and the largest error is still {largest}: not met. Take chances with a large error as rough.",
    ),
    "precision.fixed": Words(
        "这次由使用者指定模拟 {draws} 组假设条件，没有再增加；要求模拟误差不超过 {asked} 种，"
        "实际最大为 {largest} 种，没有达到要求，只宜试看。",
        "The number of {draws} draws was fixed by the user and not raised; asked for was an error of {asked} futures of 100 at most, "
        "the largest is {largest}: not met. For a first look only.",
    ),
    "precision.unknown": Words(
        "只模拟了一组假设条件，模拟误差无从得知（要求不超过 {asked} 种），只宜试看。",
        "With one draw of the assumptions the simulation error cannot be known (asked for: {asked} at most). For a first look only.",
    ),
    "learnt.limits": Words(
        "没有公开的企业层面数据可供本区校准，处罚、声誉和品牌价值等反应多为推测，因此结果宜用来比较方案，"
        "不宜当作精确预报。",
        "No public firm-level data exist to calibrate this district; reactions to sanctions, standing and brand value are mostly guesses. "
        "Use the results to compare plans, not as exact forecasts.",
    ),
    "record.title": Words("运行记录", "Run record"),
    "record.scenario": Words("方案", "plan"),
    "record.digest": Words("方案指纹", "plan fingerprint"),
    "record.seed": Words("随机种子", "seed"),
    "record.runs": Words("模拟次数", "runs"),
    "record.made": Words("生成时间", "made"),
    "record.versions": Words("软件版本", "versions"),
    "record.commit": Words("代码版本", "code commit"),
    "record.seconds": Words("模拟用时（秒）", "seconds of simulation"),
}
