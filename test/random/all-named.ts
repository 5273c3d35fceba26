import { findUnreached } from '../../compiler/1-read/reach.ts';
import { readSpec } from '../../compiler/1-read/read.ts';
import { directionsOf, isStack } from '../../compiler/1-read/spec/spec.ts';

/** The model with one output more for whatever of its cell reaches nothing else, which would be a mistake. `outputs:` stands on a line of its own. */
export function withAllNamed(yaml: string): string {
  const { spec } = readSpec(yaml, { file: 'model.yaml', resolve: () => null });
  const layer = spec?.layers.find(isStack);
  if (spec === null || layer === undefined) return yaml;
  const [direction = ''] = directionsOf(layer);
  const lines = findUnreached(spec).flatMap(({ message }) => {
    const [, state, name = ''] = /^(state )?"(\w+)"/.exec(message) ?? [];
    const path = `${layer.name}.0.${direction}.step.${name}${state === undefined ? '' : "'"}`;
    return `  named_${name}_0_${direction}: ${path}\n`;
  });
  return lines.length === 0 ? yaml : withAllNamed(yaml.replace('\noutputs:\n', `\noutputs:\n${lines.join('')}`));
}
