import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const requireFrom = createRequire(import.meta.url);
const { version } = requireFrom('rnnc/package.json') as { readonly version: string };

export const PACKAGE_VERSION = version;
/** The model schema that this version of rnnc checks against. */
export const MODEL_SCHEMA_FILE = requireFrom.resolve('rnnc/schema/model.schema.json');
/** The page that `rnnc playground` serves. */
export const PLAYGROUND_FOLDER = join(dirname(requireFrom.resolve('rnnc/package.json')), 'dist/playground');
