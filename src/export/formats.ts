import type { Exporter } from './model/exporter.ts';
import { onnx } from './onnx/export-onnx.ts';
import { pytorch } from './pytorch/export-pytorch.ts';
import { safetensors } from './safetensors.ts';
import { tfjs } from './tfjs/export-tfjs.ts';

/** What `rnnc export --to` takes. */
export const FORMATS: { readonly [format: string]: Exporter } = { onnx, pytorch, safetensors, tfjs };
