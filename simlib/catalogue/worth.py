"""What is said about the worth of more tests, and about spreading them over the sectors."""

from __future__ import annotations

from ..words import Words

WORTH: dict[str, Words] = {
    "worth.money": Words("{number} 万元", "{number} thousand yuan"),
    "worth.less": Words("不超过 {amount}", "at most {amount}"),
    "worth.nothing": Words("几乎为零", "next to nothing"),
    "worth.never": Words("不到 1", "< 1"),
    "worth.head.sector": Words("行业", "Sector"),
    "worth.head.best": Words("不抽时", "Now"),
    "worth.head.worth": Words("再抽 {tests} 批次", "{tests} more tests"),
    "worth.head.change": Words("改变决定", "Changes it"),
    "worth.head.rate": Words("查清合格率", "Rate known"),
    "worth.head.all": Words("全都知道", "All known"),
    "worth.head.price": Words("检验费", "Price"),
    "worth.head.verdict": Words("合算吗", "Pay?"),
    "worth.verdict.pays": Words("合算", "yes"),
    "worth.verdict.below": Words("不合算", "no"),
    "worth.verdict.settled": Words("不会改变决定", "no change"),
    "worth.verdict.unclear": Words("说不准", "cannot be told"),
    "worth.best.stay": Words("不整治", "leave"),
    "worth.best.act": Words("整治", "act"),
    "worth.campaign": Words("二、三季度专项整治", "a special rectification in the second and third quarter"),
    "worth.measures": Words("“{title}”的措施", "the measures of “{title}”"),
    "worth.decision.act": Words(
        "要决定的事：各行业要不要在 {year} 年采取{measure}。好处按全区总体合格率提高 1 个百分点、保持一年折合 {point}计"
        "（示例价，由领导小组定），算到 {last} 年，减去多花的经费。多抽的批次在决定之前抽，"
        "说明各行业目前的总体合格率。",
        "The decision: whether to have {measure} in each sector in {year}. A point of the district's true pass rate held for a "
        "year counts as {point} (an illustrative price, the leading group's to set), up to {last}, less the money it "
        "takes. The tests are made before deciding and tell about each sector's true rate today.",
    ),
    "worth.decision.promise": Words(
        "要决定的事：各行业 {year} 年监督抽查合格率承诺多少。承诺每高 1 个百分点并兑现折合 {point}，落空一次损失 {lost}"
        "（示例价，由领导小组定）；是否兑现按该行业全年抽查批次和产品目录判断。",
        "The decision: which sampled pass rate each sector promises for {year}. Each point promised higher and kept counts as "
        "{point}, a broken promise costs {lost} (illustrative prices, the leading group's to set); judged on the "
        "sector's own tests of the year and its product list.",
    ),
    "worth.decision.plan": Words(
        "要决定的事：全区采用哪个方案。好处按全区总体合格率提高 1 个百分点、保持一年折合 {point}计（示例价，"
        "由领导小组定），"
        "算到 {last} 年，减去经费。",
        "The decision: which plan the district takes. A point of its true pass rate held for a year counts as {point} (an "
        "illustrative price, the leading group's to set), up to {last}, less the money it takes.",
    ),
    "worth.place": Words("{sector}（值 {worth}）", "{worth} in {sector}"),
    "worth.place_less": Words("{sector}（最多值 {amount}）", "at most {amount} in {sector}"),
    "worth.places": Words("再抽 {tests} 批次最值得的地方：{places}。", "{tests} more tests are worth {places}."),
    "worth.until": Words(
        "{sector}超过 {until} 批次，再抽就几乎不再改变决定。",
        "In {sector}, past {until} they hardly change the decision any more.",
    ),
    "worth.pays": Words("扣除检验费仍合算的是：{names}。", "Worth their price: {names}."),
    "worth.not_paid": Words(
        "都抵不上检验费（{sector} {price}）：单为这一决定不必多抽。利害要大到约 {times} 倍，在{sector}才够本。",
        "Nowhere do they pay for themselves ({sector}: {price}): for this decision alone, no more tests are needed. About "
        "{times} times as much would have to hang on it for them to pay in {sector}.",
    ),
    "worth.not_paid_short": Words(
        "都抵不上检验费：单为这一决定不必多抽。",
        "Nowhere do they pay for themselves: for this decision alone, no more tests are needed.",
    ),
    "worth.settled": Words(
        "再抽 {tests} 批次也不会改变决定：不论在哪个行业，抽出什么结果，原来的选择几乎总是最好的。",
        "No further tests change this decision: in no sector would {tests} tests, whatever they show, make another choice "
        "better, but in fewer than 1 of 100 futures.",
    ),
    "worth.too_small": Words(
        "再抽 {tests} 批次值多少，小得与零分不开，单为这一决定不必多抽。",
        "What {tests} more tests are worth is too small to tell from nothing; for this decision alone, no more are needed.",
    ),
    "worth.why": Words(
        "原因是：在{sector}，就算什么都知道，也只值 {all}，其中查清合格率占 {rate}；其余要看监管对象如何反应，"
        "还要看运气，抽检说明不了。",
        "The reason: in {sector} knowing everything would be worth {all}, of which the rate itself is {rate}; the rest is how "
        "units react and luck, of which tests say nothing.",
    ),
    "worth.note": Words(
        "值多少和检验费（含人力）以万元计；“改变决定”是 100 种可能中的种数；“不抽时”是不再抽检时的选择。± 为模拟误差（{draws} 组假设条件，每组一次模拟）。多抽的批次在全部产品中随机抽取，不计其震慑作用和通报用途。",
        "Worths and the price (staff included) in thousand yuan; “Now”: the choice without more tests; “Changes it”: in how "
        "many of 100 futures the tests change the decision. ± is the simulation error ({draws} draws, one run each). Tests at random over all products; their deterrence and "
        "their use for the yearly report are not counted.",
    ),
    "worth.figure.bars": Words("再抽 {tests} 批次值多少", "What {tests} more tests are worth"),
    "worth.figure.curve": Words("批次越多，值多少", "Worth against number of tests"),
    "worth.figure.price": Words("检验费", "their price"),
    "worth.figure.money": Words("万元", "10,000 yuan"),
    "worth.figure.tests": Words("再抽批次", "more tests"),
    "worth.figure.ceiling": Words("完全查清该行业合格率的价值", "worth of knowing its rate exactly"),
    "worth.split.head.now": Words("方案现有", "In the plan"),
    "worth.split.head.units": Words("按家数分", "By units"),
    "worth.split.head.best": Words("全区最准", "Sharpest"),
    "worth.split.head.change": Words("增减", "Change"),
    "worth.split.error": Words("全区合格率的误差（百分点）", "Error of the district's rate (points)"),
    "worth.split.note": Words(
        "每个行业至少 10 批次。只为全区一个数最准；各行业自己的数、震慑和安全另有要求，不能只看这一列。",
        "At least 10 tests a sector. Sharpest for the one figure of the district: a sector's own figure, deterrence and safety "
        "make other demands.",
    ),
    "worth.split.learnt": Words(
        "同样 {tests} 批次，换一种分法，全区合格率的误差可由 {now} 降到 {best} 个百分点，相当于白添 {more} 批次："
        "多给{up}，少给{down}。",
        "The same {tests} tests, spread otherwise, bring the error of the district's rate from {now} to {best} points, as much as "
        "{more} extra tests free: more to {up}, fewer to {down}.",
    ),
    "worth.split.same": Words(
        "现有分法已接近最准（误差 {now} 个百分点，最低 {best}）。",
        "The plan's spread is near the sharpest (error {now} points; the least is {best}).",
    ),
}
