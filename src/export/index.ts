export { FORMATS } from './formats.ts';
export { everyWeight } from './model/every-weight.ts';
export type { Exported, Exporter, ModelToExport } from './model/exporter.ts';
