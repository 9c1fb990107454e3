"""Random numbers: the kernels against plain Python twins, the tails, and independence between purposes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import chisquare, kstest

from simlib.model.fast import central_normal, exp_of, fill_normals, log_of
from simlib.model.streams import PURPOSE, mixed, name_key, normal_quantile, stream, uniform, unit_stream

MASK = (1 << 64) - 1
GOLDEN, RUN, QUARTER = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xAF251AF3B0F025B5


def mixed_twin(key: int) -> int:
    """SplitMix64's finaliser in Python integers (Steele, Lea & Flood 2014)."""
    key = ((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    key = ((key ^ (key >> 27)) * 0x94D049BB133111EB) & MASK
    return key ^ (key >> 31)


def uniform_twin(seed: int, run: int, quarter: int, unit: int, purpose: int) -> float:
    """The whole chain of keys in Python integers."""
    key = mixed_twin((seed + GOLDEN) & MASK)
    key = mixed_twin(key ^ ((run * RUN + GOLDEN) & MASK))
    key = mixed_twin(key ^ ((quarter * QUARTER + GOLDEN) & MASK))
    key = mixed_twin(mixed_twin(key ^ unit) + (purpose + 1) * GOLDEN & MASK)
    return ((key >> 12) + 0.5) * 2.0**-52


def test_splitmix_reference_values():
    """First outputs of SplitMix64 from seed 0, as published with the generator: mix(γ), mix(2γ), mix(3γ)."""
    expected = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert [int(mixed(np.uint64(n * GOLDEN & MASK))) & MASK for n in (1, 2, 3)] == expected


def test_kernels_equal_their_python_twin():
    """The same number to the bit for any seed, run, quarter, unit and purpose."""
    rng = np.random.default_rng(0)
    for seed, run, quarter, purpose in rng.integers(0, [2**40, 2**30, 2**31, len(PURPOSE)], (200, 4)):
        unit = name_key("twin", int(seed))
        key = unit_stream(np.uint64(stream(np.uint64(seed), run, quarter)), np.uint64(unit))
        found = uniform(np.uint64(key), int(purpose))
        assert found == uniform_twin(int(seed), int(run), int(quarter), unit, int(purpose))


def test_uniforms_never_reach_zero_or_one():
    """The extreme words give 2^−53 and 1 − 2^−53: a quantile of them is finite."""
    ends = [((word >> 12) + 0.5) * 2.0**-52 for word in (0, MASK)]
    assert 0.0 < ends[0] == 2.0**-53
    assert ends[1] == 1.0 - 2.0**-53 < 1.0
    assert normal_quantile(ends[0]) == pytest.approx(ndtri(ends[0]), rel=1e-12)
    assert np.isfinite([normal_quantile(end) for end in ends]).all()


def streams_of(count: int, quarter: int = 0) -> np.ndarray:
    base = np.uint64(stream(np.uint64(5), 1, quarter))
    return np.array([unit_stream(base, np.uint64(n)) for n in range(count)], np.uint64)


def test_uniforms_are_uniform_and_independent_over_purposes_and_quarters():
    """χ² over 64 cells, pairs of purposes over 8 × 8 cells, and successive quarters of a unit."""
    first, later = streams_of(40000), streams_of(40000, 1)
    u = np.array([uniform(np.uint64(key), 3) for key in first])
    v = np.array([uniform(np.uint64(key), 4) for key in first])
    w = np.array([uniform(np.uint64(key), 3) for key in later])
    assert chisquare(np.bincount((64 * u).astype(int), minlength=64)).pvalue > 1e-4
    for other in (v, w):
        cells = (8 * u).astype(int) * 8 + (8 * other).astype(int)
        assert chisquare(np.bincount(cells, minlength=64)).pvalue > 1e-4
        assert abs(np.corrcoef(u, other)[0, 1]) < 0.02


def test_normal_quantile_equals_scipy_s():
    """AS 241 (Wichura 1988) to 1e-13, from 1e-300 to 1 − 1e-16."""
    ends = 10.0 ** -np.arange(1.0, 300.0, 7.0), 1.0 - 10.0 ** -np.arange(3.0, 16.0)
    p = np.concatenate([*ends, np.linspace(0.001, 0.999, 999)])
    np.testing.assert_allclose([normal_quantile(x) for x in p], ndtri(p), rtol=1e-13, atol=1e-14)


def test_vectorised_normals():
    """The fast kernel against AS 241, centre and tails; normal by Kolmogorov–Smirnov."""
    keys = streams_of(60000)
    out = np.empty(keys.size)
    fill_normals(keys, 2, out)
    exact = [normal_quantile(uniform(np.uint64(key), 2)) for key in keys]
    np.testing.assert_allclose(out, exact, atol=2e-9)
    assert np.abs(out).max() > 4.0
    assert kstest(out, "norm").pvalue > 1e-4


def test_far_normals_are_known_from_near_ones():
    """The polynomial of the centre says "further out than 3.2" of every number that is, so that AS 241 takes over."""
    tail = 10.0 ** -np.arange(3.2, 16.0, 0.1)
    assert (np.array([central_normal(u) for u in tail]) < -3.2)[ndtri(tail) < -3.2001].all()
    assert (np.array([central_normal(1.0 - u) for u in tail[tail > 1e-15]]) > 3.2)[1:].all()


def test_exponentials_and_logarithms_without_branches():
    """exp_of and log_of against numpy, to 2e-14."""
    x = np.linspace(-60.0, 60.0, 20001)
    np.testing.assert_allclose([exp_of(value) for value in x], np.exp(x), rtol=2e-14)
    np.testing.assert_allclose([log_of(value) for value in np.exp(x)], x, rtol=1e-14, atol=2e-14)
    assert exp_of(-1e9) == pytest.approx(np.exp(-700.0))
