import { defineComponent, type Component } from 'vue'

const frames = new Map<string, Component>()

/** The name under which `<KeepAlive>` knows a page: it splits names at commas. */
export const frameName = (path: string): string => encodeURIComponent(path)

/**
 * A component around the page at `path` with a name of its own, so that closing a tab forgets exactly
 * this page, and a list that is open twice under two paths is two pages.
 */
export function pageFrame(path: string): Component {
  const known = frames.get(path)
  if (known) return known
  const made = defineComponent({
    name: frameName(path),
    setup: (_props, { slots }) => {
      return () => slots['default']?.()
    },
  })
  frames.set(path, made)
  return made
}

/** Forgets the frames of pages that are not open any more. */
export function keepFrames(paths: readonly string[]): void {
  for (const path of frames.keys()) if (!paths.includes(path)) frames.delete(path)
}
