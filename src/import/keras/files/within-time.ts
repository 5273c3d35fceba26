import { createContext, Script } from 'node:vm';

const LATE = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs something that does not wait for anything, and ends it where it takes too long, inside WebAssembly too: a limit of a script is what Node has for that in
 * one thread. A worker could be ended as well, but every number that was read would have to be handed over.
 * @param milliseconds of time
 * @param late what there is instead, where it was ended
 * @throws what `act` throws
 */
export function withinTime<T>(act: () => T, milliseconds: number, late: () => T): T {
  try {
    return new Script('act()').runInContext(createContext({ act }), { timeout: milliseconds });
  } catch (cause) {
    // it is an error of the script's own context
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === LATE) return late();
    throw cause;
  }
}
