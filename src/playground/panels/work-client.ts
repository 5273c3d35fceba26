import type { CallName, Calls, FromWorker, Problem, Reply, Request, TrainingNews } from '../work/messages.ts';

/** What the worker could not do, as it says itself. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.problems = problems;
  }
}

interface Waiting {
  readonly resolve: (gives: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** The page's end of the line to the worker. */
export class WorkClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** Told how a training goes. */
  onNews: (news: TrainingNews) => void = () => {};

  /** Waits until the worker has the text that stands in the editor: what is asked for is asked of that. */
  settled: () => Promise<void> = () => Promise.resolve();

  /** @param onFailed told where the worker itself can't start or go on */
  constructor(address: URL, onFailed: (what: string) => void) {
    // a worker from a file server has no policy but what that server says: one made here has the page's
    const start = URL.createObjectURL(
      new Blob([`import ${JSON.stringify(address.href)};`], { type: 'text/javascript' }),
    );
    this.#worker = new Worker(start, { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if ('news' in data) this.onNews(data.news);
      else this.#take(data);
    });
    this.#worker.addEventListener('error', ({ message }) => onFailed(message));
  }

  /** @throws Refusal with the mistakes that keep it from being done */
  ask<C extends CallName>(call: C, asks: Calls[C]['asks']): Promise<Calls[C]['gives']> {
    const id = ++this.#last;
    this.#worker.postMessage({ id, call, asks } as Request);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (gives) => resolve(gives as Calls[C]['gives']), reject });
    });
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.gives);
    else waiting?.reject(new Refusal(reply.problems));
  }
}
