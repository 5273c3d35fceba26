/** Milliseconds of work between two pauses. */
const PAUSE_EVERY = 40;

/** Gives, every so often, the event loop a turn: in Node for signals, in a page for drawing, in a worker for messages. */
export function pauses(): () => Promise<void> {
  let last = 0;
  return async () => {
    const now = performance.now();
    if (now - last < PAUSE_EVERY) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
