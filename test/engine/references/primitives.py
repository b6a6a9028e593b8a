"""
References for the table of primitives: values and partial derivatives to order 4, computed with mpmath at 60
digits, each at points that are exact in double precision. Writes primitives.json beside this file.

    python3 test/engine/references/primitives.py
"""

import json
import os
from itertools import product

from mpmath import acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, diff, exp, expm1, log, log1p, mp, mpf
from mpmath import power, sech, sin, sinh, sqrt, tan, tanh

mp.dps = 60
ORDER = 4


def real_cbrt(x):
    return -power(-x, mpf(1) / 3) if x < 0 else power(x, mpf(1) / 3)


def distance(*operands):
    return sqrt(sum(x * x for x in operands))


def dot(*factors):
    return sum(factors[k] * factors[k + 1] for k in range(0, len(factors), 2))


def log_sum_exp(*operands):
    return log(sum(exp(x) for x in operands))


UNARY = {
    "neg": (lambda x: -x, [-2.5, 0.0, 3.0]),
    "abs": (abs, [-2.5, 0.75]),
    "sqrt": (sqrt, [0.25, 2.0, 1e-6, 1e10]),
    "cbrt": (real_cbrt, [0.5, -2.0, 1e-6]),
    "exp": (exp, [-3.0, 0.0, 0.5, 10.0]),
    "expm1": (expm1, [-2.0, 1e-10, -1e-5, 0.0, 0.5]),
    "log": (log, [0.1, 0.75, 1.0, 20.0]),
    "log2": (lambda x: log(x) / log(mpf(2)), [0.1, 3.0]),
    "log10": (lambda x: log(x) / log(mpf(10)), [0.1, 3.0]),
    "log1p": (log1p, [-0.5, 1e-10, 0.0, 3.0]),
    "sin": (sin, [-2.0, 0.0, 0.5, 3.0]),
    "cos": (cos, [-2.0, 0.0, 0.5, 3.0]),
    "tan": (tan, [-1.0, 0.0, 0.5, 1.5]),
    "asin": (asin, [-0.5, 0.0, 0.25, 0.999]),
    "acos": (acos, [-0.5, 0.0, 0.25, -0.75]),
    "atan": (atan, [-2.0, 0.0, 0.3, 50.0]),
    "sinh": (sinh, [-2.0, 0.0, 1e-5, 0.5]),
    "cosh": (cosh, [-2.0, 0.0, 0.5]),
    "tanh": (tanh, [-2.0, 0.0, 0.5, 10.0, 1e-5]),
    "asinh": (asinh, [-2.0, 0.0, 0.5, 1e5, 1e-5]),
    "acosh": (acosh, [1.25, 2.0, 50.0]),
    "atanh": (atanh, [-0.5, 0.0, 0.25, 1e-5, 0.875]),
    "oneMinusSquare": (lambda x: 1 - x * x, [-0.5, 0.0, 0.25, 0.999]),
    "sech": (sech, [-2.0, 0.0, 0.5, 10.0]),
    "slopeOfAtan": (lambda x: 1 / (1 + x * x), [-2.0, 0.0, 0.3, 50.0]),
}

OF_SEVERAL = {
    "add": (lambda a, b: a + b, [(2.0, 3.0), (-0.5, 0.25)]),
    "sub": (lambda a, b: a - b, [(2.0, 3.0), (-0.5, 0.25)]),
    "mul": (lambda a, b: a * b, [(2.0, 3.0), (0.0, 5.0), (0.0, 0.0)]),
    "div": (lambda a, b: a / b, [(2.0, 3.0), (-0.5, 0.25), (0.0, 2.0)]),
    "pow": (power, [(2.0, 3.0), (2.0, 0.5), (0.5, -1.5), (3.0, 0.0), (1.25, 2.0)]),
    "atan2": (lambda y, x: atan2(y, x), [(1.0, 2.0), (-1.0, -2.0), (0.5, -0.25), (0.0, 1.0)]),
    "hypot": (distance, [(3.0, 4.0), (-1.0, 0.75), (2.0, 1.0, -0.5), (1.0, -2.0, 4.0, 2.0)]),
    "componentOf": (lambda a, *others: a / distance(a, *others), [(3.0, 4.0), (-1.0, 0.75), (2.0, 1.0, -0.5)]),
    "sum": (lambda *operands: sum(operands), [(2.0, -0.5, 0.25), (0.0, 0.0)]),
    "dot": (dot, [(2.0, 3.0), (0.0, 5.0), (2.0, -3.0, 0.5, 0.25)]),
    "logSumExp": (log_sum_exp, [(0.5, -0.25), (1.0, -2.0, 1.0), (-20.0, 3.0), (-0.5, -1.0)]),
}


def references(function, points, is_kept):
    entries = []
    for point in points:
        at = [mpf(x) for x in (point if isinstance(point, tuple) else (point,))]
        derivatives = {}
        for orders in product(range(ORDER + 1), repeat=len(at)):
            if sum(orders) > ORDER:
                continue
            value = diff(function, tuple(at), orders) if sum(orders) else function(*at)
            if is_kept(value):
                derivatives[",".join(map(str, orders))] = mp.nstr(value, 40)
        entries.append({"at": [float(x) for x in at], "derivatives": derivatives})
    return entries


def write_references(file_name, rows, is_kept=lambda value: True):
    table = {name: references(*row, is_kept) for name, row in rows.items()}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), file_name)
    with open(path, "w") as file:
        json.dump(table, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    write_references("primitives.json", {**UNARY, **OF_SEVERAL})
