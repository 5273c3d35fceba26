import { Lexer, type YAMLParseError } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/yaml.ts';
import { composeTree } from './compose.ts';
import { parseYaml } from './document.ts';
import { guardText } from './guard.ts';
import type { TreeMap } from './tree.ts';

const STRAY = /^Unexpected .* in YAML stream/;

/**
 * Text → tree with places. Null where the text is not a YAML mapping within bounds; every reason has been reported.
 * @param origin `library`: a file of the cell library, which is within bounds
 */
export function parseFile(
  file: string,
  text: string,
  report: (d: Diagnostic) => void,
  origin: 'user' | 'library' = 'user',
): TreeMap | null {
  const refused = origin === 'library' ? null : guardText(file, text);
  if (refused !== null) {
    report(refused);
    return null;
  }
  const { document, errors, warnings } = parseYaml(text);
  reportSyntax(file, text, errors, report);
  if (errors.length > 0) return null;
  for (const warning of warnings) {
    const [start, end] = warning.pos;
    report(messages.unknownTag({ file, start, end }, text.slice(start, end)));
  }
  if (document === null) return null;
  if (document.directives?.yaml.version !== '1.2') {
    report(messages.yamlVersion({ file, start: 0, end: text.split(/\r?\n/, 1)[0]?.length ?? 0 }));
    return null;
  }
  if (document.contents === null) {
    report(messages.emptyFile({ file, start: 0, end: 0 }));
    return null;
  }
  const tree = composeTree(file, text, document, report);
  if (tree.kind === 'map') return tree;
  report(messages.notAMapping(tree.span));
  return null;
}

/** One mistake per line and kind: what follows on the same line is its consequence. */
function reportSyntax(
  file: string,
  text: string,
  errors: readonly YAMLParseError[],
  report: (d: Diagnostic) => void,
): void {
  const seen = new Set<string>();
  for (const error of errors) {
    const diagnostic = syntaxError(file, text, error);
    const line = text.lastIndexOf('\n', (diagnostic.span?.start ?? 0) - 1);
    const end = text.lastIndexOf('\n', error.pos[0] - 1);
    if (!seen.has(`${line}`) && !seen.has(`${end}`)) report(diagnostic);
    seen.add(`${line}`).add(`${end}`);
    // after such an error the parser no longer knows where it is, so its further errors mean nothing
    if (STRAY.test(error.message)) return;
  }
}

function syntaxError(file: string, text: string, error: YAMLParseError): Diagnostic {
  const [start, end] = error.pos;
  const span = { file, start: Math.min(start, text.length), end: Math.min(Math.max(start, end), text.length) };
  if (error.code === 'MULTIPLE_DOCS') return messages.severalDocuments(span);
  const before = text.slice(0, end);
  const equations = looseEquations(before, text);
  if (equations !== null) return messages.looseEquations({ file, ...equations }, error.message, span);
  if (error.code === 'MISSING_CHAR' && /Missing closing/.test(error.message)) {
    const opening = openQuote(text);
    if (opening !== null)
      return messages.unclosedQuote({ file, start: opening, end: opening + 1 }, text.charAt(opening));
  }
  const line = text.slice(before.lastIndexOf('\n', start - 1) + 1).split('\n', 1)[0] ?? '';
  if (/\]\s*\*\s*\w/.test(line)) return messages.multipliedList(span);
  if (STRAY.test(error.message)) return messages.strayText(span, text.slice(span.start, span.end));
  return messages.yamlSyntax(span, error.message);
}

/** The `equations:` in whose value the text breaks off, where that value is not a text block. */
function looseEquations(before: string, text: string): { readonly start: number; readonly end: number } | null {
  const at = before.lastIndexOf('equations:');
  if (at < 0) return null;
  const indent = before.slice(before.lastIndexOf('\n', at) + 1, at);
  if (indent.trim() !== '') return null;
  const [first = '', ...rest] = text.slice(at + 'equations:'.length, before.length).split('\n');
  if (/^\s*[|>]/.test(first)) return null;
  // a later line at the same or a smaller indentation starts another key
  const inside = rest.slice(0, -1).every((line) => line.trim() === '' || line.search(/\S/) > indent.length);
  return inside ? { start: at, end: at + 'equations'.length } : null;
}

/** The offset at which a quoted text starts that is still open at the end of the file; null where there is none. */
function openQuote(text: string): number | null {
  let offset = 0;
  let opening: number | null = null;
  for (const token of new Lexer().lex(text)) {
    if (token === '\x02' || token === '\x18' || token === '\x1f') continue;
    const quote = token.charAt(0);
    if ((quote === '"' || quote === "'") && (token.length === 1 || !token.endsWith(quote))) opening ??= offset;
    offset += token.length;
  }
  return opening;
}
