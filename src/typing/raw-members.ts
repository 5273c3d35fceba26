import { isOfClasses } from '../answers/classify.ts';
import { isTold } from '../answers/decode.ts';
import { isOfNumbers, recipeOf } from '../answers/trained.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import type { ColumnRecipe, FeedRecipe, Preprocessing } from '../data/dataset/preprocessing.ts';
import { hasTime } from '../data/encode/encode.ts';
import { isPrevious } from '../data/encode/previous/marked-steps.ts';
import { sourcesOf } from '../data/rows/reading.ts';
import { labelsOf } from '../data/table/preprocess.ts';
import { quantileName } from '../uncertainty/heads.ts';
import { block, type Member, quoted, unionOf } from './members.ts';

/** Of more classes only that they are texts is said. */
const MOST_LABELS = 200;
/** Of which nothing is known. */
const anything = (key: string): string => `rnnc.AnyModel['${key}']`;

/** Raw units: columns of rows, answers and classes. A model that was not trained takes none. */
export function rawMembers(record: TrainingRecord | null): readonly Member[] {
  if (record === null)
    return [
      { name: 'row', type: 'never', note: 'no raw units: it was not trained' },
      ...['prediction', 'forecast', 'labels', 'stepLabels'].map((name) => ({ name, type: 'never' })),
    ];
  const classes = record.tasks.filter(({ loss }) => isOfClasses(loss));
  const labelsWhere = (overSteps: boolean): string => {
    const task = classes.find((each) => hasTime(recipeOf(record, each.target)) === overSteps);
    return task === undefined ? 'never' : labelType(record, task);
  };
  return [
    { name: 'row', type: rowType(record.preprocessing) },
    { name: 'prediction', type: predictionType(record) },
    { name: 'forecast', type: forecastType(record) ?? 'never' },
    { name: 'labels', type: labelsWhere(false) },
    { name: 'stepLabels', type: labelsWhere(true) },
  ];
}

/** A row of the data: what the inputs read, then what may stand beside it. */
function rowType(preprocessing: Preprocessing): string {
  const { feeds, cells = {}, columns, group, time } = preprocessing;
  if (preprocessing.kind !== 'table') return anything('row');
  const members = new Map<string, Member>();
  const take = (member: Member): void => {
    const known = members.get(member.name);
    if (known === undefined || known.isOptional === true) members.set(member.name, member);
  };
  for (const feed of Object.values(feeds)) {
    if (feed.from !== 'columns') continue;
    for (const name of feed.columns) {
      const cell = Object.hasOwn(cells, name) ? (cells[name] ?? {}) : {};
      const isDerived = cell.calendar !== undefined || cell.maskOf !== undefined;
      for (const source of sourcesOf(name, cell)) {
        if (cell.lettersOf !== undefined) {
          take({ name: source, type: 'rnnc.RawText', isOptional: !isRead(feed) || cell.fill !== undefined });
          continue;
        }
        if (isDerived && source !== name) {
          take({ name: source, type: 'unknown', isOptional: cell.maskOf !== undefined });
          continue;
        }
        const isOptional = !isRead(feed) || cell.fill !== undefined;
        take({ name: source, ...cellType(columns[name]), isOptional });
      }
    }
  }
  for (const name of [...(group === null ? [] : [group]), ...(time?.columns ?? [])])
    take({ name, type: 'rnnc.RawText', isOptional: true });
  // a column of another name may stand beside them
  return `${block([...members.values()], 2)} & ${anything('row')}`;
}

/** Whether every row that is given must have the columns of a feed. */
const isRead = (feed: Extract<FeedRecipe, { readonly from: 'columns' }>): boolean =>
  feed.role === 'input' && !isPrevious(feed) && !['horizon', 'next'].includes(feed.part);

function cellType(column: ColumnRecipe | undefined): Pick<Member, 'type' | 'note'> {
  if (column?.type === 'number') return { type: 'rnnc.RawNumber' };
  if (column?.type === 'category') {
    const some = column.values.slice(0, 12).join(', ');
    return { type: 'rnnc.RawText', note: `one of ${some}${column.values.length > 12 ? ', …' : ''}` };
  }
  return { type: column?.type === 'text' || column?.type === 'time' ? 'rnnc.RawText' : 'unknown' };
}

function labelType({ preprocessing }: TrainingRecord, { target }: TrainedTask): string {
  const recipe = preprocessing.feeds[target];
  const several = recipe?.from === 'columns' && recipe.columns.length > 1 ? recipe.columns : null;
  const labels = labelsOf(preprocessing, target) ?? several;
  return labels === null || labels.length > MOST_LABELS ? 'string' : unionOf(labels);
}

/** Ends of the names of a column, by the loss that it was compared with. */
const suffixes = ({ loss, quantiles = [] }: TrainedTask): readonly string[] => {
  if (loss === 'quantile') return quantiles.map((tau) => `.${quantileName(tau)}`);
  return loss === 'gaussian_nll' ? ['.mean', '.stddev'] : [''];
};

const columnsOf = (recipe: FeedRecipe): readonly string[] => (recipe.from === 'columns' ? recipe.columns : []);

/** A row of a forecast; null where the model makes none. */
function forecastType(record: TrainingRecord): string | null {
  const { windows, kind, group, time } = record.preprocessing;
  if (kind !== 'table' || windows === null) return null;
  const ahead = record.tasks.filter((task) => {
    const recipe = recipeOf(record, task.target);
    return (
      isOfNumbers(task.loss) &&
      task.output !== null &&
      recipe.from === 'columns' &&
      (recipe.part === 'horizon' || recipe.part === 'next')
    );
  });
  if (ahead.length === 0) return null;
  const numbers = ahead.flatMap((task) =>
    columnsOf(recipeOf(record, task.target)).flatMap((name) => suffixes(task).map((end) => `${name}${end}`)),
  );
  const places = [...(group === null ? [] : [group]), ...(time?.columns ?? [])];
  const members = new Map<string, Member>([
    ...places.map((name) => [name, { name, type: 'string | number' }] as const),
    ...numbers.map((name) => [name, { name, type: 'number' }] as const),
  ]);
  return block([...members.values()], 2);
}

/** What is predicted of a sample. Where it is not plain of what form that is, any value may come. */
function predictionType(record: TrainingRecord): string {
  const { preprocessing } = record;
  const { kind, windows, sequence, feeds } = preprocessing;
  const told = record.tasks.filter(isTold);
  const isPlain = kind === 'table' && sequence !== true && told.length > 0;
  const readsItself = Object.values(feeds).some((feed) => feed.from === 'columns' && isPrevious(feed));
  if (!isPlain || readsItself) return anything('prediction');
  const forecast = forecastType(record);
  if (forecast !== null) return forecast;
  if (windows !== null) return anything('prediction');
  return block(
    [...new Map(told.toReversed().flatMap((task) => predicted(record, task).map((m) => [m.name, m]))).values()],
    2,
  );
}

function predicted(record: TrainingRecord, task: TrainedTask): readonly Member[] {
  const recipe = recipeOf(record, task.target);
  const columns = columnsOf(recipe);
  const listed = (type: string): string => (hasTime(recipe) ? `readonly (${type})[]` : type);
  if (!isOfClasses(task.loss)) {
    const [, width] = recipe.dims.slice(hasTime(recipe) ? 1 : 0);
    const isScalar = recipe.dims.length <= 2 + Number(hasTime(recipe)) && (width ?? 1) === columns.length;
    const type = isScalar ? listed('number') : 'rnnc.PredictedValue';
    return columns.flatMap((name) => suffixes(task).map((end) => ({ name: `${name}${end}`, type })));
  }
  const [name = task.target] = columns;
  if (columns.length > 1) return columns.map((column) => ({ name: column, type: listed('number') }));
  return [
    { name, type: listed(labelType(record, task)) },
    { name: `${name}.probability`, type: listed('number'), note: `of ${quoted(name)}` },
  ];
}
