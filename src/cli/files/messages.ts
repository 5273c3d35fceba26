/** Texts about files and folders that the command line reads and writes. One function per mistake; `file` is the path as the user wrote it. */
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { PRECISIONS, type Precision } from '../../../compiler/program/program.ts';

type Detail = Pick<Diagnostic, 'expected' | 'found' | 'fix'>;
const error = (code: string, message: string, detail: Detail): Diagnostic => ({
  code,
  severity: 'error',
  message,
  span: null,
  notes: [],
  ...detail,
});

export const fileMissing = (file: string): Diagnostic =>
  error('file-missing', `there is no file "${file}"`, {
    fix: 'check the path; it is taken relative to the folder you are in',
  });
/** @param beside a file of weights of the same name, which nobody has named. */
export const initialWeights = (file: string, beside: string): string =>
  `${file} has its initial weights: --weights ${beside} takes those beside it`;
/** @param beside a compiled model of the same name. */
export const yamlNotTrained = (file: string, what: string, beside: string | null): Diagnostic =>
  error('not-trained', `"${file}" is not trained, so it can't ${what}`, {
    expected: 'a compiled model that rnnc train has written',
    found: 'a model in YAML',
    fix:
      beside === null
        ? `train it first: rnnc train ${file}`
        : `name what was trained from it, ${beside}, or train it: rnnc train ${file}`,
  });
/** @param written endings of what is written. */
export const endingMisfit = (file: string, what: string, written: readonly string[]): Diagnostic =>
  error('output-format', `"${file}" is not the name of what is written, which is ${what}`, {
    expected: `a name that ends with ${written.join(' or ')}`,
    found: file,
    fix: 'give it such an ending',
  });
export const isFolder = (file: string): Diagnostic =>
  error('file-is-folder', `"${file}" is a folder`, { expected: 'a file', found: 'a folder', fix: 'name a file in it' });
export const fileUnreadable = (file: string, reason: string): Diagnostic =>
  error('file-unreadable', `"${file}" can't be read: ${reason}`, { fix: 'check that you may read it' });
export const notUtf8 = (file: string, offset: number): Diagnostic =>
  error('file-not-utf8', `"${file}" is not UTF-8 text`, {
    expected: 'text in UTF-8',
    found: `other bytes from byte ${offset} on`,
    fix: 'save the file as UTF-8',
  });
export const notWritable = (file: string, reason: string): Diagnostic =>
  error('output-not-writable', `"${file}" can't be written: ${reason}`, {
    fix: 'check that the folder exists and that you may write into it, or choose another file with -o',
  });
export const outputIsInput = (file: string): Diagnostic =>
  error('output-is-input', `"${file}" would be overwritten, and this command reads it`, {
    expected: 'a file that is not read',
    found: file,
    fix: 'choose another file to write',
  });
/** What is written would replace data that the model is made for, though this command does not read it. */
export const outputIsData = (file: string): Diagnostic =>
  error('output-is-input', `"${file}" would be overwritten, and the model names it in data.source`, {
    expected: 'a file that is no data of the model',
    found: file,
    fix: 'choose another file to write',
  });
/** @param holder null where the lock says nothing that is understood */
export const outputLocked = (
  file: string,
  lock: string,
  holder: { readonly pid: number; readonly host: string } | null,
  host: string,
): Diagnostic =>
  error('output-locked', `"${file}" is being written by another training`, {
    expected: 'one training for one output',
    found:
      holder === null
        ? `the lock "${lock}"`
        : `process ${holder.pid}${holder.host === host ? '' : ` of the machine ${holder.host}`}, as the lock "${lock}" says`,
    fix: `wait for it, or write elsewhere with -o; where no such process runs, remove "${lock}"`,
  });
/** @param first what this command writes there already. */
export const outputTwice = (file: string, first: string, option: string): Diagnostic =>
  error('output-twice', `"${file}" would be written twice: ${first} goes there, and so does what ${option} asks for`, {
    expected: 'a place of its own',
    found: file,
    fix: `choose another place with ${option}`,
  });
export const outputNotRegular = (file: string): Diagnostic =>
  error('output-not-writable', `"${file}" can't hold a trained model: it is no regular file`, {
    expected: 'a file that is replaced, or a new one; a checkpoint is written beside it',
    found: 'a device, a pipe or a socket',
    fix: 'choose another file with -o',
  });
export const inputEmpty = (file: string): Diagnostic =>
  error('data-empty', `"${file}" has no rows`, {
    expected: 'rows as those of the training data, below a line with the names of the columns where it had one',
    found: 'a file without any',
    fix: 'check the file',
  });
export const futureEmpty = (file: string): Diagnostic =>
  error('data-empty', `"${file}" has no rows`, {
    expected: 'a row for each step ahead, with what is known of it',
    found: 'a file without any',
    fix: 'give such rows, or leave --future out',
  });
export const fileExists = (file: string): Diagnostic =>
  error('file-exists', `"${file}" is there already`, { fix: 'choose another name, or overwrite it with --force' });
export const partialWithoutInit = (): string => '--partial says how much of a file is taken: it needs --init FILE';
export const partialTakes = (): string => '--partial takes the weights that fit by path and shape, and says which';
export const initUnnamed = (file: string): Diagnostic =>
  error('weight-unknown', `--init: "${file}" does not say which weight it is`, {
    expected: 'PATH=FILE.npy',
    found: 'an array without a path',
    fix: `write --init PATH=${file}, with a path that "rnnc inspect" lists`,
  });
export const initMisfit = (file: string, path: string, why: string): Diagnostic =>
  error('weight-shape', `--init: "${file}" can't be ${path}: ${why}`, {
    expected: 'an array with the shape of a weight of the model',
    found: why,
    fix: 'name a weight that "rnnc inspect" lists, with its shape',
  });
export const startTwice = (): string => '--task brings data of its own: give it or --from';
export const targetWithoutData = (): string => '--target names a column of the data: it needs --from';
export const targetOfText = (file: string): string => `"${file}" is a text and has no columns: leave --target out`;
/** A file that no model can be written for. */
export const noStartFrom = (file: string, format: string): Diagnostic =>
  error('data-format', `"${file}" holds ${format === 'npy' ? 'an array' : 'trees'}, which init does not look at`, {
    expected: 'a table (CSV, JSON, NDJSON) or a text',
    found: format,
    fix:
      format === 'npy'
        ? 'write source: {x: x.npy, y: y.npy} in a model of your own: rnnc init'
        : 'start from rnnc init --task tree',
  });
export const noTarget = (columns: readonly string[]): Diagnostic =>
  error('data-column', 'no column can be what the model says', {
    expected: 'a column of numbers, categories or texts',
    found: `the columns ${columns.join(', ')}`,
    fix: 'add the column that is to be said',
  });
export const badTarget = (column: string, type: string, others: readonly string[]): Diagnostic =>
  error('data-column', `--target: the column "${column}" can't be what the model says`, {
    expected: 'a column of numbers, categories or texts that does not tell series apart',
    found: `"${column}", ${type}`,
    fix: others.length === 0 ? 'add the column that is to be said' : `name one of ${others.join(', ')}`,
  });
export const sourceMissing = (file: string, path: string, found: readonly string[]): Diagnostic =>
  error('source-missing', `"${file}" holds no source file "${path}"`, {
    expected: `one of ${found.join(', ')}`,
    found: `"${path}"`,
    fix: 'name one of these',
  });
export const importOutside = (file: string): Diagnostic =>
  error('import-path', `"${file}" is a link to a file outside the folder of the model`, {
    fix: 'put the file itself into the folder',
  });

/** A notice. */
export const exampleWithoutData = (reason: string): string =>
  `the error of 16-bit weights is measured on random inputs, as the model's data can't be read: ${reason}`;

/**
 * @param asking the command that was given them
 * @param command what takes such rows
 */
export const rowsForRun = (file: string, columns: readonly string[], asking: string, command: string): Diagnostic =>
  error(
    'raw-rows',
    `"${file}" holds rows as the model was trained on, and ${asking === 'run' ? 'run' : `${asking} --input`} takes numbers that are prepared for it`,
    {
      expected: 'scaled and numbered values, as the model is fed them; in CSV under no header or another',
      found: `the column${columns.length === 1 ? '' : 's'} ${list(columns)} of the training`,
      fix: `give the rows to ${command}`,
    },
  );
/** A notice. */
export const takesPrepared = (model: string, what: string, command: string): string =>
  `"${model}" takes prepared numbers here, scaled and numbered as at its training; for ${what} as in its data there is ${command}`;
/** A notice. */
export const predictionsWritten = (rows: number, file: string): string =>
  `wrote what the model says of ${rows} sample${rows === 1 ? '' : 's'} to ${file}`;
/** A notice. */
export const nothingInInt16 = (): string =>
  'no weight is held in 16 bits: that is for matrices of finite numbers that it makes smaller, and this model has none';
/** A notice. */
export const roundedBefore = (file: string, precision: Precision): string =>
  `the weights of "${file}" have been rounded to 16 bits before: ${precision === 'int16' ? 'the error is that of the kernels alone, without what was lost then' : 'as float32 they stay as they are, with what was lost then'}`;
/** @param precisions those that the option takes beside files */
export const noPrecision = (text: string, precisions: readonly string[]): Diagnostic =>
  error(
    'file-missing',
    `there is no file "${text}"${precisions.length === 0 ? '' : ', and no such way to hold weights'}`,
    {
      expected: ['a file with weights', ...precisions].join(' or '),
      found: `"${text}"`,
      fix:
        precisions.length === 0
          ? `name a safetensors file; how weights are held (${PRECISIONS.join(' or ')}) is chosen when a model is compiled: rnnc compile MODEL --weights int16`
          : `name a safetensors file, or write one of ${precisions.join(', ')}`,
    },
  );

// training

export const noData = (file: string): Diagnostic =>
  error('no-data', `"${file}" does not say what it is trained on`, {
    expected: 'the key data, with a source',
    found: 'nothing',
    fix: 'add data: {source: FILE.csv}',
  });
/** Seen from the folder one is in. */
export const trainedDataMissing = (path: string): Diagnostic =>
  error('file-missing', `the data that the model was trained on is not there: "${path}"`, {
    expected: 'the file or folder of the training, in its place',
    found: 'nothing',
    fix: 'say where it is now with --data; evaluate takes --part beside it, and cuts it as at training',
  });
export const trainedDataOutside = (path: string): Diagnostic =>
  error('source-outside', `"${path}", which the model was trained on, lies outside its folder`, {
    expected: 'data beside a model that is not your own, or below it',
    found: `"${path}"`,
    fix: `look at the path, then give it with --data ${path}`,
  });
export const trainedDataChanged = (path: string): Diagnostic =>
  error('source-outside', `"${path}", outside the folder of the model, is not what the model was trained on`, {
    expected: 'the data of the training, unchanged',
    found: 'other data',
    fix: `if it is the right file, say so with --data ${path}`,
  });
/** A notice. */
export const dataChanged = (path: string): string =>
  `"${path}" has changed since the training: its parts may hold other rows than they did then`;
/** A note beside figures. @param reason null: the model names no data that is found */
export const baselinesFittedHere = (reason: string): string =>
  `the data of the training can't be read (${reason}), so the baselines are fitted on the very rows that are measured, which favours them`;
export const noCheckpoint = (file: string): Diagnostic =>
  error('checkpoint-missing', `there is no checkpoint "${file}" to go on from`, {
    fix: 'train without --resume, or name with -o the output that was interrupted',
  });
export const interrupted = (steps: number, checkpoint: string, init: boolean): string =>
  `interrupted after step ${steps}; "${checkpoint}" holds everything: the same command with --resume${init ? ' in the place of --init' : ''} goes on from there`;
/** A notice. */
export const replaces = (file: string, epochs: number): string =>
  `"${file}", trained for ${plural(epochs, 'epoch')}, will be replaced when this training ends: -o OTHER.rnnc keeps it`;
export const resumeWithInit = (): string =>
  '--resume goes on with the weights of the checkpoint, --init starts from others: give one of them';
export const eventsNotWritten = (folder: string, reason: string): Diagnostic =>
  error('output-not-writable', `events for TensorBoard can't be written into "${folder}": ${reason}`, {
    fix: 'name with --logdir a folder that you may write into',
  });
export const isCheckpoint = (file: string): Diagnostic =>
  error('file-is-checkpoint', `"${file}" is a checkpoint, not a model`, {
    expected: 'a YAML model, a compiled model or a safetensors file',
    found: 'a checkpoint',
    fix: `train on from its weights: rnnc train MODEL.yaml --init ${file} -o OTHER.rnnc`,
  });
/** What is kept of an earlier training; null: nothing was learned of the data. */
export const keptOf = (file: string, kept: readonly string[]): string | null =>
  kept.length === 0 ? null : `keeping ${list(kept)} that "${file}" was trained with`;
/** What a training that failed leaves to go on from; its own checkpoint goes elsewhere. */
export const goOnFrom = (model: string, checkpoint: string): string =>
  `"${checkpoint}" holds the last good weights: lower training.rate or training.clip, then go on from them with rnnc train ${model} --init ${checkpoint} -o OTHER.rnnc`;
export const rowsSkipped = (
  count: number,
  first: readonly { readonly file: string; readonly line: number; readonly column: number; readonly reason: string }[],
): string =>
  [
    `${count} bad row${count === 1 ? ' was' : 's were'} skipped`,
    ...first.map(({ file, line, column, reason }) => `  ${file}:${line}:${column}: ${reason}`),
  ].join('\n');

// using a trained model

export const notTrainedHere = (file: string, weights: number): string =>
  weights === 0
    ? `"${file}" is not trained: its weights are the initial ones, and scales and vocabularies are fitted on its data`
    : `"${file}" was not trained here: scales and vocabularies are fitted again on its data`;
export const leftToData = (file: string, reason: string): string =>
  `${file} leaves its loss to the data, which can't be read here: ${reason}`;
export const sizesFromData = (file: string, sizes: readonly string[]): string =>
  `${file} leaves sizes to its data, which give ${list(sizes)}`;
/** @param sizes as the compiler stands numbers in for them */
export const sizesStandIn = (file: string, sizes: readonly string[]): string =>
  `${file} leaves sizes to its data, which can't be read here: in what follows, ${list(sizes)} stand in for them`;
export const noClasses = (file: string): Diagnostic =>
  error('no-classes', `"${file}" has no table of classes`, {
    expected: 'a first loss that tells at most 50 classes apart',
    found: 'another one',
    fix: 'leave --confusion away',
  });

/** @param tokens of a prompt that the model was not trained with. */
export const portTaken = (port: number): Diagnostic =>
  error('port-taken', `port ${port} is in use`, { fix: 'choose another with --port, or leave it out for a free one' });
export const portUnusable = (port: number, reason: string): Diagnostic =>
  error('port-unusable', `port ${port} can't be used: ${reason}`, { fix: 'choose another with --port, above 1023' });
export const pageMissing = (folder: string): Diagnostic =>
  error('page-missing', `the page of the playground is not in "${folder}"`, {
    fix: 'install the package again; in the repository, npm run build makes it',
  });
/** A file of another framework in the place of a safetensors file. */
export const foreignWeights = (
  file: string,
  { kind, fix }: { readonly kind: string; readonly fix: string },
): Diagnostic => error('weights-foreign', `"${file}" is ${kind}`, { expected: 'a safetensors file', fix });
/** A file of another framework in the place of a model. */
export const foreignSource = (
  file: string,
  { kind, fix }: { readonly kind: string; readonly fix: string },
): Diagnostic =>
  error('model-foreign', `"${file}" is ${kind}`, { expected: 'a model in YAML, or a compiled one', fix });
