/** Small made-up data for each task, always the same. */

export const startTasks = ['forecast', 'classify', 'tag', 'text', 'tree', 'adding'] as const;
export type StartTask = (typeof startTasks)[number];

export interface Sample {
  /** How its name ends. */
  readonly ending: 'csv' | 'ndjson' | 'txt' | 'brackets';
  readonly text: string;
  /** The column that is said; null where there are no columns. */
  readonly target: string | null;
}

/** Numbers from 0 to below 1 that follow from a seed: a linear congruential generator (Numerical Recipes). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}
const lines = (list: readonly string[]): string => `${list.join('\n')}\n`;
const times = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Sales of a shop by day: a weekly rhythm, a slow rise, days with an offer. */
function sales(): string {
  const random = numbers(1);
  return lines([
    'date,offer,sales',
    ...times(240, (day) => {
      const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
      const offer = random.next().value < 0.15 ? 1 : 0;
      const rhythm = 20 * Math.sin((2 * Math.PI * day) / 7);
      return `${date},${offer},${(100 + 0.2 * day + rhythm + 30 * offer + 6 * random.next().value).toFixed(1)}`;
    }),
  ]);
}

const subjects = ['the soup', 'the room', 'the film', 'the trip', 'the book', 'our evening', 'this hotel', 'her song'];
const verdicts = {
  good: ['was wonderful', 'made us happy', 'was a delight', 'could not be better', 'was fresh and kind', 'is worth it'],
  bad: ['was a disaster', 'made us sad', 'was dull and cold', 'could not be worse', 'fell apart', 'is a waste of time'],
} as const;

/** Remarks, and whether they are good or bad. */
function remarks(): string {
  const random = numbers(2);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  return lines([
    'text,opinion',
    ...times(160, () => {
      const opinion = random.next().value < 0.5 ? 'good' : 'bad';
      return `${one(subjects)} ${one(verdicts[opinion])},${opinion}`;
    }),
  ]);
}

const kinds: { readonly [tag: string]: readonly string[] } = {
  the: ['the', 'a', 'every', 'this'],
  noun: ['dog', 'sailor', 'garden', 'letter', 'river', 'teacher'],
  adjective: ['old', 'green', 'quiet', 'small'],
  verb: ['sees', 'finds', 'follows', 'paints'],
};
const patterns = [
  ['the', 'noun', 'verb', 'the', 'noun'],
  ['the', 'adjective', 'noun', 'verb', 'the', 'noun'],
  ['the', 'noun', 'verb', 'the', 'adjective', 'noun'],
];

/** Sentences as lists of words, with a tag for each. */
function sentences(): string {
  const random = numbers(3);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  return lines(
    times(120, () => {
      const tags = one(patterns);
      return JSON.stringify({ words: tags.map((tag) => one(kinds[tag] ?? [])), tags });
    }),
  );
}

/** Verses of a made-up counting rhyme. */
function rhyme(): string {
  const random = numbers(4);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  return lines(
    times(
      80,
      (i) =>
        `${one(['one', 'two', 'three', 'four'])} ${one(kinds.adjective ?? [])} ${one(kinds.noun ?? [])}s ${one(['sing', 'dance', 'sleep'])}${i % 4 === 3 ? '.' : ','}`,
    ),
  );
}

/** Sentences as binary trees; 0 to 4 at a node says how good it is. */
function trees(): string {
  const random = numbers(5);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  const good = ['superb', 'warm', 'brilliant'];
  const bad = ['dull', 'clumsy', 'dreadful'];
  return lines(
    times(80, () => {
      const isGood = random.next().value < 0.5;
      const isTurned = random.next().value < 0.3;
      const own = isGood ? 4 : 0;
      const all = isTurned ? 4 - own : own;
      const judgement = `(${own} ${one(isGood ? good : bad)})`;
      const said = isTurned ? `(${all} (2 not) ${judgement})` : judgement;
      return `(${all} (2 (2 the) (2 ${one(['film', 'story', 'cast'])})) (${all} (2 is) ${said}))`;
    }),
  );
}

/** The data of a task; null where the model makes its own. */
export function sampleOf(task: StartTask): Sample | null {
  switch (task) {
    case 'forecast':
      return { ending: 'csv', text: sales(), target: 'sales' };
    case 'classify':
      return { ending: 'csv', text: remarks(), target: 'opinion' };
    case 'tag':
      return { ending: 'ndjson', text: sentences(), target: 'tags' };
    case 'text':
      return { ending: 'txt', text: rhyme(), target: null };
    case 'tree':
      return { ending: 'brackets', text: trees(), target: null };
    case 'adding':
      return null;
  }
}
