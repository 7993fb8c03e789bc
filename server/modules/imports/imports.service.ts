/** What the rest of the server uses of imports; routers and other modules come in by this door. */
export { fieldLabel } from './field-labels.ts'
export { readHeadings } from './headings.ts'
export { forgetOldFiles, receiveFile } from './import-files.ts'
export { importUpload } from './import-upload.ts'
export { type Importer } from './importer.ts'
export { makeTemplate } from './import-template.ts'
export { importTable } from './import-table.ts'
export { ImportTally } from './import-tally.ts'
export { recordImport } from './record-import.ts'
export { checkMapping, proposeMapping } from './mapping.ts'
export { removeRefusals } from './refusals-file.ts'
export { beginCopy, type ResultCopy } from './result-copy.ts'
export { recallMapping, rememberMapping } from './remembered-mappings.ts'
export {
  discardImport,
  getImport,
  keptImports,
  listImports,
  listRefusals,
  requireImportRight,
  setMapping,
  startDryRun,
  startImport,
} from './manage-imports.ts'
export { BATCH_ROWS } from './read-batches.ts'
