import Papa from 'papaparse';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { quotedField } from '../reports/predictions.ts';
import * as say from './messages.ts';

/** The fields of a line. @throws RnncError where its quotes do not fit */
export function fieldsOf(line: string, delimiter: string): readonly string[] {
  const { data, errors } = Papa.parse<string[]>(line, { delimiter });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes !== undefined) throw new RnncError([say.quotes(quotes.message)]);
  return data[0] ?? [];
}

/** A row as CSV has it. A single field without anything is "", since a line without anything begins a new sequence. */
export const toRow = (fields: readonly string[]): string =>
  fields.length === 1 && fields[0] === '' ? '""' : fields.map(quotedField).join(',');
