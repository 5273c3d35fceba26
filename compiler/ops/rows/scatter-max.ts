import { evaluateDim } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import type { EvaluateRule, OpDef } from '../op/op.ts';
import { two } from '../op/operands.ts';
import { zeros64 } from '../op/tensor64.ts';
import { eachScattered, requireRows, scatteredWidth } from './scatter.ts';

/** The greatest of x [..., D] in each column, by index; NaN if any is, 0 in rows without one; the index -1 counts for nothing. */
export const scatter_max: OpDef<'scatter_max'> = {
  level: 'core',
  infer: (inputs, { rows }) => {
    const [indices, x] = two('scatter_max', inputs);
    const width = scatteredWidth('scatter_max', indices, x, 0);
    requireRows('scatter_max', rows);
    return [{ dtype: 'float32', shape: [rows, width] }];
  },
};

/** @throws RangeError for an index outside the table other than -1. */
export const evaluateScatterMax: EvaluateRule<'scatter_max'> = (inputs, attrs, { sizes }) => {
  const [indices, x] = two('scatter_max', inputs);
  const rows = evaluateDim(attrs.rows, sizes);
  const width = x.shape.at(-1) ?? 1;
  const result = zeros64('float32', [rows, width]);
  eachScattered(indices, rows, width, (_, to) => {
    result.data.fill(Number.NEGATIVE_INFINITY, to, to + width);
  });
  eachScattered(indices, rows, width, (from, to) => {
    for (let j = 0; j < width; j++) result.data[to + j] = Math.max(result.data[to + j] ?? 0, x.data[from + j] ?? 0);
  });
  return [result];
};

/** Entries that tie for the greatest share its cotangent evenly, as those of `reduce_max` do. */
export const scatterMaxGradient: GradientRule<'scatter_max'> = (terms, site) => {
  const [indices, x] = [site.input(0), site.input(1)];
  const of = (table: ReturnType<typeof site.output>) => terms.emit('gather', [table, indices], {});
  const is = terms.emit('equal', [x, of(site.output(0))], {});
  const share = terms.emit('cast', [is], { dtype: 'float32' });
  const ties = of(terms.emit('scatter_add', [indices, share], { rows: site.attrs.rows }));
  // entries with the index -1 go nowhere, so they take no share
  const parts = terms.emit('maximum', [ties, terms.number(1)], {});
  return [null, terms.mul(terms.div(share, parts), of(site.cotangent(0)))];
};
