import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

/** The outputs of one dense layer with a kernel of one, for -2, -0.5, 0, 1 and 3, in plain numbers. */
async function values(activation: string, parameters = '{}'): Promise<readonly number[]> {
  const model = await load(
    compile(
      `parameters: ${parameters}
inputs: {x: {shape: [batch, 1]}}
layers:
  y: {type: dense, input: x, units: 1, bias: false, activation: ${activation}, init: {kernel: [[1]]}}
outputs: {y: y}
`,
    ),
  );
  const { y } = model.run({ x: [[-2], [-0.5], [0], [1], [3]] });
  const numbers = y === undefined ? [] : Array.from(y.data, Number);
  model.dispose();
  return numbers;
}
const at = (f: (x: number) => number): readonly number[] => [-2, -0.5, 0, 1, 3].map(f);

test.each<[string, string, (x: number) => number]>([
  ['"2 * tanh(x)"', '{}', (x) => 2 * Math.tanh(x)],
  ['"alpha * tanh(beta * x)"', '{alpha: 1.7159, beta: 0.6666666666666666}', (x) => 1.7159 * Math.tanh((2 / 3) * x)],
  ['"where(x > theta, x, 0)"', '{theta: 0.75}', (x) => (x > 0.75 ? x : 0)],
  ['"x * x if cubic < 1 else x * x * x"', '{cubic: 1}', (x) => x ** 3],
  ['-x', '{}', (x) => -x],
  ['leaky_relu(0.2)', '{}', (x) => (x < 0 ? 0.2 * x : x)],
  ['"leaky_relu(x, 0.2)"', '{}', (x) => (x < 0 ? 0.2 * x : x)],
  ['"hard_sigmoid(slope, beta=0.5)"', '{slope: 0.25}', (x) => Math.min(1, Math.max(0, 0.25 * x + 0.5))],
])('activation: %s', async (activation, parameters, f) => {
  const expected = at(f);
  for (const [i, y] of (await values(activation, parameters)).entries())
    expect(y).toBeCloseTo(expected[i] ?? Number.NaN, 5);
});

test('a formula given to a cell is what stands in its equations instead', async () => {
  const model = (equations: string, use: string, parameters: string): string => `inputs: {x: {shape: [batch, time, 2]}}
cells:
  own:
    parameters: {units: size${parameters}}
    inputs: {x: [n]}
    state: [h: [units]]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units], init: orthogonal}}
    equations: |
${equations}
    output: h'
layers:
  r: {type: recurrent, input: x, cell: {own: {units: 3${use}}}}
outputs: {h: r}
`;
  const run = async (source: string): Promise<readonly number[]> => {
    const loaded = await load(compile(source));
    const { h } = loaded.run({
      x: [
        [
          [1, -2],
          [0.5, 3],
          [-1, 1],
        ],
      ],
    });
    const numbers = h === undefined ? [] : Array.from(h.data, Number);
    loaded.dispose();
    return numbers;
  };
  const written = await run(model("      z = x @ w + h @ u\n      h' = z * sigmoid(1.5 * z)", '', ''));
  const given = (use: string) => model("      h' = f(x @ w + h @ u)", use, ', f: "0.5 * tanh(2 * x)"');
  expect(written).toHaveLength(9);
  expect(await run(given(', f: "x * sigmoid(1.5 * x)"'))).toEqual(written);
  expect(await run(given(''))).not.toEqual(written);
});
