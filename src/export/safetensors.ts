import { writeSafetensors } from '../artifact/safetensors.ts';
import type { Exporter } from './model/exporter.ts';

/** The weights under the model's own paths, as `--weights` takes them. */
export const safetensors: Exporter = {
  description: "weights alone, under the model's paths, as --weights takes them",
  ending: '.safetensors',
  exportModel: ({ weights, file }) => ({
    files: [{ name: file, content: writeSafetensors(weights, new Map()) }],
    report: [...weights].map(([path, { shape }]) => `${path} [${shape.join(', ')}]`),
  }),
};
