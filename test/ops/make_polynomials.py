"""Coefficients of compiler/ops/elementwise/vector-math.ts, by Remez exchange. Run by hand, never by the tests, where mpmath is installed:

    python make_polynomials.py

Prints for every approximation its greatest weighted error before the coefficients are rounded, and the coefficients from the lowest power up,
rounded to the precision they are used in.
"""

import struct

import mpmath as mp

mp.mp.dps = 40
LN2 = mp.log(2)


def float32(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def written(x):
    """The shortest decimal that gives this float32."""
    target = float32(x)
    return next(text for text in (f"{target:.{n}g}" for n in range(1, 18)) if float32(float(text)) == target)


def remez(f, weight, low, high, numerator, denominator=(), start=(0, 0)):
    """Makes |weight * (P / Q - f)| level: P = start[0] + sum p_i x^i over the powers `numerator`, Q = start[1] + sum q_i x^i likewise."""
    low, high = mp.mpf(low), mp.mpf(high)
    start_p, start_q = start if denominator else (start[0], 1)
    n = len(numerator) + len(denominator)
    nodes = [low + (high - low) * (1 - mp.cos(mp.pi * (k + mp.mpf(1) / 2) / (n + 1))) / 2 for k in range(n + 1)]
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * k / 600)) / 2 for k in range(601)]
    values = [(x, f(x), weight(x)) for x in grid]
    level = mp.mpf(0)
    for _ in range(40):
        for _ in range(30):
            rows, right = [], []
            for k, x in enumerate(nodes):
                fx, w = f(x), weight(x)
                e = (-1) ** k * level
                q = start_q + (sum(c * x**i for c, i in zip(found_q, denominator)) if level and denominator else 0)
                rows.append([w * x**i for i in numerator] + [-w * fx * x**i for i in denominator] + [-((-1) ** k) * q])
                right.append(w * (fx * start_q - start_p))
            solution = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
            found_p = [solution[i] for i in range(len(numerator))]
            found_q = [solution[len(numerator) + i] for i in range(len(denominator))]
            before, level = level, solution[n]
            if abs(level - before) <= abs(level) * mp.mpf(10) ** -8:
                break

        def error(x, fx, w):
            p = start_p + sum(c * x**i for c, i in zip(found_p, numerator))
            q = start_q + sum(c * x**i for c, i in zip(found_q, denominator))
            return w * (p / q - fx)

        errors = [error(*v) for v in values]
        # the greatest of every run of one sign
        peaks = []
        for x, e in zip(grid, errors):
            if e == 0:
                continue
            if peaks and (peaks[-1][1] > 0) == (e > 0):
                if abs(e) > abs(peaks[-1][1]):
                    peaks[-1] = (x, e)
            else:
                peaks.append((x, e))
        while len(peaks) > n + 1:
            peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
        worst = max(abs(e) for e in errors)
        if len(peaks) < n + 1:
            raise ArithmeticError(f"{len(peaks)} peaks instead of {n + 1}, level {mp.nstr(level, 5)}, worst {mp.nstr(worst, 5)}")
        nodes = [x for x, _ in peaks]
        if peaks[0][1] < 0 < level or level < 0 < peaks[0][1]:
            level = -level
        if worst <= abs(level) * mp.mpf("1.0005"):
            break
    return worst, found_p, found_q


def show(name, result, digits=written):
    worst, p, q = result
    print(f"{name}: {mp.nstr(worst, 3)}")
    print("  P", ", ".join(digits(c) for c in p))
    if q:
        print("  Q", ", ".join(digits(c) for c in q))


def odd(f, slope):
    """f(x) / x as a function of x²."""
    return lambda u: f(mp.sqrt(u)) / mp.sqrt(u) if u else mp.mpf(slope)


def relative(f):
    return lambda x: 1 / f(x)


def quotient(f, limit):
    return lambda x: f(x) if abs(x) > mp.mpf(10) ** -9 else mp.mpf(limit)


def main():
    # a little beyond the half that rounding leaves, for an argument whose quotient was itself rounded
    half = mp.mpf("0.5001")
    show("sigmoid: r coth(r ln2 / 2) / 2 = P(r²), up to r³",
         remez(lambda u: mp.sqrt(u) / mp.tanh(mp.sqrt(u) * LN2 / 2) / 2 if u else 1 / LN2, lambda u: mp.sqrt(u), 0, half**2, range(2)))
    f = odd(mp.tanh, 1)
    show("tanh: x P(x²) / Q(x²), P(0) = Q(0)", remez(f, relative(f), 0, mp.mpf("7.9") ** 2, range(1, 4), range(1, 5), start=(1, 1)))
    f = odd(mp.erf, 2 / mp.sqrt(mp.pi))
    show("erf: x P(x²) / Q(x²)", remez(f, relative(f), 0, mp.mpf("3.7") ** 2, range(5), range(1, 6), start=(0, 1)))
    show("exp: e^(r/2) = 1 + r/2 + r² P(r)",
         remez(quotient(lambda r: (mp.exp(r / 2) - 1 - r / 2) / r**2, mp.mpf(1) / 8), lambda r: r**2 / mp.exp(r / 2), -2 * LN2 * half, 2 * LN2 * half, range(5)))
    show("expm1: e^r = 1 + r + r² P(r)",
         remez(quotient(lambda r: mp.expm1(r) / r**2 - 1 / r, mp.mpf(1) / 2), quotient(lambda r: r**2 / mp.expm1(r), 0), -LN2 * half, LN2 * half, range(6)))
    show("log: log(1 + f) = f - f²/2 + f³ P(f)",
         remez(quotient(lambda x: (mp.log1p(x) - x + x * x / 2) / x**3, mp.mpf(1) / 3), quotient(lambda x: x**3 / mp.log1p(x), 0), mp.sqrt(mp.mpf(1) / 2) - 1, mp.sqrt(2) - 1, range(7)))
    show("softplus: log(1 + u) = u P(u)",
         remez(quotient(lambda u: mp.log1p(u) / u, 1), quotient(lambda u: u / mp.log1p(u), 1), 0, 1, range(9)))
    quarter = mp.pi / 4 * mp.mpf("1.0001")
    f = odd(mp.sin, 1)
    show("sin: r + r³ P(r²)", remez(lambda u: (f(u) - 1) / u if u else -mp.mpf(1) / 6, lambda u: u / f(u), 0, quarter**2, range(3)))
    show("cos: 1 - r²/2 + r⁴ P(r²)",
         remez(quotient(lambda u: (mp.cos(mp.sqrt(u)) - 1 + u / 2) / u**2, mp.mpf(1) / 24), lambda u: u**2 / mp.cos(mp.sqrt(u)), 0, quarter**2, range(3)))
    limit = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
    f = odd(lambda s: 2 * mp.atanh(s) / LN2, 2 / LN2)
    show("pow: log2((1 + s) / (1 - s)) = s P(s²)", remez(f, relative(f), 0, limit, range(5)), lambda c: f"{float(c)!r}")
    show("pow: 2^r = 1 + r P(r)",
         remez(quotient(lambda r: (2**r - 1) / r, LN2), lambda r: r / 2**r, -half, half, range(6)), lambda c: f"{float(c)!r}")


if __name__ == "__main__":
    main()
