/** Measures how much room the rows of a part have for windows, to say which ones would fit where none does. */
export class WindowRoom {
  /** Most rows of the part that follow each other. */
  own = 0;
  /** Most rows that a window may be cut from, with those of earlier parts before, where enough are of the part itself. */
  all = 0;
  readonly #targets: number;
  #pastOfRun = 0;
  #ownOfRun = 0;

  /** @param targets rows that the targets alone take */
  constructor(targets: number) {
    this.#targets = targets;
  }

  /** A row of the part. @param past rows before it that a window may read, where it is the first after a break; null: it goes on. */
  add(past: number | null): void {
    if (past !== null) {
      this.#pastOfRun = past;
      this.#ownOfRun = 0;
    }
    this.#ownOfRun++;
    this.own = Math.max(this.own, this.#ownOfRun);
    if (this.#ownOfRun >= this.#targets) this.all = Math.max(this.all, this.#pastOfRun + this.#ownOfRun);
  }
}
