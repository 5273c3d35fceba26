export {
  kerasArchiveWeights,
  kerasHdf5Weights,
  type ReadWeights,
  readKerasArchive,
  readKerasHdf5,
  readTfjs,
  tfjsModelWeights,
} from './read-keras.ts';
