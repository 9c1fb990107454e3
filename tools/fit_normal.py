"""Fits the polynomial of simlib/model/fast.py: Φ⁻¹(u)/(2u − 1) against w = −ln 4u(1 − u), up to 3.2 deviations.

Run: python tools/fit_normal.py. It prints the coefficients (lowest power first) and the largest relative error.
"""

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from scipy.special import ndtri_exp

EDGE, DEGREE = 6.0, 13


def exact(w: np.ndarray) -> np.ndarray:
    """|Φ⁻¹(u)| / |2u − 1| where 4u(1 − u) = e^(−w), u < ½."""
    half = np.sqrt(-np.expm1(-w))  # |2u − 1|
    u_log = -w - np.log(2.0 * (1.0 + half))  # ln u = ln[e^(−w) / (2 (1 + half))]
    return np.where(w < 1e-12, np.sqrt(2.0 * np.pi) / 2.0, -ndtri_exp(u_log) / np.where(half > 0, half, 1.0))


def fit() -> None:
    """Chebyshev interpolation of `exact` on (0, EDGE), in (w − EDGE/2)/(EDGE/2)."""
    series = Chebyshev.interpolate(exact, DEGREE, domain=[0.0, EDGE])
    w = np.linspace(0.0, EDGE, 200001)[1:]
    powers = Chebyshev(series.coef).convert(kind=Polynomial)
    print(f"relative error {np.abs(powers(2.0 * w / EDGE - 1.0) / exact(w) - 1.0).max():.1e}")
    print("    " + ", ".join(repr(float(c)) for c in powers.coef))


if __name__ == "__main__":
    fit()
