"""Fits the polynomials of simlib/model/fast.py: Φ⁻¹(u)/(2u − 1) against w = −ln 4u(1 − u), centre and tail.

Run: python tools/fit_normal.py. It prints the coefficients (highest power first) and the largest relative errors.
"""

import numpy as np
from numpy.polynomial import Chebyshev
from scipy.special import ndtri_exp

EDGE, END = 6.0, 36.0


def exact(w: np.ndarray) -> np.ndarray:
    """|Φ⁻¹(u)| / |2u − 1| where 4u(1 − u) = e^(−w), u < ½."""
    half = np.sqrt(-np.expm1(-w))  # |2u − 1|
    u_log = -w - np.log(2.0 * (1.0 + half))  # ln u = ln[e^(−w) / (2 (1 + half))]
    return np.where(w < 1e-12, np.sqrt(2.0 * np.pi) / 2.0, -ndtri_exp(u_log) / np.where(half > 0, half, 1.0))


def fit(low: float, high: float, degree: int, name: str) -> None:
    """Chebyshev interpolation on [low, high] of `exact`, in w or (tail) in its square root."""
    series = Chebyshev.interpolate(lambda x: exact(x if name == "CENTRE" else x**2), degree, domain=[low, high])
    x = np.linspace(low, high, 200001)[1:]
    truth = exact(x if name == "CENTRE" else x**2)
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    powers = Chebyshev(series.coef).convert(kind=np.polynomial.Polynomial).coef[::-1]
    found = np.polyval(powers, (x - middle) / half)
    print(f"{name}: relative error {np.abs(found / truth - 1).max():.1e}; middle {middle!r}, half {half!r}")
    print("    " + ", ".join(repr(float(c)) for c in powers))


if __name__ == "__main__":
    fit(0.0, EDGE, 13, "CENTRE")
    fit(np.sqrt(EDGE), np.sqrt(END), 13, "TAIL")
