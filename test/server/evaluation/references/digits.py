"""
Values and derivatives of functions that lose digits, and of some that do not, to 30 digits: digits.json.

    python3 test/server/evaluation/references/digits.py

The expressions are JavaScript and Python alike. A number stands for its nearest double; what is made of such numbers
alone is rounded as JavaScript rounds it. Derivatives are differences at 300 digits. Needs mpmath.
"""

import json
import pathlib

from mpmath import mp, mpf


class Math:
    PI = 3.141592653589793
    E = 2.718281828459045
    exp = staticmethod(lambda x: mp.exp(x))
    expm1 = staticmethod(lambda x: mp.exp(x) - 1)
    log = staticmethod(lambda x: mp.log(x))
    log1p = staticmethod(lambda x: mp.log(1 + x))
    log2 = staticmethod(lambda x: mp.log(x) / mp.log(2))
    log10 = staticmethod(lambda x: mp.log(x) / mp.log(10))
    sqrt = staticmethod(lambda x: mp.sqrt(x))
    cbrt = staticmethod(lambda x: mp.sign(x) * mp.cbrt(abs(x)))
    sin = staticmethod(lambda x: mp.sin(x))
    cos = staticmethod(lambda x: mp.cos(x))
    tan = staticmethod(lambda x: mp.tan(x))
    asin = staticmethod(lambda x: mp.asin(x))
    acos = staticmethod(lambda x: mp.acos(x))
    atan = staticmethod(lambda x: mp.atan(x))
    sinh = staticmethod(lambda x: mp.sinh(x))
    cosh = staticmethod(lambda x: mp.cosh(x))
    tanh = staticmethod(lambda x: mp.tanh(x))
    asinh = staticmethod(lambda x: mp.asinh(x))
    acosh = staticmethod(lambda x: mp.acosh(x))
    atanh = staticmethod(lambda x: mp.atanh(x))
    pow = staticmethod(lambda x, y: mpf(x) ** y)
    atan2 = staticmethod(lambda y, x: mp.atan2(y, x))
    hypot = staticmethod(lambda *xs: mp.sqrt(sum(mpf(x) ** 2 for x in xs)))


cases = [
    # Differences of what is nearly equal.
    ("(1 - Math.cos(x)) / (x * x)", [1e-8, 1e-6, 1e-4, 0.01, 0.5]),
    ("Math.sin(x) / x", [1e-6, 1e-3, 0.3]),
    ("(Math.exp(x) - 1) / x", [1e-9, 1e-5, 0.2]),
    ("Math.log(1 + x) / x", [1e-9, 1e-5, 0.2]),
    ("Math.sqrt(x + 1) - Math.sqrt(x)", [1e6, 1e12, 3]),
    ("1 / x - 1 / (x + 1)", [1e5, 1e9, 2]),
    ("(x - Math.sin(x)) / x ** 3", [1e-4, 0.01, 1]),
    ("(Math.tan(x) - Math.sin(x)) / x ** 3", [1e-4, 0.02, 1]),
    ("x * x - (x - 1) * (x + 1)", [1e7, 12345.678, 3]),
    ("(x ** 2 - 1) / (x - 1)", [1.0000000001, 1.001, 3]),
    ("(-x + Math.sqrt(x * x - 4)) / 2", [1e8, 1e4, 3]),
    ("Math.exp(x) - Math.exp(-x)", [1e-7, 1e-3, 2]),
    ("Math.cosh(x) - Math.sinh(x)", [18, 5, 0.5]),
    ("1 - Math.tanh(x)", [15, 3, 0.1]),
    ("1 - 1 / (1 + Math.exp(-x))", [30, 5, 0.1]),
    ("Math.log(Math.cosh(x)) / (x * x)", [1e-4, 0.01, 1]),
    ("(Math.atan(x + 1) - Math.atan(x)) * x ** 2", [1e5, 100, 1]),
    ("Math.cbrt(x + 1) - Math.cbrt(x)", [1e9, 1e3, 1]),
    ("Math.acos(1 - x) / Math.sqrt(2 * x)", [1e-10, 1e-4, 0.3]),
    ("(Math.PI / 2 - Math.atan(x)) * x", [1e5, 1e3, 1]),
    ("Math.log(x + Math.sqrt(x * x - 1)) / x", [1.00000001, 1.1, 4]),
    ("((x + 1e8) - 1e8) * 3", [0.1, 12.3]),
    ("(x - 1) ** 5 - (x ** 5 - 5 * x ** 4 + 10 * x ** 3 - 10 * x ** 2 + 5 * x - 1)", [1.01, 3.7]),
    ("x ** 5 - 5 * x ** 4 + 10 * x ** 3 - 10 * x ** 2 + 5 * x - 1", [1.001, 1.1, 3]),
    # What is as it should be.
    ("x ** 3 - 2 * x + 1", [0.7, -3.2, 100]),
    ("Math.exp(Math.sin(x)) * Math.log(x + 2)", [0.7, 3]),
    ("x / (1 + x * x)", [0.3, 20]),
    ("Math.expm1(x) / x", [1e-3, 0.5]),
    ("Math.log1p(x) * Math.sqrt(x)", [1e-9, 0.4]),
    ("Math.hypot(x, 2) * Math.atan2(x, 3)", [0.5, 9]),
    ("Math.pow(x, 0.3) + Math.pow(2, x)", [0.2, 5]),
    ("Math.asinh(x) + Math.atanh(x / 10)", [0.4, 3]),
    ("Math.tanh(x) * Math.cosh(x)", [0.2, 4]),
    ("Math.log2(x) * Math.log10(x)", [3, 700]),
    ("Math.sin(50 * x) * Math.exp(-x)", [0.3, 2.1]),
]

mp.dps = 300
f = None
entries = []
for expression, points in cases:
    f = eval("lambda x: mpf(0) + (" + expression + ")", {"Math": Math, "mpf": mpf})
    for x in points:
        values = [f(mpf(x))] + [mp.diff(f, mpf(x), k, h=mpf(10) ** -60) for k in (1, 2)]
        # What is left of a difference that is exactly 0.
        values = [v if abs(v) > mpf(10) ** -200 else mpf(0) for v in values]
        entries.append({"f": expression, "x": x, "values": [mp.nstr(v, 30) for v in values]})

lines = ",\n".join("  " + json.dumps(entry) for entry in entries)
pathlib.Path(__file__).with_suffix(".json").write_text("[\n" + lines + "\n]\n")
