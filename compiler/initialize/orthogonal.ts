/**
 * Makes vectors orthonormal, in place and in order: vector k becomes the unit vector of its part across all before it. For columns of A
 * these are the columns of Q in A = QR with a positive diagonal of R, which is what Keras reaches by Householder and `q *= sign(diag(r))`.
 * Modified Gram-Schmidt by groups of four (one sweep over memory serves four projections), with a second pass for vectors that lie
 * almost within the span of those before them (Kahan's "twice is enough"). All sums run in one fixed order.
 *
 * @param vectors of equal length, at least as long as there are vectors, linearly independent
 */
export function orthonormalize(vectors: readonly Float64Array[]): void {
  const sizes = vectors.map((v) => dot(v, v));
  for (let start = 0; start < vectors.length; start += group) {
    const done = vectors.slice(0, start);
    const fresh = vectors.slice(start, start + group);
    fresh.forEach((v, i) => {
      const before = fresh.slice(0, i);
      for (const q of before) project(v, q);
      const left = dot(v, v);
      if (left < 0.01 * (sizes[start + i] ?? 0)) for (const q of [...done, ...before]) project(v, q);
      scale(v, 1 / Math.sqrt(dot(v, v)));
    });
    const [a, b, c, d] = fresh;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    projectAll(vectors.slice(start + group), a, b, c, d);
  }
}
const group = 4;

/** Four partial sums: one chain of additions would wait for each to finish. */
function dot(v: Float64Array, w: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = v.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    s0 += at(v, i) * at(w, i);
    s1 += at(v, i + 1) * at(w, i + 1);
    s2 += at(v, i + 2) * at(w, i + 2);
    s3 += at(v, i + 3) * at(w, i + 3);
  }
  for (let i = whole; i < v.length; i++) s0 += at(v, i) * at(w, i);
  return s0 + s1 + (s2 + s3);
}

/** v -= (v . q) q */
function project(v: Float64Array, q: Float64Array): void {
  const r = dot(v, q);
  for (let i = 0; i < v.length; i++) v[i] = at(v, i) - r * at(q, i);
}

/** Takes the parts along a, b, c and d out of every vector. */
function projectAll(
  vectors: readonly Float64Array[],
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  for (const v of vectors) {
    let ra = 0;
    let rb = 0;
    let rc = 0;
    let rd = 0;
    for (let i = 0; i < v.length; i++) {
      const x = at(v, i);
      ra += x * at(a, i);
      rb += x * at(b, i);
      rc += x * at(c, i);
      rd += x * at(d, i);
    }
    for (let i = 0; i < v.length; i++)
      v[i] = at(v, i) - (ra * at(a, i) + rb * at(b, i) + (rc * at(c, i) + rd * at(d, i)));
  }
}

function scale(v: Float64Array, factor: number): void {
  for (let i = 0; i < v.length; i++) v[i] = at(v, i) * factor;
}

const at = (v: Float64Array, i: number): number => v[i] ?? 0;
