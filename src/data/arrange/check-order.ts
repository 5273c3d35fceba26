import { type Ordered, seriesKey } from './arrange-rows.ts';

/** Whether rows stand by series and in the order of time as they are, so that nothing has to be held in memory. */
export class OrderCheck {
  readonly #rules: { readonly grouped: boolean; readonly timed: boolean; readonly repeats: boolean };
  readonly #known = new Set<string>();
  #key: string | null = null;
  #time = Number.NaN;
  #before: number | null = null;
  #inOrder = true;
  readonly #apart = new Set<string>();

  /** @param repeats rows of one time may follow each other */
  constructor(rules: { readonly grouped: boolean; readonly timed: boolean; readonly repeats: boolean }) {
    this.#rules = rules;
  }

  get inOrder(): boolean {
    return this.#inOrder;
  }

  /** Series whose rows do not stand together. */
  get apart(): number {
    return this.#apart.size;
  }

  /** The time before the last row in its series; null: it is the first. */
  get before(): number | null {
    return this.#before;
  }

  /** @returns why the row is out of order; null: it is not. */
  add(row: Ordered): 'order' | 'gathered' | 'repeated' | null {
    const { grouped, timed, repeats } = this.#rules;
    if (!grouped && !timed) return null;
    const key = seriesKey(row, grouped);
    const starts = key !== this.#key;
    const before = starts ? null : this.#time;
    this.#before = before;
    this.#key = key;
    this.#time = row.time;
    let why: 'order' | 'gathered' | 'repeated' | null = null;
    if (starts && this.#known.has(key)) {
      why = 'gathered';
      this.#apart.add(key);
    } else if (timed && before !== null && row.time < before) why = 'order';
    else if (timed && before !== null && row.time === before && !repeats) why = 'repeated';
    if (starts) this.#known.add(key);
    if (why !== null) this.#inOrder = false;
    return why;
  }
}
