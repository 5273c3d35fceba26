import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A peer in its own process. Every method answers what the worker answered, or throws what it failed with. */
export class PeerProcess {
  #child;
  #waiting;
  #errors = '';

  /**
   * @param node the Node executable
   * @param flags options for rnnc, as arguments
   */
  constructor(name, { node, flags }) {
    this.name = name;
    this.#child = fork(fileURLToPath(new URL('worker.mjs', import.meta.url)), [name, ...flags], {
      execPath: node,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
    });
    this.#child.on('message', (message) => this.#settle(message));
    this.#child.on('exit', (code) => this.#settle({ error: this.#lastWords(code) }));
  }

  started() {
    return this.#answer();
  }

  prepare(caseId) {
    return this.#ask({ prepare: caseId });
  }

  /** Samples in milliseconds per call, taken for about `milliseconds`. */
  async round(milliseconds) {
    return (await this.#ask({ round: milliseconds })).samples;
  }

  stop() {
    this.#child.kill();
  }

  #ask(message) {
    this.#child.send(message);
    return this.#answer();
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#waiting = ({ error, skipped, ...message }) =>
        error === undefined ? resolve(message) : reject(Object.assign(new Error(error), { skipped }));
    });
  }

  #settle(message) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(message);
  }

  #lastWords(code) {
    const error = this.#errors.split('\n').find((line) => /Error/.test(line));
    return error?.trim() ?? `the process ended with code ${code}`;
  }
}
