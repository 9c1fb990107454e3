"""The published patterns measured on the baseline district, 50 draws × 4 replicates. python run.py bench bench_patterns

Prints the whole table: published, acceptance range, the model's figure with its simulation error, where 80 of 100
draws lie, the verdict."""

from __future__ import annotations

import sys
import time


def main(draws: int = 50, replicates: int = 4) -> None:
    from simlib.validation.patterns import measure_patterns
    from simlib.validation.verdicts import VERDICT, printed

    begun = time.perf_counter()
    rows = measure_patterns(draws, replicates)
    print(f"{draws} x {replicates} runs, {time.perf_counter() - begun:.1f} s with compiling")
    for one in rows:
        row = one.pattern
        numbers = (row.low, row.high, one.value, one.error, one.band_low, one.band_high)
        low, high, value, error, least, most = (printed(number, row.form) for number in numbers)
        span = f"[{low}, {high}]" if row.role != "shown" else ""
        said = f"{row.code:15} {VERDICT[one.verdict].words.en:15} {span:17} {value:>7} ± {error:7}"
        print(f"{said} 80 of 100 draws {least} to {most}   {row.words.en}; published: {row.published.en}")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:3]))
