/** What takes the steps of a stream, and how they and what is said of them are written. */
export interface Stepper<Told> {
  /** Whether a step may be a text. */
  readonly takesTexts: boolean;
  /** Names of what is said, for the first line of CSV. @throws RnncError where CSV can't hold it */
  readonly columns: readonly string[];
  /**
   * One step; the state moves along. What is said may be of earlier steps, for which this one was waited for: always of the first of which nothing was said.
   * @param given what a line of JSON holds, or what `csv` made of a line
   * @throws RnncError with every mistake that is found; the state is then as it was
   */
  step(given: unknown): readonly Told[];
  /** What is to be said of the last steps of a sequence, where no others come. */
  finish(): readonly Told[];
  /** Back to the start values. */
  reset(): void;
  toJson(told: Told): string;
  /** In the order of `columns`. */
  toFields(told: Told): readonly string[];
  /**
   * How a stream of CSV is read whose first line is this one.
   * @throws RnncError where the model can't be given CSV, or the line does not name the columns that it needs
   */
  csv(first: string): CsvForm;
}

export interface CsvForm {
  /** Whether the first line names the columns, and is no step. */
  readonly hasHeader: boolean;
  /** @throws RnncError for a line that is no such row */
  read(line: string): unknown;
}
