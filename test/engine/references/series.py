"""
References for Taylor mode: the coefficients to order 30 of every function of one scalar in the table, and of some
compositions, computed with mpmath at 120 digits. Writes series.json beside this file.

    python3 test/engine/references/series.py
"""

import json
import os

from mpmath import mp, mpf, pi, taylor
from mpmath import acos, acosh, asin, asinh, atan, atanh, cos, cosh, exp, expm1, log, log1p, sin, sinh, sqrt, tan, tanh

mp.dps = 120
ORDER = 30

FUNCTIONS = {
    "exp(x)": (exp, 0.5),
    "expm1(x)": (expm1, 0.001),
    "log(x)": (log, 1.75),
    "log1p(x)": (log1p, 0.25),
    "log2(x)": (lambda x: log(x) / log(mpf(2)), 3.0),
    "log10(x)": (lambda x: log(x) / log(mpf(10)), 3.0),
    "sin(x)": (sin, 0.75),
    "cos(x)": (cos, 0.75),
    "tan(x)": (tan, 0.375),
    "asin(x)": (asin, 0.25),
    "acos(x)": (acos, -0.25),
    "atan(x)": (atan, 0.5),
    "sinh(x)": (sinh, 0.75),
    "cosh(x)": (cosh, 0.75),
    "tanh(x)": (tanh, 0.5),
    "asinh(x)": (asinh, 0.5),
    "acosh(x)": (acosh, 1.75),
    "atanh(x)": (atanh, 0.25),
    "sqrt(x)": (sqrt, 2.5),
    "cbrt(x)": (lambda x: x ** (mpf(1) / 3), 2.5),
    "pow(x, -1.5)": (lambda x: x ** mpf(-1.5), 2.5),
    "pow(x, x)": (lambda x: x ** x, 1.25),
    "pow(2.5, x)": (lambda x: mpf(2.5) ** x, 0.5),
    "atan2(x, 2)": (lambda x: atan(x / 2), 0.5),
    "atan2(add(4, mul(x, x)), x)": (lambda x: pi / 2 - atan(x / (4 + x * x)), 0.5),
    "hypot(x, 2)": (lambda x: sqrt(x * x + 4), 0.5),
    "hypot(x, 0.125)": (lambda x: sqrt(x * x + mpf(0.125) ** 2), 1.5),
    "hypot(x, 2, mul(3, x))": (lambda x: sqrt(10 * x * x + 4), 0.5),
    "div(exp(sin(mul(x, x))), add(1, pow(x, 4)))": (lambda x: exp(sin(x * x)) / (1 + x ** 4), 0.5),
    "tanh(mul(2, sin(x)))": (lambda x: tanh(2 * sin(x)), 0.25),
    "log(add(1, exp(mul(-3, x))))": (lambda x: log(1 + exp(-3 * x)), 0.5),
}

if __name__ == "__main__":
    table = [
        {"expression": expression, "at": at, "coefficients": [mp.nstr(c, 25) for c in taylor(f, mpf(at), ORDER)]}
        for expression, (f, at) in FUNCTIONS.items()
    ]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "series.json")
    with open(path, "w") as file:
        json.dump(table, file, indent=1)
        file.write("\n")
