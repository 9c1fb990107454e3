"""What the pages on trust say: theory and points, published patterns, held-out years, ranks of known truths."""

from __future__ import annotations

from ..words import Words

VALIDATION: dict[str, Words] = {
    "proof.head.theory": Words("模型与精确理论对照", "The model beside exact theory"),
    "proof.head.patterns": Words("模型与公开研究对照", "The model beside published studies"),
    "proof.theory": Words("理论（精确解）", "theory (exact)"),
    "proof.points": Words("模型算得（误差棒为两倍标准误）", "the model (bars: two standard errors)"),
    "proof.theory.note": Words(
        "各图都用模型本身的程序算出，只是把设定简化到有精确解的情形；浅灰带为一个区可能偏离的范围（两倍标准差），"
        "虚线为连续时间的极限。",
        "Each panel is played by the model's own stages, in a setting so plain that the exact answer is known. Pale bands: how "
        "far a single district strays (two standard deviations). Dashed: the limit in continuous time.",
    ),
    "proof.published": Words("公开数的范围", "published range"),
    "proof.model": Words("模型（误差棒为两倍模拟误差）", "the model (bars: two simulation errors)"),
    "proof.patterns.note": Words(
        "每行各用各的刻度；方括号内的范围只依据公开数及其误差定出，{draws} 种假设 × {replicates} 次重复。"
        "“属于输入”的数字本来就由公开数定出，不能算作检验。",
        "Each row on its own scale; the range in brackets comes from the published figure and its error alone. {draws} draws × {replicates} replicates. "
        "An input was set from the published figure and tests nothing.",
    ),
    "proof.patterns.count": Words(
        "能够检验的 {judged} 项中，能重现 {reproduced} 项，未能重现 {missed} 项，尚难判断 {undecided} 项。",
        "Of {judged} patterns that can be tested, {reproduced} are reproduced, {missed} are not, {undecided} are not decided.",
    ),
    "proof.column.pattern": Words("规律", "pattern"),
    "proof.column.published": Words("公开数", "published"),
    "proof.column.range": Words("接受范围", "accepted range"),
    "proof.column.model": Words("模型", "model"),
    "proof.column.error": Words("模拟误差", "simulation error"),
    "proof.column.verdict": Words("结论", "verdict"),
    "proof.column.source": Words("来源", "source"),
    "proof.fitted": Words("用于拟合", "fitted"),
    "proof.held": Words("留作检验", "kept back"),
    "proof.forecast": Words("预测（100 种可能中 50、80、95 种）", "forecast (50, 80, 95 of 100 futures)"),
    "proof.rival": Words("沿用上年数", "last value carried forward"),
    "proof.ranks": Words("真值在样本中的名次", "rank of the truth among the draws"),
    "proof.uniform": Words("均匀分布的 95% 范围", "95 % band of a uniform"),
}
