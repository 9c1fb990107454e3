"""Words of the year under way: the light, the quarters, what still helps."""

from __future__ import annotations

from ..words import Words

TRACK: dict[str, Words] = {
    "track.none": Words(
        "还没有可用的季度数据：{reason}",
        "There are no quarters to track yet: {reason}",
    ),
    "track.banner": Words(
        "示例：季度数据是自拟的（data/examples/quarters_example.csv），第三季度有意调低过，好让它亮黄灯；"
        "换成本区的季报即可。",
        "Example: the quarters are made up (data/examples/quarters_example.csv), the third one lowered on purpose so that "
        "it shows amber; put the district’s own in their place.",
    ),
    "track.light.quiet": Words("绿灯", "green"),
    "track.light.amber": Words("黄灯", "amber"),
    "track.light.red": Words("红灯", "red"),
    "track.light.none": Words("–", "–"),
    "track.headline": Words(
        "{year} 年到第 {quarter} 季度为止，所跟踪的 {all} 项中有 {lit}。",
        "{year}, up to quarter {quarter}: of {all} tracked, {lit}.",
    ),
    "track.headline.quiet": Words(
        "{year} 年到第 {quarter} 季度为止，所跟踪的 {all} 项都是绿灯。",
        "{year}, up to quarter {quarter}: all {all} tracked are green.",
    ),
    "track.lit": Words("{count} 项{light}", "{count} {light}"),
    "track.meaning": Words(
        "灯只说明偏离是否大到运气解释不了，不说明目标能否完成；一季略低于预计范围（100 种可能中 80 种），仍可能是绿灯。",
        "A light only says whether a deviation is more than luck, not whether the target will be kept; a quarter a little "
        "below its forecast range (80 of 100 futures) may still be green.",
    ),
    "track.all_quiet": Words(
        "来的各季数据都没有低到要查的地步，但绿灯不等于一切如常：小的下降它看不出来。",
        "Nothing that came in is low enough to be looked into. A green light does not prove that all is well: it misses "
        "small falls.",
    ),
    "track.alarm.alone": Words(
        "“{name}”第 {quarter} 季度只有 {rate}（{passes}/{tests}），单看这一季就太低：如果一切如预计，"
        "这么低或更低的年份，"
        "1000 个里约 {odds} 个。应当查原因，而不是换抽样对象。",
        "“{name}” was only {rate} ({passes} of {tests}) in quarter {quarter}, too low by itself: were all as forecast, about "
        "{odds} of 1,000 years would show so little or less. Look for the cause; do not look for easier units to test.",
    ),
    "track.alarm.so_far": Words(
        "“{name}”前 {quarter} 季度累计只有 {rate}（{passes}/{tests}），合起来太低：如果一切如预计，这么低或更低的年份，"
        "1000 个里约 {odds} 个。应当查原因，而不是换抽样对象。",
        "“{name}” was only {rate} ({passes} of {tests}) up to quarter {quarter}, too low taken together: were all as "
        "forecast, about {odds} of 1,000 years would show so little or less. Look for the cause; do not look for easier "
        "units to test.",
    ),
    "track.better": Words(
        "“{name}”明显好于预计（累计 {rate}）。先核对抽样对象有没有变得容易合格，再报喜。",
        "“{name}” is clearly better than forecast ({rate} so far). Check first whether the units tested became easier.",
    ),
    "track.missing": Words(
        "缺第 {quarters} 季度的数据：灯只按已有的季度判断，误报率不会因此变高。",
        "Quarter {quarters} is missing: the light is judged on what came in; false alarms do not become more frequent.",
    ),
    "track.chance.sentence": Words(
        "全年目标“{name}”的完成可能性：从年初的 {before}到现在的 {now}。",
        "The chance of “{name}” for the year: from {before} at its start to {now} now.",
    ),
    "track.settled.yes": Words("“{name}”已经完成：全年数据已齐。", "“{name}” is met: the whole year is in."),
    "track.settled.no": Words("“{name}”没有完成：全年数据已齐。", "“{name}” is missed: the whole year is in."),
    "track.others": Words(
        "这些季度数据对其余 {count} 项目标说明不了什么，没有列出。",
        "These quarters say little about the other {count} targets, which are not listed.",
    ),
    "track.thin": Words(
        "{all} 次模拟中，与已有数据说得通的相当于 {left} 次，所以误差较大。",
        "Of {all} runs, {left} are in effect left that agree with the quarters, hence the wide errors.",
    ),
    "track.tempered": Words(
        "数据与预计相差太远，只按 {weight} 的分量计入，结果偏保守。",
        "The quarters are so far from what was forecast that they are counted at {weight} of their weight: a cautious "
        "answer.",
    ),
    "track.head.figure": Words("跟踪的指标", "Tracked"),
    "track.head.quarter": Words("季度", "Quarter"),
    "track.head.tests": Words("合格/批次", "Passes/tests"),
    "track.head.rate": Words("本季", "Alone"),
    "track.head.banded": Words("{what}（预计范围）", "{what} (forecast)"),
    "track.banded": Words("{rate}（{band}）", "{rate} ({band})"),
    "track.head.so_far": Words("累计", "So far"),
    "track.head.limit": Words("黄灯线：本季/累计", "Amber: alone/so far"),
    "track.head.light": Words("灯", "Light"),
    "track.limits": Words("{alone}/{so_far}", "{alone}/{so_far}"),
    "track.head.target": Words("目标", "Target"),
    "track.head.start": Words("年初", "Start of year"),
    "track.quarter": Words("第 {quarter} 季度", "Q{quarter}"),
    "track.after": Words("第 {quarter} 季度后", "After Q{quarter}"),
    "track.figure": Words(
        "{year} 年各季累计合格率与预计范围", "{year}: the rate so far, quarter by quarter, beside what was forecast"
    ),
    "track.figure.so_far": Words("累计（圆点颜色=灯）", "Year so far (colour: light)"),
    "track.figure.alone": Words("本季单独", "Quarter alone"),
    "track.figure.band80": Words("预计累计：100 种可能中 80 种", "Foretold, so far: 80 of 100"),
    "track.figure.band95": Words("95 种", "95 of 100"),
    "track.figure.goal": Words("目标 {goal}", "Target {goal}"),
    "track.figure.title": Words("{name}：{light}", "{name}: {light}"),
    "track.about_bands.inside": Words(
        "已有的 {all} 个季度数据中，{inside} 个落在 100 种可能中 95 种的范围内。",
        "Of {all} quarterly figures so far, {inside} lie within the range of 95 of 100 futures.",
    ),
    "track.about_bands.note": Words(
        "每季批次少，一个季度上下几个百分点很平常：“{name}”每季约 {tests} 批，预计范围就有 {width} 个百分点宽。",
        "A quarter has few tests, so a few points up or down are usual: with about {tests} tests of “{name}” a quarter, the "
        "range is {width} points wide.",
    ),
    "track.alarm.head.case": Words("如果", "If"),
    "track.alarm.head.by": Words("到第 {quarter} 季度已亮灯", "Alarm by Q{quarter}"),
    "track.alarm.head.red": Words("其中红灯", "Of these red"),
    "track.alarm.head.delay": Words("平均第几季发现", "Quarters until seen"),
    "track.alarm.quiet": Words("一切如预计（误报）", "all is as forecast (false alarm)"),
    "track.alarm.any": Words("一切如预计，任一灯误报", "all is as forecast, any light"),
    "track.alarm.gap": Words("一切如预计，缺第 {quarter} 季度", "all is as forecast, Q{quarter} missing"),
    "track.alarm.fall": Words(
        "从第 {quarter} 季度起低 {points} 个百分点", "it falls by {points} points from Q{quarter} on"
    ),
    "track.alarm.note": Words(
        "每 100 年中的年数，各模拟 {years} 年，误差最大 ±{error}。这是“{name}”的灯；发现越晚、越小的下降越难看出。",
        "Years of 100; {years} simulated each, largest error ±{error}. The light of “{name}”; late and small falls are hard "
        "to see.",
    ),
    "track.alarm.sentence": Words(
        "灯会不会误报：一切如预计时，每 100 年约有 {amber} 年（±{amber_error}）误亮黄灯或红灯，其中红灯 {red} 年"
        "（±{red_error}）；规定不超过 {most} 年和 {most_red} 年。四个季度各看一次、{lights} 盏灯都已算在内（模拟 {years} 年）。",
        "While all is as forecast, {amber} (±{amber_error}) of 100 simulated years see amber or red and {red} "
        "(±{red_error}) see red, of {years} years; the limits are {most} and {most_red}, already allowing for four looks a year and {lights} "
        "lights.",
    ),
    "track.alarm.small": Words(
        "代价是看不出小的下降：“{name}”从年初起低 3 个百分点，100 年中当年只有约 {seen} 年能发现；低 5 个百分点，约 "
        "{seen5} 年，平均到第 {delay} 个季度才发现。要看得更准，只有多抽。",
        "The price: small falls go unseen. If “{name}” falls by 3 points from the start, about {seen} of 100 years show it "
        "within the year; by 5 points, about {seen5}, in quarter {delay} on average. "
        "Only more tests see better.",
    ),
    "track.help.crackdown": Words("集中整治（抽查翻倍、加重处罚、曝光）", "Crackdown (tests doubled, harder, public)"),
    "track.help.exposure": Words("多曝光三成案件", "Make 3 in 10 more cases public"),
    "track.help.follow_up": Words("整改几乎都复查", "Follow up nearly every rectification"),
    "track.help.fine": Words("罚款提高一半", "Fines up by half"),
    "track.help.coverage": Words("各行业抽查加半", "Half as many tests again, everywhere"),
    "track.help.coverage_worst": Words("最差行业（{sector}）抽查加半", "Half as many again in the worst ({sector})"),
    "track.help.move_tests": Words(
        "抽查从最好行业移到最差行业（{sector}）", "Move tests from best to worst ({sector})"
    ),
    "track.help.hotline": Words("扩大投诉举报", "Wider complaint hotline"),
    "track.help.tech_support": Words("技术改造补助", "Support for upgrading"),
    "track.help.publicity": Words("宣传加到三倍", "Three times the publicity"),
    "track.help.head.measure": Words("从第 {quarter} 季度起", "From Q{quarter} on"),
    "track.help.head.gain": Words("多完成", "Gain"),
    "track.help.head.earned": Words("靠质量", "By quality"),
    "track.help.head.quality": Words("合格率", "Rate"),
    "track.help.head.money": Words("万元", "1,000 yuan"),
    "track.help.head.days": Words("人日", "Days"),
    "track.help.head.note": Words("说明", "Note"),
    "track.help.diluted": Words("多半冲淡前几季", "thins out past quarters"),
    "track.help.free": Words("几乎不花钱", "next to nothing"),
    "track.help.legend": Words(
        "表中“多完成”和“靠质量”（其中由质量变好带来的）为 100 种可能中的种数；“合格率”是全年总体合格率的增减（百分点）；"
        "“万元”“人日”是今年多花的钱和人力。",
        "“Gain” and “By quality” (the part earned by quality) in futures of 100; “Rate”: change of the year’s true pass rate in "
        "points; money and staff-days are what this year takes more.",
    ),
    "track.help.idle": Words(
        "今年看不出效果（在误差之内），没有列入：{names}。",
        "No visible effect this year (within the error), not listed: {names}.",
    ),
    "track.help.lowers": Words("数字降低，更对路", "lower figure, better aimed"),
    "track.help.over": Words("今年四个季度都已过去，改不了了。", "The year is over: nothing can be changed any more."),
    "track.help.sentence": Words(
        "还剩 {left} 个季度。对“{name}”最有用的是“{best}”：完成可能性从 {before}到 {after}，"
        "增加的部分有 {earned} 种{error} 是质量变好带来的；今年多花的钱：{money}。",
        "Quarters left: {left}. For “{name}” the most useful is “{best}”: the chance goes from {before} to {after}, of "
        "which {earned} of 100 futures are earned by quality{error}, for {money} more.",
    ),
    "track.help.nothing": Words(
        "还剩 {left} 个季度。对“{name}”，所列措施今年都看不出效果。",
        "Quarters left: {left}. For “{name}”, none of the measures has a visible effect this year.",
    ),
    "track.help.no_gaming": Words(
        "“把抽查移到容易合格的行业”不在其中：那只改数字，不改质量。",
        "Moving tests to sectors that pass easily is not on the list: it changes the figure, not the quality.",
    ),
}
