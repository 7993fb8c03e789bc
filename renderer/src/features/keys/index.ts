export { default as DataKeySection } from './components/DataKeySection.vue'
