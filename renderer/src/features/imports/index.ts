export { importsRoutes } from './routes.ts'
export { IMPORT_RIGHTS } from './import-rights.ts'
export { default as ImportButton } from './components/ImportButton.vue'
