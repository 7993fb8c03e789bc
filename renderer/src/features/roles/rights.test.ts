import { expect, test } from 'vitest'
import { PERMISSIONS } from '../../../../server/contract/permissions.ts'
import { RIGHTS_GROUPS, rightKey, rightsDifference } from './rights.ts'
import { rolesMessages } from './roles.messages.ts'

/** Messages are read by keys made at run time, so here they are looked up the same way. */
function sentence(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null
          ? Object.entries(node).find(([k]) => k === key)?.[1]
          : undefined,
      tree,
    )
}

test('every right is in exactly one group', () => {
  const grouped = RIGHTS_GROUPS.flatMap(({ rights }) => rights)
  expect([...grouped].sort()).toEqual([...PERMISSIONS].sort())
})

test.each(['zh', 'en'] as const)('every right has its name and explanation, %s', (language) => {
  const missing = PERMISSIONS.flatMap((right) =>
    (['name', 'text'] as const)
      .map((part) => rightKey(right, part).replace('roles.', ''))
      .filter((path) => typeof sentence(rolesMessages[language], path) !== 'string'),
  )
  expect(missing).toEqual([])
})

test('every group has its name', () => {
  for (const { module } of RIGHTS_GROUPS) {
    expect(typeof sentence(rolesMessages.zh, `modules.${module}`), module).toBe('string')
  }
})

test('a change tells what it gives and what it takes', () => {
  expect(
    rightsDifference(['staff.view', 'members.view'], ['members.view', 'stores.view', 'jobs.view']),
  ).toEqual({ added: ['stores.view', 'jobs.view'], removed: ['staff.view'] })
  expect(rightsDifference(['staff.view'], ['staff.view'])).toEqual({ added: [], removed: [] })
})
