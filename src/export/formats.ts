import type { Exporter } from './model/exporter.ts';
import { onnx } from './onnx/export-onnx.ts';
import { tfjs } from './tfjs/export-tfjs.ts';

/** What `rnnc export --to` takes. */
export const FORMATS: { readonly [format: string]: Exporter } = { onnx, tfjs };
