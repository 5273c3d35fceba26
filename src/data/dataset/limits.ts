/** Files up to this many bytes together are held in memory and shuffled fully. */
export const MEMORY_LIMIT = 64 * 2 ** 20;
/** Samples among which a file that is read as a stream is shuffled. */
export const SHUFFLE_BUFFER = 8192;
/** Rows of the training part that types are detected from. */
export const HEAD_ROWS = 1000;
/** Bytes of files whose rows, as values in memory, are kept from pass to pass. */
export const HELD_ROWS = 16 * 2 ** 20;
