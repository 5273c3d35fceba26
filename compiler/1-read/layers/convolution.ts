import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import type { LayerSpec } from '../spec/spec.ts';
import { functionOf } from '../values/function-value.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import { booleanOf, field, textOf } from '../yaml/tree.ts';
import { type LayerSite, readInput, readShared } from './layer-site.ts';

/** A convolution over steps. Null after a mistake, which has been reported. */
export function readConv1d(site: LayerSite): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const units = numberOf(context, field(map, 'units'), `units of layer "${name}"`, ranges.size);
  const kernelSize = numberOf(context, field(map, 'kernel_size'), `kernel_size of layer "${name}"`, ranges.kernel);
  const spread = map.entries.get('dilation');
  const dilation =
    spread === undefined ? 1 : numberOf(context, spread.value, `dilation of layer "${name}"`, ranges.dilation)?.value;
  const where = map.entries.get('padding');
  const padding = where === undefined ? 'causal' : PADDINGS.find((word) => word === textOf(where.value));
  const biasTree = field(map, 'bias');
  const bias = biasTree === undefined ? true : booleanOf(biasTree);
  const written = field(map, 'activation');
  const function_ = written === undefined ? null : functionOf(context, written);
  const shared = readShared(site, bias === false ? ['kernel'] : ['kernel', 'bias']);
  let whole = written === undefined || function_ !== null;
  if (kernelSize?.value === 1)
    for (const entry of [spread, where])
      if (entry !== undefined) {
        const why = 'a kernel of one step reads that step alone';
        context.report(
          schemaMessages.noEffect(entry.key, `${entry.name} of layer "${name}"`, why, 'remove it, or set kernel_size'),
        );
        whole = false;
      }
  if (input === null || units === null || kernelSize === null || dilation === undefined || padding === undefined)
    return null;
  if (bias === null || shared === null || !whole) return null;
  const isLinear = function_?.kind === 'function' && function_.name === 'linear';
  return {
    type: 'conv1d',
    name,
    span,
    ...shared,
    input,
    units,
    kernelSize,
    dilation,
    padding,
    paddingSpan: where?.value.span ?? span,
    bias,
    activation: isLinear ? null : function_,
  };
}

const PADDINGS = ['causal', 'same'] as const;
