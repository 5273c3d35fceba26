import type { Problem } from '../work/messages.ts';
import { element } from './elements.ts';

/** Mistakes one below the other, each a button to its place where it has one. */
export function problemList(problems: readonly Problem[], go: ((problem: Problem) => void) | null): HTMLElement {
  return element('ul', { class: 'problems' }, ...problems.map((problem) => problemItem(problem, go)));
}

function problemItem(problem: Problem, go: ((problem: Problem) => void) | null): HTMLElement {
  const { severity, message, place } = problem;
  const where = place === null ? '' : `line ${place.line}, column ${place.column}`;
  const head = [
    element('b', {}, severity),
    ' ',
    ...(where === '' ? [] : [placeElement(where, problem, go), ' ']),
    message,
  ];
  return element('li', { class: severity }, element('p', {}, ...head), ...details(problem));
}

function placeElement(where: string, problem: Problem, go: ((problem: Problem) => void) | null): HTMLElement {
  if (go === null) return element('span', { class: 'place' }, where);
  const button = element('button', { type: 'button', class: 'place' }, where);
  button.addEventListener('click', () => go(problem));
  return button;
}

/** What was expected and found, and what to do, one line each. */
export function details({ expected, found, fix, notes }: Problem): readonly HTMLElement[] {
  const lines = [
    ['expected', expected],
    ['found', found],
    ['fix', fix],
    ...notes.map((note) => ['note', note] as const),
  ] as const;
  const known = lines.filter(([, text]) => text !== null && text !== '');
  if (known.length === 0) return [];
  return [
    element('dl', {}, ...known.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text ?? '')])),
  ];
}
