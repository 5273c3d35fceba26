import { parseDocument, type YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/read.ts';
import { composeTree } from './compose.ts';
import { guardText } from './guard.ts';
import type { TreeMap } from './tree.ts';

/** Text → tree with places. Null where the text is not a YAML mapping within bounds; every reason has been reported. */
export function parseFile(file: string, text: string, report: (d: Diagnostic) => void): TreeMap | null {
  const refused = guardText(file, text);
  if (refused !== null) {
    report(refused);
    return null;
  }
  // uniqueKeys compares every pair of keys; the composer reports duplicates in linear time, with both places
  const document = parseDocument(text, { uniqueKeys: false, merge: false, version: '1.2', prettyErrors: false });
  for (const error of document.errors) report(syntaxError(file, text, error));
  if (document.errors.length > 0) return null;
  for (const warning of document.warnings) {
    const [start, end] = warning.pos;
    report(messages.unknownTag({ file, start, end }, text.slice(start, end)));
  }
  if (document.directives?.yaml.version !== '1.2') {
    report(messages.yamlVersion({ file, start: 0, end: text.split(/\r?\n/, 1)[0]?.length ?? 0 }));
    return null;
  }
  if (document.contents === null) {
    report(messages.emptyFile({ file, start: 0, end: 0 }));
    return null;
  }
  const tree = composeTree(file, text, document, report);
  if (tree === null) return null;
  if (tree.kind === 'map') return tree;
  report(messages.notAMapping(tree.span));
  return null;
}

function syntaxError(file: string, text: string, error: YAMLParseError): Diagnostic {
  const [start, end] = error.pos;
  const span = { file, start: Math.min(start, text.length), end: Math.min(Math.max(start, end), text.length) };
  if (error.code === 'MULTIPLE_DOCS') return messages.severalDocuments(span);
  const before = text.slice(0, end);
  if (isInsideLooseEquations(before, text)) return messages.looseEquations(span, error.message);
  const line = text.slice(before.lastIndexOf('\n', start - 1) + 1).split('\n', 1)[0] ?? '';
  if (/\]\s*\*\s*\w/.test(line)) return messages.multipliedList(span);
  return messages.yamlSyntax(span, error.message);
}

/** Whether the text breaks off inside the value of an `equations:` that is not a text block. */
function isInsideLooseEquations(before: string, text: string): boolean {
  const at = before.lastIndexOf('equations:');
  if (at < 0) return false;
  const lineStart = before.lastIndexOf('\n', at) + 1;
  const indent = before.slice(lineStart, at);
  if (indent.trim() !== '') return false;
  const [first = '', ...rest] = text.slice(at + 'equations:'.length, before.length).split('\n');
  if (/^\s*[|>]/.test(first)) return false;
  // a later line at the same or a smaller indentation starts another key
  return rest.slice(0, -1).every((line) => line.trim() === '' || line.search(/\S/) > indent.length);
}
