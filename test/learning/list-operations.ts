import type { Trained, trained } from './trained.ts';

/** An LSTM over the text of `models/list-operations.yaml`, in everything else as much like that model as can be. */
const FLAT = `
parameters: { units: 77, vector: 16, depth: 6, samples: 10000, epochs: 7 }
inputs:
  tokens: { shape: [batch, time], dtype: int32 }
layers:
  vectors: { type: embedding, input: tokens, vocabulary: 16, units: vector, init: { table: { normal: { stddev: 1 } } } }
  text: { type: recurrent, input: vectors, cell: { lstm: { units: units } } }
  whole: { type: dense, input: text.last, units: 10 }
outputs:
  value: whole
data:
  source: { task: { list_operations: { depth: depth, samples: samples } } }
training:
  losses:
    - { type: cross_entropy, output: whole, target: value }
  metrics: [accuracy]
  rate: { cosine: { start: 0.004, length: epochs } }
  batch: 32
  epochs: epochs
  early_stopping: none
`;

type Sizes = { readonly [parameter: string]: number };
type Learn = (...given: Parameters<typeof trained>) => Promise<Trained>;

interface Pupil {
  /** Of whole expressions, on the test part. */
  readonly accuracy: number;
  /** Numbers in its weights. */
  readonly weights: number;
  /** Of compiling, training and evaluating. */
  readonly seconds: number;
}

/** Trains both on the same samples. */
export async function treeAndText(learn: Learn, tree: Sizes, text: Sizes): Promise<{ tree: Pupil; text: Pupil }> {
  const taught = async (...given: Parameters<typeof trained>): Promise<Pupil> => {
    const start = performance.now();
    const { model, figure } = await learn(...given);
    const seconds = (performance.now() - start) / 1000;
    const weights = [...model.weights().values()].reduce((sum, { data }) => sum + data.length, 0);
    return { accuracy: figure('accuracy'), weights, seconds };
  };
  return {
    tree: await taught('list-operations.yaml', tree),
    text: await taught('list-operations.yaml', text, { text: () => FLAT }),
  };
}
