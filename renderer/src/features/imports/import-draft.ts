import { isSettled } from './import-step.ts'
import type {
  ImportFile,
  ImportMapping,
} from '../../../../server/modules/imports/imports.contract.ts'

type Checked = Pick<ImportFile, 'mapping' | 'dryRunJobId' | 'importJobId'>

/** The columns as they stand: those chosen and not sent yet; once an import has begun, those it was given. */
export const draftMapping = (file: Checked, chosen: ImportMapping | undefined): ImportMapping =>
  isSettled(file) ? file.mapping : (chosen ?? file.mapping)

/** True while the columns differ from those that the server knows: no check was made with them. */
export const isDraftChanged = (file: Checked, chosen: ImportMapping | undefined): boolean =>
  draftMapping(file, chosen).some((field, at) => field !== file.mapping[at])
