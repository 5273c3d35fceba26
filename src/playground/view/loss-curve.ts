import uPlot from 'uplot';
import type { GatesNews, TrainingNews } from '../work/messages.ts';

/** Points that are drawn; of more, every second one goes. */
const MOST_POINTS = 1200;

/** The loss of the steps, and that of the parts of the data after every epoch, over the steps of a training. */
export class LossCurve {
  readonly #place: HTMLElement;
  readonly #steps: number[] = [];
  readonly #losses: (number | null)[] = [];
  readonly #validation: (number | null)[] = [];
  #plot: uPlot | null = null;
  #frame = 0;

  constructor(place: HTMLElement) {
    this.#place = place;
    new ResizeObserver(() => this.#resize()).observe(place);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#make());
  }

  clear(): void {
    for (const list of [this.#steps, this.#losses, this.#validation]) list.length = 0;
    this.#make();
  }

  add(news: Exclude<TrainingNews, GatesNews>): void {
    this.#steps.push(news.step);
    this.#losses.push(news.kind === 'step' ? news.loss : (news.losses.training ?? null));
    this.#validation.push(news.kind === 'step' ? null : (news.losses.validation ?? null));
    if (this.#steps.length > MOST_POINTS) this.#thin();
    // news come faster than a screen is drawn
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#plot === null) this.#make();
      else this.#plot.setData(this.#data());
    });
  }

  #data(): uPlot.AlignedData {
    return [this.#steps, this.#losses, this.#validation];
  }

  /** Epochs stay. */
  #thin(): void {
    const kept = this.#steps.map((_, i) => i).filter((i) => i % 2 === 0 || this.#validation[i] !== null);
    for (const list of [this.#steps, this.#losses, this.#validation] as (number | null)[][]) {
      const values = kept.map((i) => list[i] ?? null);
      list.splice(0, list.length, ...values);
    }
  }

  #make(): void {
    this.#plot?.destroy();
    this.#plot = null;
    const { clientWidth, clientHeight } = this.#place;
    if (this.#steps.length === 0 || clientWidth === 0) return;
    const colour = (name: string): string => getComputedStyle(this.#place).getPropertyValue(name);
    const axis = {
      stroke: colour('--soft'),
      grid: { stroke: colour('--line') },
      ticks: { stroke: colour('--border') },
    };
    this.#plot = new uPlot(
      {
        width: clientWidth,
        height: clientHeight - LEGEND,
        scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 64 }],
        series: [
          { label: 'step' },
          { label: 'training', stroke: colour('--accent'), width: 2, spanGaps: true },
          {
            label: 'validation',
            stroke: colour('--lit'),
            width: 2,
            dash: [6, 3],
            spanGaps: true,
            points: { show: true },
          },
        ],
      },
      this.#data(),
      this.#place,
    );
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#place;
    if (clientWidth === 0) return;
    if (this.#plot === null) this.#make();
    else this.#plot.setSize({ width: clientWidth, height: clientHeight - LEGEND });
  }
}

/** Pixels below the chart for what its lines are. */
const LEGEND = 30;
