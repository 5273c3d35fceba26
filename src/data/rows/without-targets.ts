interface Pending {
  readonly order: number;
  /** The row is one that can't be used after all. */
  readonly tell: () => void;
}

/**
 * Rows without a value of what is forecast. Behind the last row of their series that has one, they are what is known ahead; before it they
 * can't be used.
 */
export class WithoutTargets {
  readonly #timed: boolean;
  readonly #pending = new Map<string, Pending[]>();
  readonly #latest = new Map<string, number>();
  #rows = 0;

  /** @param timed whether times order the rows. */
  constructor(timed: boolean) {
    this.#timed = timed;
  }

  /** A row that has a target, or part of one. */
  seen(series: string, time: number): void {
    const order = this.#orderOf(time);
    const latest = Math.max(order, this.#latest.get(series) ?? order);
    this.#latest.set(series, latest);
    const pending = this.#pending.get(series);
    if (pending === undefined) return;
    const later = pending.filter((row) => row.order > latest);
    for (const row of pending) if (row.order <= latest) row.tell();
    if (later.length === 0) this.#pending.delete(series);
    else this.#pending.set(series, later);
  }

  /** @param series null: it can't be told */
  add(series: string | null, time: number, tell: () => void): void {
    const order = this.#orderOf(time);
    if (series === null || Number.isNaN(order) || order <= (this.#latest.get(series) ?? Number.NEGATIVE_INFINITY)) {
      tell();
      return;
    }
    const pending = this.#pending.get(series);
    if (pending === undefined) this.#pending.set(series, [{ order, tell }]);
    else pending.push({ order, tell });
  }

  #orderOf(time: number): number {
    return this.#timed ? time : ++this.#rows;
  }

  /**
   * Rows behind the last targets.
   * @param isApart whether rows of a series without any are ahead too, where others have some
   */
  end(isApart: boolean): number {
    let count = 0;
    for (const [series, pending] of this.#pending)
      if (this.#latest.has(series) || (isApart && this.#latest.size > 0)) count += pending.length;
      else for (const row of pending) row.tell();
    return count;
  }
}
