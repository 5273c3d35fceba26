const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const named: readonly (readonly [number, number, string])[] = [
  [MINUTE, MINUTE, 'every minute'],
  [HOUR, HOUR, 'hourly'],
  [DAY, DAY, 'daily'],
  [7 * DAY, 7 * DAY, 'weekly'],
  [28 * DAY, 31 * DAY, 'monthly'],
  [90 * DAY, 92 * DAY, 'quarterly'],
  [365 * DAY, 366 * DAY, 'yearly'],
];

/** The usual step between times, `daily` or `every 10 minutes`. @param steps seconds, of all series */
export function stepInWords(steps: readonly number[]): { readonly words: string; readonly seconds: number } {
  const seconds = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  if (seconds === DAY) {
    const weekends = steps.filter((step) => step === 3 * DAY).length;
    if (weekends >= steps.length / 7) return { words: 'business days', seconds };
  }
  const found = named.find(([from, to]) => seconds >= from && seconds <= to);
  if (found !== undefined) return { words: found[2], seconds };
  if (seconds % DAY === 0) return { words: `every ${seconds / DAY} days`, seconds };
  if (seconds % HOUR === 0) return { words: `every ${seconds / HOUR} hours`, seconds };
  return { words: seconds % MINUTE === 0 ? `every ${seconds / MINUTE} minutes` : `every ${seconds} s`, seconds };
}
