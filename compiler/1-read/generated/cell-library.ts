// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.

/** Text of the files of models/cells/, by file name. */
export const cellLibrary: Readonly<Record<string, string>> = {
};
