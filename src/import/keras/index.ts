export { readKerasArchive, readKerasHdf5, readTfjs } from './read-keras.ts';
