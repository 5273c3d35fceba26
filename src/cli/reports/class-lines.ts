import type { ClassFigures, ClassTable } from '../../train/metrics/class-counts.ts';
import { formatFigure } from '../../train/report/figures.ts';
import { aligned } from './aligned.ts';

/** Classes that a table of counts shows; the figures by class show all. */
const SHOWN = 12;

/** Figures by class, their averages, and the counts of right classes against those that were said. */
export function classLines({ labels, positive, counts, of, figures, macro, weighted }: ClassTable): readonly string[] {
  const line = (name: string, f: ClassFigures, count: string): readonly string[] => [
    name,
    formatFigure(f.precision),
    formatFigure(f.recall),
    formatFigure(f.f1),
    count,
  ];
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const all = `${totals.reduce((a, b) => a + b, 0)}`;
  const byClass = aligned(
    [
      ['class', 'precision', 'recall', 'F1', of],
      ...figures.map((f, c) =>
        line(`${labels[c] ?? c}${labels[c] === positive ? ' (positive)' : ''}`, f, `${totals[c] ?? 0}`),
      ),
      line('mean of classes (macro)', macro, all),
      line(`weighted by ${of}`, weighted, all),
    ],
    (i) => i === 0,
  );
  if (labels.length > SHOWN) return byClass;
  const table = aligned(
    [['right \\ said', ...labels], ...counts.map((row, c) => [labels[c] ?? `${c}`, ...row.map(String)])],
    (i) => i === 0,
  );
  return [...byClass, '', ...table];
}
