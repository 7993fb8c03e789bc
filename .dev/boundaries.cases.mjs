/** Packages of the made-up project; whether they are declared is taken from the real package.json. */
export const PACKAGES = [
  '@prisma/client',
  '@trpc/client',
  '@trpc/server',
  'electron',
  'electron-log',
  'hono',
  'nobody-declared-this',
  'pg',
  'pino',
  'vitest',
  'vue',
  'zod',
]

/** A project that keeps every rule: path -> imports; `type x` is an `import type`. */
export const SOUND = {
  'electron/ipc-contract.ts': ['zod', '../server/contract/version.ts'],
  'electron/main/index.ts': ['electron', 'electron-log', 'node:path', './window.ts'],
  'electron/main/window.ts': ['electron', '../ipc-contract.ts', '../../server/contract/version.ts'],
  'electron/main/window.test.ts': ['vitest', './window.ts'],
  'electron/preload/index.ts': ['electron', '../ipc-contract.ts'],
  'electron/electron.vite.config.ts': ['node:path', './packaging/licences-plugin.ts'],
  'electron/packaging/licences-plugin.ts': ['node:fs'],
  'electron/e2e/boot.spec.ts': ['vitest', '../../server/testing/test-database.ts'],

  'renderer/src/main.ts': ['vue', './app/router.ts', './App.vue'],
  'renderer/src/App.vue': ['vue', './ui/DataTable.vue'],
  'renderer/src/app/router.ts': [
    '../features/members/index.ts',
    '../features/orders/routes.ts',
    '../features/orders/orders.messages.ts',
  ],
  'renderer/src/ui/DataTable.vue': ['vue', '../composables/use-list.ts'],
  'renderer/src/composables/use-list.ts': ['vue', '../api/client.ts'],
  'renderer/src/api/client.ts': [
    '@trpc/client',
    '../../../server/contract/errors.ts',
    'type ../../../server/trpc/app-router.ts',
    'type ../../../electron/ipc-contract.ts',
  ],
  'renderer/src/features/members/index.ts': ['./MemberList.vue'],
  'renderer/src/features/members/MemberList.vue': [
    '../../ui/DataTable.vue',
    '../orders/index.ts',
    '../../../../server/modules/members/members.contract.ts',
  ],
  'renderer/src/features/orders/index.ts': ['./inner.ts'],
  'renderer/src/features/orders/routes.ts': ['./inner.ts'],
  'renderer/src/features/orders/orders.messages.ts': ['vue'],
  'renderer/src/features/orders/inner.ts': ['vue'],

  'server/contract/errors.ts': ['zod'],
  'server/contract/version.ts': ['zod', './errors.ts'],
  'server/kernel/clock.ts': ['../contract/errors.ts'],
  'server/kernel/invariant.ts': ['node:assert', './clock.ts'],
  'server/kernel/logger.ts': ['pino', './clock.ts'],
  'server/db/context.ts': ['@prisma/client', '../kernel/clock.ts'],
  'server/db/open.ts': ['pg', './context.ts', '../kernel/logger.ts', '../contract/errors.ts'],
  'server/db/transaction.ts': ['./context.ts'],
  'server/integrations/sms.ts': ['../kernel/clock.ts', '../contract/errors.ts'],
  'server/modules/members/members.contract.ts': ['zod', '../../contract/errors.ts'],
  'server/modules/members/members.rules.ts': [
    './members.contract.ts',
    '../../contract/errors.ts',
    '../../kernel/invariant.ts',
  ],
  'server/modules/members/members.queries.ts': ['../../db/context.ts', '../../kernel/clock.ts'],
  'server/modules/members/members.service.ts': [
    './members.rules.ts',
    './members.queries.ts',
    './register-member.ts',
    '../stores/stores.service.ts',
    '../../integrations/sms.ts',
    '../../contract/errors.ts',
  ],
  'server/modules/members/register-member.ts': ['../../db/context.ts'],
  'server/modules/members/members.router.ts': [
    './members.service.ts',
    './members.contract.ts',
    '../../trpc/trpc.ts',
  ],
  'server/modules/members/members.routes.ts': [
    'hono',
    './register-member.ts',
    '../../http/http.ts',
  ],
  'server/modules/members/members.service.test.ts': [
    'vitest',
    './members.service.ts',
    '../../testing/test-database.ts',
  ],
  'server/modules/stores/stores.service.ts': ['../../db/context.ts'],
  'server/modules/points/points.service.ts': [
    '../members/members.service.ts',
    '../members/members.contract.ts',
    '../orders/orders.service.ts',
  ],
  'server/modules/orders/orders.service.ts': ['../members/members.service.ts'],
  'server/modules/growth/growth.service.ts': ['../members/members.service.ts'],
  'server/modules/levels/levels.service.ts': ['../growth/growth.service.ts'],
  'server/modules/rules/rules.service.ts': ['../levels/levels.service.ts'],
  'server/modules/check-in/check-in.service.ts': ['../rules/rules.service.ts'],
  'server/modules/audience/audience.service.ts': ['../check-in/check-in.service.ts'],
  'server/modules/insight/insight.service.ts': ['../audience/audience.service.ts'],
  'server/modules/outbox/outbox.service.ts': ['../../db/context.ts'],
  'server/modules/notifications/notifications.service.ts': ['../outbox/outbox.service.ts'],
  'server/trpc/trpc.ts': ['@trpc/server', 'type ../db/context.ts', '../kernel/clock.ts'],
  'server/trpc/app-router.ts': ['./trpc.ts', '../modules/members/members.router.ts'],
  'server/http/http.ts': ['hono', '../kernel/clock.ts'],
  'server/http/member-api.ts': ['./http.ts', '../modules/members/members.routes.ts'],
  'server/jobs/expire-points.ts': ['../modules/points/points.service.ts'],
  'server/config.ts': ['zod', './kernel/logger.ts', 'type ./db/open.ts'],
  'server/app.ts': [
    'hono',
    './trpc/app-router.ts',
    './http/member-api.ts',
    './jobs/expire-points.ts',
    './integrations/sms.ts',
  ],
  'server/cli/keys.ts': ['../config.ts', '../db/open.ts', './command.ts'],
  'server/cli/command.ts': ['../kernel/clock.ts'],
  'server/standalone.ts': ['./app.ts', './config.ts', './db/open.ts'],
  'server/testing/test-database.ts': ['vitest', 'pg', '../db/open.ts', '../app.ts'],
}

const MODULE_FILE = (name) => `server/modules/${name}/breach-line.ts`
const serviceOf = (name) => `server/modules/${name}/${name}.service.ts`

/** One that stands after `name` in the line, or beside it. */
const AFTER = {
  stores: 'members',
  outbox: 'members',
  members: 'orders',
  orders: 'points',
  growth: 'points',
  points: 'growth',
  levels: 'rules',
  rules: 'check-in',
  'check-in': 'audience',
  audience: 'insight',
  insight: 'notifications',
}

/** One file that imports one thing it must not. */
const breach = (rule, path, ...imports) => ({ rule, files: { [path]: imports } })

/** What each rule must catch: files that are added to the sound project. */
export const BREACHES = [
  // electron/main: electron, node, the path of the built server, server/contract
  breach('electron-main', 'electron/main/breach-db.ts', '../../server/db/open.ts'),
  breach('electron-main', 'electron/main/breach-app.ts', 'type ../../server/app.ts'),
  breach('electron-main', 'electron/main/breach-page.ts', '../../renderer/src/api/client.ts'),
  breach('electron-main-packages', 'electron/main/breach-hono.ts', 'hono'),
  // electron/preload: ipc-contract only
  breach('electron-preload', 'electron/preload/breach-main.ts', '../main/window.ts'),
  breach('electron-preload', 'electron/preload/breach-node.ts', 'node:fs'),
  breach('electron-preload', 'electron/preload/breach-zod.ts', 'zod'),
  breach('ipc-contract', 'electron/ipc-contract.ts', 'node:fs'),
  breach('electron-outside-shell', 'server/kernel/breach-electron.ts', 'electron'),
  breach('electron-outside-shell', 'renderer/src/api/breach-electron.ts', 'electron'),
  // renderer/src: itself, contracts, types of the router and of the IPC contract
  breach('renderer', 'renderer/src/api/breach-service.ts', `../../../${serviceOf('members')}`),
  breach('renderer', 'renderer/src/api/breach-type.ts', 'type ../../../server/kernel/clock.ts'),
  breach('renderer', 'renderer/src/ui/BreachKernel.vue', '../../../server/kernel/clock.ts'),
  breach('renderer', 'renderer/src/ui/BreachType.vue', 'type ../../../server/kernel/clock.ts'),
  breach('renderer', 'renderer/src/api/breach-shell.ts', '../../../electron/main/window.ts'),
  breach(
    'renderer-types-only',
    'renderer/src/api/breach-router.ts',
    '../../../server/trpc/app-router.ts',
  ),
  breach(
    'renderer-types-only',
    'renderer/src/api/breach-ipc.ts',
    '../../../electron/ipc-contract.ts',
  ),
  breach('renderer-packages', 'renderer/src/api/breach-hono.ts', 'hono'),
  breach('renderer-node', 'renderer/src/api/breach-node.ts', 'node:fs'),
  // one feature another's index.ts only
  breach(
    'feature-internals',
    'renderer/src/features/members/breach-inner.ts',
    '../orders/inner.ts',
  ),
  breach(
    'feature-internals',
    'renderer/src/features/members/breach-routes.ts',
    '../orders/routes.ts',
  ),
  breach(
    'app-uses-feature-doors',
    'renderer/src/app/breach-inner.ts',
    '../features/orders/inner.ts',
  ),
  breach('app-uses-feature-doors', 'renderer/src/breach-inner.ts', './features/orders/inner.ts'),
  breach('renderer-base', 'renderer/src/ui/breach-feature.ts', '../features/orders/index.ts'),
  breach('renderer-base', 'renderer/src/composables/breach.ts', '../features/orders/index.ts'),
  breach('renderer-base', 'renderer/src/api/breach-feature.ts', '../features/orders/index.ts'),
  // contract: zod and contract
  breach('contract', 'server/contract/breach-kernel.ts', '../kernel/clock.ts'),
  breach('contract', 'server/contract/breach-node.ts', 'node:crypto'),
  breach('contract', 'server/contract/breach-package.ts', 'pino'),
  breach('contract', 'server/contract/breach-module.ts', '../modules/members/members.contract.ts'),
  breach('module-contract', 'server/modules/members/breach.contract.ts', './members.rules.ts'),
  breach('module-contract', 'server/modules/members/node.contract.ts', 'node:crypto'),
  // kernel: contract
  breach('kernel', 'server/kernel/breach-db.ts', 'type ../db/context.ts'),
  breach('kernel', 'server/kernel/breach-module.ts', `../modules/stores/stores.service.ts`),
  // db: kernel, contract, generated client
  breach('db', 'server/db/breach-module.ts', '../modules/stores/stores.service.ts'),
  breach('db', 'server/db/breach-http.ts', '../http/http.ts'),
  breach('integrations', 'server/integrations/breach.ts', '../db/context.ts'),
  // modules/a service, rules, queries: kernel, db, contract, integrations, modules/b/b.service.ts
  breach('module', 'server/modules/points/breach-trpc.ts', '../../trpc/trpc.ts'),
  breach('module', 'server/modules/points/breach-http.ts', '../../http/http.ts'),
  breach('module', 'server/modules/points/breach-jobs.ts', '../../jobs/expire-points.ts'),
  breach('module', 'server/modules/points/breach-queries.ts', '../members/members.queries.ts'),
  breach('module', 'server/modules/points/breach-rules.ts', '../members/members.rules.ts'),
  breach('module-knows-no-door', 'server/modules/members/breach-door.ts', './members.router.ts'),
  breach('rules-are-pure', 'server/modules/members/breach.rules.ts', './members.queries.ts'),
  breach('rules-are-pure', 'server/modules/members/clock.rules.ts', '../../kernel/clock.ts'),
  breach('rules-are-pure', 'server/modules/members/node.rules.ts', 'node:fs'),
  breach('rules-are-pure', 'server/modules/members/db.rules.ts', 'type ../../db/context.ts'),
  // modules/a router, routes: own service and contract, transport
  breach('module-door', 'server/modules/members/db.router.ts', 'type ../../db/context.ts'),
  breach('module-door', 'server/modules/members/queries.routes.ts', './members.queries.ts'),
  breach('module-door', 'server/modules/members/other.router.ts', '../stores/stores.service.ts'),
  breach('module-door', 'server/modules/members/kernel.routes.ts', '../../kernel/clock.ts'),
  // trpc, http, jobs: modules' routers, routes, services, kernel
  breach('transport', 'server/trpc/breach-db.ts', 'type ../db/transaction.ts'),
  breach('transport', 'server/http/breach-queries.ts', '../modules/members/members.queries.ts'),
  breach('transport', 'server/jobs/breach-rules.ts', '../modules/members/members.rules.ts'),
  breach('transport', 'server/jobs/breach-integration.ts', '../integrations/sms.ts'),
  breach('transport-types-only', 'server/trpc/breach-open.ts', '../db/open.ts'),
  breach('transport-types-only', 'server/http/breach-context.ts', '../db/context.ts'),
  breach('config', 'server/config.ts', './http/http.ts'),
  breach('config-types-only', 'server/config.ts', './db/open.ts'),
  breach('entry', 'server/breach-queries.ts', './modules/members/members.queries.ts'),
  breach('entry', 'server/breach-shell.ts', '../electron/main/window.ts'),
  breach('commands', 'server/cli/breach-queries.ts', '../modules/members/members.queries.ts'),
  breach('transport-packages', 'server/modules/members/breach-hono.ts', 'hono'),
  breach('transport-packages', 'server/jobs/breach-trpc.ts', '@trpc/server'),
  breach('transport-packages', 'server/kernel/breach-hono.ts', 'hono'),
  breach('database-packages', 'server/modules/members/breach-pg.ts', 'pg'),
  breach('database-packages', 'server/http/breach-prisma.ts', 'type @prisma/client'),
  // the line of modules
  ...Object.entries(AFTER).map(([name, other]) =>
    breach(`line-${name}`, MODULE_FILE(name), `../${other}/${other}.service.ts`),
  ),
  // everywhere
  {
    rule: 'cycle',
    files: {
      'server/kernel/breach-a.ts': ['./breach-b.ts'],
      'server/kernel/breach-b.ts': ['type ./breach-a.ts'],
    },
  },
  breach('unknown-folder', 'server/elsewhere/breach.ts', '../kernel/clock.ts'),
  breach('unknown-folder', 'electron/elsewhere/breach.ts', '../main/window.ts'),
  breach('kernel', 'server/kernel/breach-config.ts', '../config.ts'),
  breach('orphan', 'server/kernel/breach-orphan.ts'),
  breach('unresolved', 'server/kernel/breach-missing.ts', './not-there.ts'),
  breach('undeclared-package', 'server/kernel/breach-package.ts', 'nobody-declared-this'),
  breach('development-package', 'server/kernel/breach-dev.ts', 'vue'),
  breach('testing-in-product', 'server/breach-testing.ts', './testing/test-database.ts'),
  breach('testing-in-product', 'server/kernel/breach-test.ts', '../../electron/e2e/boot.spec.ts'),
]
