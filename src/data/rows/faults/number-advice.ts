import { formInWords, type NumberForm, numberReader, THOUSANDS } from '../../dataset/number-form.ts';

/** What is said of a value that is no number of its column. */
export interface NumberAdvice {
  /** What numbers of the column look like; null: it goes without saying. */
  readonly expected: string | null;
  readonly fix: string;
  /** Equal where the same helps. */
  readonly kind: string;
  /** What helps where several rows have such values; absent: the same. */
  readonly fixOfAll?: (shown: readonly string[]) => string;
}

/**
 * Tells values that stand for none from numbers in another form than those of the column.
 * @param isUsual nothing is known of the form but the decimal sign
 * @param trained it can't be changed any more: the model was trained with it
 * @returns advice on a value, as it is shown and, if it is one, as a text
 */
export function numberAdvice(
  form: NumberForm,
  isUsual: boolean,
  trained: boolean,
): (shown: string, text: string | null) => NumberAdvice {
  const words = formInWords(form) ?? 'numbers with a decimal point';
  // made where a value is at fault, since most columns have none
  const others = () =>
    otherDigits(form).map((digits) => {
      const { thousands: _, ...rest } = form;
      return { settings: settingsOf(digits), read: numberReader({ ...rest, ...digits }) };
    });
  let known: ReturnType<typeof others> | null = null;
  const alike = `write it as the others are: ${words}`;
  return (shown, text) => {
    const readings = new Map<number, string>();
    if (text !== null) known ??= others();
    if (text !== null)
      for (const { settings, read } of known ?? []) {
        const value = read(text);
        if (value !== null && !readings.has(value)) readings.set(value, settings);
      }
    if (readings.size > 0) {
      const said = [...readings].map(([value, settings]) => `columns: {NAME: ${settings}} where it is ${value}`);
      const whole = [...readings.values()].map((settings) => `columns: {NAME: ${settings}}`);
      const ofColumn = (settings: readonly string[]): string =>
        `${alike}; or, where the whole column may have it, say how: ${settings.join(', ')}`;
      const asTrained = `write it as the numbers of the training were: ${words}`;
      return {
        expected: words,
        fix: trained ? asTrained : ofColumn(said),
        kind: whole.join(),
        ...(trained ? {} : { fixOfAll: () => ofColumn(whole) }),
      };
    }
    const expected = isUsual ? null : words;
    if (trained)
      return { expected, kind: '', fix: isUsual ? SUCH : `write it as the numbers of the training were: ${words}` };
    const typed = isUsual ? `${SUCH}, or give the column another type` : alike;
    // a marker that is cut off matches nothing
    const isNumberLike = text === null || /\d/.test(text) || text.length > LONGEST_MARKER;
    const withMarkers = (markers: readonly string[]): string =>
      `${typed}; if it stands for no value: columns: {NAME: {missing: [${markers.join(', ')}], fill: skip}}`;
    if (isNumberLike) return { expected, fix: typed, kind: 'typed' };
    const asClasses = 'where its words are classes: columns: {NAME: {type: category}}';
    // many words are values, not marks for none: to leave their rows out would leave nothing
    const ofAll = (markers: readonly string[]): string =>
      markers.length === 1
        ? withMarkers(markers)
        : markers.length > MARKERS
          ? `${typed}; ${asClasses}`
          : `${asClasses}; otherwise ${withMarkers(markers)}`;
    return { expected, fix: withMarkers([shown]), kind: 'marker', fixOfAll: ofAll };
  };
}
const LONGEST_MARKER = 40;
/** A column with more words than these has no marks for missing values. */
const MARKERS = 2;
const SUCH = 'write a number such as -1.5 or 2e-3';

type Digits = Pick<NumberForm, 'decimal' | 'thousands'>;

/** Every other form of digits, those that are nearest first. */
function otherDigits({ decimal, thousands }: Digits): readonly Digits[] {
  const signs = decimal === '.' ? (['.', ','] as const) : ([',', '.'] as const);
  return signs.flatMap((sign): readonly Digits[] =>
    [undefined, ...THOUSANDS].flatMap((separator) =>
      separator === sign || (sign === decimal && separator === thousands)
        ? []
        : [{ decimal: sign, ...(separator === undefined ? {} : { thousands: separator }) }],
    ),
  );
}

/** As the model file says it. A point or a comma between thousands tells the decimal sign too. */
function settingsOf({ decimal, thousands }: Digits): string {
  if (thousands === undefined) return `{decimal: "${decimal}"}`;
  return thousands === ' ' || thousands === "'"
    ? `{decimal: "${decimal}", thousands: "${thousands}"}`
    : `{thousands: "${thousands}"}`;
}
