import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PERMISSIONS } from '../../server/contract/permissions.ts'
import { messages } from '../src/app/messages.ts'
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc'

/** Text that a user would read: letters of any script. Digits and signs need no translation. */
const LETTERS = /\p{Letter}/u
const CHINESE = /\p{Script=Han}/u
/** Attributes that a browser shows or reads out. */
const SPOKEN = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'content', 'text'])
/** Any text that begins like a key is one: keys are also kept in tables and read later. */
const KEY_USE = new RegExp(
  `(['\`])((?:${Object.keys(messages.zh).join('|')})\\.[^'\`\\s]+)\\1`,
  'g',
)
/** Rights are named like keys. */
const RIGHTS: ReadonlySet<string> = new Set(PERMISSIONS)

type Ast = NonNullable<SFCTemplateBlock['ast']>
type AstNode = Ast | Ast['children'][number]

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every `.ts` and `.vue` below `folder`, tests aside. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|vue)$/.test(path) && !/\.(test|d)\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

const NODE = { element: 1, text: 2, interpolation: 5, attribute: 6, directive: 7 } as const

function* textsOf(node: AstNode): Generator<string> {
  // The compiler's enumeration of kinds is not exported, so kinds are compared as numbers.
  const kind: number = node.type
  if (kind === NODE.text && 'content' in node && typeof node.content === 'string') {
    yield node.content
  }
  if (kind === NODE.interpolation && CHINESE.test(node.loc.source)) yield node.loc.source
  if (kind === NODE.element && 'props' in node) {
    for (const prop of node.props) {
      const propKind: number = prop.type
      if (propKind === NODE.attribute && 'value' in prop && SPOKEN.has(prop.name)) {
        yield prop.value?.content ?? ''
      }
      if (propKind === NODE.directive && CHINESE.test(prop.loc.source)) yield prop.loc.source
    }
  }
  if ('children' in node) {
    for (const child of node.children) {
      // Every object in a list of children is a node; the type also allows compiled text.
      if (typeof child === 'object' && 'loc' in child) yield* textsOf(child as AstNode)
    }
  }
}

/** Sentences written into a component instead of a message file. */
export function literalTexts({ path, text }: SourceFile): string[] {
  if (path.endsWith('.vue')) {
    const { template, scriptSetup } = parse(text).descriptor
    const found = (template?.ast ? [...textsOf(template.ast)] : []).map((each) => each.trim())
    return [
      ...found.filter((each) => LETTERS.test(each)),
      ...(CHINESE.test(scriptSetup?.content ?? '') ? [path] : []),
    ]
  }
  return CHINESE.test(text) ? [path] : []
}

/** Keys that a file asks for; `*` stands for what is decided at run time. */
export function usedKeys({ text }: SourceFile): string[] {
  return [...text.matchAll(KEY_USE)]
    .map((match) => (match[2] ?? '').replace(/\$\{[^}]*\}/g, '*'))
    .filter((key) => !RIGHTS.has(key))
}
