"""
References for the table of primitives where doubles are at their limits: operands of very different size, tiny and
huge ones, points close to the end of a domain or to a pole. Values and partial derivatives to order 4, computed with
mpmath with so many digits that its differences see the smallest operand beside the greatest. What is greater than
1e290 or smaller than 1e-290 is left out.
Writes edges.json beside this file.

    python3 test/engine/references/edges.py
"""

from mpmath import acos, acosh, asin, asinh, atan, atan2, atanh, cosh, exp, expm1, log, log1p, mp, mpf
from mpmath import power, sech, sin, sinh, sqrt, tan, tanh

from primitives import distance, real_cbrt, write_references

mp.dps = 1500

UNARY = {
    "sqrt": (sqrt, [1e-200, 1e-80, 1e100, 1e300]),
    "cbrt": (real_cbrt, [1e-100, -1e-60, 1e100, -1e300]),
    "exp": (exp, [-600.0, 600.0, 1e-200]),
    "expm1": (expm1, [-600.0, -40.0, 1e-200, 600.0]),
    "log": (log, [1e-60, 1 + 2**-52, 1 - 2**-30, 1e60]),
    "log2": (lambda x: log(x) / log(mpf(2)), [1e-60, 1 + 2**-40, 1e60]),
    "log10": (lambda x: log(x) / log(mpf(10)), [1e-60, 1 + 2**-40, 1e60]),
    "log1p": (log1p, [-1 + 2**-40, 1e-200, 1e-10, 1e60]),
    "sin": (sin, [1e-200, 3.141592653589793, 1e10]),
    "tan": (tan, [1e-10, 1.5707, 1.5707963, 1.5707963267948966, 1e10]),
    "asin": (asin, [1e-10, 0.999999, 1 - 2**-30, -1 + 2**-52]),
    "acos": (acos, [1e-10, 0.999999, 1 - 2**-30, -1 + 2**-52]),
    "atan": (atan, [1e-10, 1e8, 1e50, -1e70]),
    "sinh": (sinh, [1e-200, 1e-10, 40.0, -600.0]),
    "cosh": (cosh, [1e-10, 40.0, -600.0]),
    "tanh": (tanh, [1e-10, 20.0, -100.0, 300.0]),
    "asinh": (asinh, [1e-10, 1e5, -1e9, 1e11, 1e70]),
    "acosh": (acosh, [1 + 2**-50, 1 + 2**-20, 1e5, 1e9, 1e11, 1e70]),
    "atanh": (atanh, [1e-10, 0.999999, 1 - 2**-30, -1 + 2**-52]),
    "oneMinusSquare": (lambda x: 1 - x * x, [1 - 2**-30, -1 + 2**-52]),
    "slopeOfAtan": (lambda x: 1 / (1 + x * x), [1e-10, 1e8, -1e50]),
    "sech": (sech, [1e-10, 20.0, -100.0, 300.0]),
}

OF_SEVERAL = {
    "div": (lambda a, b: a / b, [(1e200, 1e180), (1e-200, 1e-180), (1e150, 1e-20), (3.0, 1e-60), (-1e300, 1e50)]),
    "pow": (power, [(1 + 2**-30, 2.0**31), (1 - 2**-20, 3e6), (1e-40, 0.5), (1e40, 2.5), (2.0, 900.5), (3.0, 1e-10)]),
    "atan2": (atan2, [(1e-60, 1e-60), (3e70, -4e70), (1.0, 1e-100), (1e-100, -1.0), (1e60, 1.0), (-1.0, 1e8)]),
    "hypot": (
        distance,
        [(1e10, 1.0), (1.0, 1e-5), (1.0, 1e-100), (-1e60, 1e50), (1e-60, 1e-70), (1e-72, 2e-72), (1e100, 1e99), (1e200, -1e190)],
    ),
    "componentOf": (
        lambda a, b: a / distance(a, b),
        [(3.0, 4.0), (1e10, 1.0), (1.0, 1e10), (-1e-60, 1e-70), (1e60, -1e50)],
    ),
}


if __name__ == "__main__":
    write_references(
        "edges.json",
        {**UNARY, **OF_SEVERAL},
        lambda value: mpf(10) ** -290 < abs(value) < mpf(10) ** 290,
    )
