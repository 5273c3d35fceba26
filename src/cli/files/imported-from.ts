import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { readText, shownName } from './files.ts';
import * as say from './messages.ts';

/** Text of an imported file, null where there is none. @throws RnncError where it can't be read, or a link leads out of the folder. */
export function importedFrom(folder: string): (path: string) => string | null {
  return (path) => {
    const file = join(folder, path);
    if (!existsSync(file)) return null;
    const root = realpathSync(folder);
    if (!realpathSync(file).startsWith(root.endsWith(sep) ? root : root + sep))
      throw new RnncError([say.importOutside(shownName(file))]);
    return readText(file);
  };
}
