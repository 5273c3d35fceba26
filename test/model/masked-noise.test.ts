import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const UNITS = 3;
/** By step: at the first and the third there is nothing. */
const m = [0, 1, 0, 1, 1];
const x = [
  [9, -9],
  [0.5, -1],
  [7, 7],
  [2, 0.25],
  [-0.5, 1],
];
const counted = m.flatMap((counts, t) => (counts === 1 ? [t] : []));

/** Masks of a site, each row of them drawn by its step: what stays is the same whether or not steps are left out. */
const noise = (steps: readonly number[], width: number, salt: number) => ({
  shape: [1, steps.length, width],
  data: Float32Array.from(
    steps.flatMap((t) => Array.from({ length: width }, (_, u) => Number((t * 7 + u * 5 + salt) % 3 !== 0))),
  ),
});

const model = (wrap: string) => `inputs:
  x: {shape: [batch, time, 2]}
  m: {shape: [batch, time]}
layers:
  r: {type: recurrent, input: x, cell: {lstm: {units: ${UNITS}}}, wrap: [${wrap}], mask: m, padding: zero}
outputs: {y: r, last: r.last, c: r.final.c, h: r.final.h, mean: r.mean}
`;
const DROPOUT = '{dropout: {input_keep_prob: 0.6, output_keep_prob: 0.7, state_keep_prob: 0.8}}';
const ZONEOUT = '{zoneout: {rate: {c: 0.5, h: 0.2}}}';

test.each([
  ['dropout', DROPOUT],
  ['zoneout', ZONEOUT],
  ['zoneout inside dropout', `${ZONEOUT}, ${DROPOUT}`],
  ['dropout inside zoneout', `${DROPOUT}, ${ZONEOUT}`],
])('%s: a masked run gives what one without those steps gives, in training too', async (_, wrap) => {
  const loaded = await load(compile(model(wrap)));
  try {
    const sites: readonly [string, number, number][] = [
      ...(wrap.includes('dropout')
        ? ([
            ['dropout.input', 2, 1],
            ['dropout.output', UNITS, 2],
            ['dropout.state.h', UNITS, 0],
          ] as const)
        : []),
      ...(wrap.includes('zoneout')
        ? ([
            ['zoneout.h', UNITS, 2],
            ['zoneout.c', UNITS, 0],
          ] as const)
        : []),
    ].map(([site, width, salt]) => [`r.0.forward.${site}`, width, salt]);
    for (const variant of ['inference', 'training'] as const) {
      const feeds = (steps: readonly number[]) => ({
        x: [steps.map((t) => x[t] ?? [])],
        m: [steps.map((t) => m[t] ?? 0)],
        ...(variant === 'inference'
          ? {}
          : Object.fromEntries(sites.map(([site, width, salt]) => [site, noise(steps, width, salt)]))),
      });
      const whole = loaded.run(feeds([...x.keys()]), { variant });
      const short = loaded.run(feeds(counted), { variant });
      for (const name of ['last', 'c', 'h', 'mean'])
        short[name]?.data.forEach((value, i) => {
          expect(whole[name]?.data[i], `${name}[${i}] of ${variant}`).toBeCloseTo(value, 6);
        });
      const rows = whole.y?.toArray() as number[][][];
      const expected = short.y?.toArray() as number[][][];
      m.forEach((counts, t) => {
        const row = counts === 1 ? (expected[0]?.[counted.indexOf(t)] ?? []) : Array(UNITS).fill(0);
        row.forEach((value, u) => {
          expect(rows[0]?.[t]?.[u], `step ${t} of ${variant}`).toBeCloseTo(value, 6);
        });
      });
    }
  } finally {
    loaded.dispose();
  }
});
