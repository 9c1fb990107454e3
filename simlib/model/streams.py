"""Random numbers that belong to a purpose, not to an order: each is a hash of (seed, run, unit, quarter, purpose).

SplitMix64 (Steele, Lea & Flood 2014) mixes the key; nothing is stored between draws, so plans share their luck,
and no result depends on threads, chunks or on which other draws were made.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from .jit import bundle, kernel

PURPOSES: tuple[str, ...] = (
    "decision",
    "rectified",
    "outcome",
    "core_count",
    "core",
    "targeted",
    "signal",
    "follow_up",
    "complaint",
    "laboratory",
    "laboratory_bias",
    "test",
    "safety_item",
    "exposure",
    "upgrade",
    "innovation",
    "certification",
    "title_0",
    "title_1",
    "title_2",
    "invite_0",
    "invite_1",
    "invite_2",
    "apply_0",
    "apply_1",
    "apply_2",
    "judge_0",
    "judge_1",
    "judge_2",
    "exit",
    "accident",
    "accident_class",
    "start_theta",
    "start_cost",
    "start_grade",
    "start_clean",
    "start_certified",
    "product_list",
)  # append only: a number stays with its purpose
PURPOSE: dict[str, int] = {name: number for number, name in enumerate(PURPOSES)}
P = bundle(__name__, "P", PURPOSES)(**PURPOSE)  # the same, as kernels can read it

START = 1 << 30  # the "quarter" of what is drawn once, before the first quarter
DISTRICT = np.uint64(0x5DEECE66D)  # the "unit" of what belongs to the district as a whole

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_RUN, _QUARTER = np.uint64(0xD1342543DE82EF95), np.uint64(0xAF251AF3B0F025B5)
_SCALE = 2.0**-52


@kernel
def mixed(key):
    """SplitMix64's finaliser: every bit of the key reaches every bit of the result."""
    key = (key ^ (key >> _S30)) * _M1
    key = (key ^ (key >> _S27)) * _M2
    return key ^ (key >> _S31)


@kernel
def stream(seed, run, quarter):
    """The key of one quarter of one run; runs and quarters are numbered from 0."""
    key = mixed(np.uint64(seed) + _GOLDEN)
    key = mixed(key ^ (np.uint64(run) * _RUN + _GOLDEN))
    return mixed(key ^ (np.uint64(quarter) * _QUARTER + _GOLDEN))


@kernel
def unit_stream(quarter_stream, unit_key):
    """The key of one unit in that quarter."""
    return mixed(quarter_stream ^ unit_key)


@kernel
def uniform(key, purpose):
    """A number in (0, 1), never 0 nor 1, that belongs to this unit, quarter and purpose."""
    word = mixed(key + np.uint64(purpose + 1) * _GOLDEN)
    return (np.float64(word >> _S12) + 0.5) * _SCALE


# Coefficients of AS 241, highest power first: numerator and denominator near the centre, beyond it, and far out.
# fmt: off
_TOP_0 = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
)
_LOW_0 = (
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
)
_TOP_1 = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
)
_LOW_1 = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
)
_TOP_2 = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
)
_LOW_2 = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
)
# fmt: on


@kernel
def polynomial(coefficients, x):
    """A polynomial by Horner's rule, highest power first."""
    total = coefficients[0]
    for place in range(1, len(coefficients)):
        total = total * x + coefficients[place]
    return total


@kernel
def normal_quantile(p):
    """Φ⁻¹(p) to about 1e-15 (Wichura 1988, algorithm AS 241)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * polynomial(_TOP_0, r) / polynomial(_LOW_0, r)
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    if r <= 5.0:
        return math.copysign(polynomial(_TOP_1, r - 1.6) / polynomial(_LOW_1, r - 1.6), q)
    return math.copysign(polynomial(_TOP_2, r - 5.0) / polynomial(_LOW_2, r - 5.0), q)


@kernel
def normal(key, purpose):
    """A standard normal number of this unit, quarter and purpose."""
    return normal_quantile(uniform(key, purpose))


@kernel
def lasting_normal(seed, run, key, purpose):
    """A standard normal number that belongs to a whole run: the same in every quarter."""
    return normal(unit_stream(stream(seed, run, START), key), purpose)


def name_key(*names: object) -> int:
    """A 64-bit key for anything with a name (a unit's sector and number, an assumption), the same on every machine."""
    text = "\x1f".join(str(name) for name in names)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
