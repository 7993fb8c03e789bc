export { default as FirstRunView } from './views/FirstRunView.vue'
