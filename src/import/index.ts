export { importFile } from './import-file.ts';
export { checkImported, importModel } from './import-model.ts';
export { modelYaml } from './model/model-yaml.ts';
export { importReport } from './model/report.ts';
