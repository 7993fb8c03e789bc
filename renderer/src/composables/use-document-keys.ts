import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue'

/** Hears every key while its page is in front: one that is kept behind another hears none. */
export function useDocumentKeys(onKeydown: (event: KeyboardEvent) => void): void {
  const listen = (): void => {
    document.addEventListener('keydown', onKeydown)
  }
  const stop = (): void => {
    document.removeEventListener('keydown', onKeydown)
  }
  onMounted(listen)
  onActivated(listen)
  onDeactivated(stop)
  onBeforeUnmount(stop)
}
