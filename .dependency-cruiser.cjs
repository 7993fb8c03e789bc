/**
 * What may import what: the table of the design as rules. Inside the project a rule says what a
 * place MAY import, so that a new folder is closed until someone opens it here, with a reason.
 * `.dev/boundaries.test.mjs` breaks every rule once and expects to be caught.
 */

const TEST = String.raw`\.(test|spec|bench)\.ts$|(^|/)(e2e|testing|checks|bench)/`
const TOOL = String.raw`(^|/)[^/]+\.config\.(ts|js|mjs)$|^electron/packaging/`
const PROJECT = String.raw`^(electron|renderer|server|prisma|out|\.dev)/`
const CONTRACT = '^server/contract/'
const MODULE_CONTRACT = String.raw`^server/modules/[^/]+/[^/]+\.contract\.ts$`
// A service that has grown is split into files named after what they do: award-points.ts.
const MODULE_SERVICE = String.raw`^server/modules/[^/]+/([^/]+\.service|[^/.]+)\.ts$`
const MODULE_DOOR = String.raw`^server/modules/[^/]+/[^/]+\.(router|routes)\.ts$`
const KERNEL = '^server/kernel/'
const DB = '^server/db/'
const INTEGRATIONS = '^server/integrations/'
const DB_TYPES = String.raw`^server/db/(context|open)\.ts$`
const TRANSPORT_LAYER = '^server/(trpc|http|jobs)/'
const ENTRY = String.raw`^server/[^/]+\.ts$`
const COMMANDS = '^server/cli/'
const SEED = '^server/seed/'
const CONFIG = String.raw`^server/config\.ts$`
const APP_ROUTER = String.raw`^server/trpc/app-router\.ts$`
const IPC_CONTRACT = String.raw`^electron/ipc-contract\.ts$`

/** Matches packages by name; `scope/.+` stands for a whole scope. */
const packages = (...names) => `node_modules/(${names.join('|')})/`

const ZOD = packages('zod')
const ELECTRON = packages('electron', 'electron-log', 'electron-updater')
const TRANSPORT = packages('hono', '@hono/.+', '@trpc/.+')
const DATABASE = packages('pg', 'pg-copy-streams', 'sqlite3', 'prisma', '@prisma/.+')

const list = (value) => (value === undefined ? [] : [value].flat())

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** Product code below `from`; tests and the configurations of tools are free to reach everywhere. */
const product = (from, pathNot) => ({ path: from, pathNot: [TEST, TOOL, ...list(pathNot)] })

/** Of this project, `from` imports nothing but `allowed`; packages are another rule's matter. */
const onlyLocal = (name, comment, { from, not, allowed }) =>
  rule(name, comment, product(from, not), { path: PROJECT, pathNot: [...list(allowed), TEST] })

/** `from` imports nothing but `allowed`: no other file, no other package, nothing of Node. */
const only = (name, comment, { from, allowed }) =>
  rule(name, comment, product(from), { pathNot: allowed })

const never = (name, comment, { from, not, forbidden }) =>
  rule(name, comment, product(from, not), { path: forbidden })

/** Of `types`, which another rule lets in, `from` imports the types and no code. */
const typesOnly = (name, comment, { from, types }) =>
  rule(name, comment, product(from), { path: types, dependencyTypesNot: ['type-only'] })

// --- The desktop shell ----------------------------------------------------------------------------

const shell = [
  onlyLocal(
    'electron-main',
    'The shell knows windows and processes: no business rule, no SQL, no page. Of the server it knows the path of the bundle, and the contract for the handshake.',
    {
      from: '^electron/main/',
      allowed: ['^electron/main/', IPC_CONTRACT, CONTRACT],
    },
  ),
  rule(
    'electron-main-packages',
    'The shell is small: Electron, its log and updates, and zod.',
    product('^electron/main/'),
    { path: 'node_modules/', pathNot: [ELECTRON, ZOD] },
  ),
  only('electron-preload', 'The preload is one sandboxed file.', {
    from: '^electron/preload/',
    allowed: ['^electron/preload/', IPC_CONTRACT, packages('electron')],
  }),
  only('ipc-contract', 'Main, preload and page all load it, so it carries nothing with it.', {
    from: IPC_CONTRACT,
    allowed: [CONTRACT, ZOD],
  }),
  never('electron-outside-shell', 'The same server and page run where there is no Electron.', {
    from: '^(server|renderer|prisma)/',
    forbidden: ELECTRON,
  }),
]

// --- The page -------------------------------------------------------------------------------------

const FEATURE_DOOR = String.raw`^renderer/src/features/[^/]+/(index|routes|[^/]+\.messages)\.ts$`

const page = [
  onlyLocal('renderer', 'Of the server the page knows contracts only.', {
    from: '^renderer/src/',
    allowed: ['^renderer/src/', CONTRACT, MODULE_CONTRACT, APP_ROUTER, IPC_CONTRACT],
  }),
  typesOnly(
    'renderer-types-only',
    'The code of the router and of the IPC contract stays outside.',
    {
      from: '^renderer/src/',
      types: [APP_ROUTER, IPC_CONTRACT],
    },
  ),
  rule(
    'renderer-packages',
    'The page runs in a browser: no server, no database. Links of tRPC are made of observables.',
    product('^renderer/src/'),
    {
      path: [
        packages('hono', '@hono/.+', '@trpc/server', 'pino', 'prom-client', 'csv-parse'),
        DATABASE,
      ],
      pathNot: 'node_modules/@trpc/server/dist/observable/',
    },
  ),
  rule('renderer-node', 'The page runs in a browser: nothing of Node.', product('^renderer/src/'), {
    dependencyTypes: ['core'],
  }),
  rule(
    'feature-internals',
    'A feature is used through its index.ts; everything else in it is its own.',
    product('^renderer/src/features/([^/]+)/'),
    {
      path: '^renderer/src/features/[^/]+/.',
      pathNot: ['^renderer/src/features/$1/', String.raw`^renderer/src/features/[^/]+/index\.ts$`],
    },
  ),
  rule(
    'app-uses-feature-doors',
    'The frame of the page knows of a feature its index.ts, routes.ts and words.',
    product('^renderer/src/(app/|[^/]+$)'),
    { path: '^renderer/src/features/', pathNot: [FEATURE_DOOR] },
  ),
  never('renderer-base', 'What every feature uses knows no feature.', {
    from: '^renderer/src/(ui|composables|api)/',
    forbidden: '^renderer/src/features/',
  }),
]

// --- The server -----------------------------------------------------------------------------------

const server = [
  only('contract', 'Contracts run everywhere: zod and each other.', {
    from: CONTRACT,
    allowed: [CONTRACT, ZOD],
  }),
  only('module-contract', 'A contract runs in the page too: zod and other contracts.', {
    from: MODULE_CONTRACT,
    allowed: [CONTRACT, MODULE_CONTRACT, ZOD],
  }),
  onlyLocal('kernel', 'The kernel knows nothing of the product.', {
    from: KERNEL,
    allowed: [KERNEL, CONTRACT],
  }),
  onlyLocal('db', 'The database layer knows tables, not features.', {
    from: DB,
    allowed: [DB, KERNEL, CONTRACT, '^prisma/migrations/'],
  }),
  onlyLocal('integrations', 'What talks to other systems knows nothing of ours.', {
    from: INTEGRATIONS,
    allowed: [INTEGRATIONS, KERNEL, CONTRACT],
  }),
  rule(
    'module',
    'A use case: kernel, database, contracts, interfaces, and of other modules the service.',
    product('^server/modules/([^/]+)/', MODULE_DOOR),
    {
      path: PROJECT,
      pathNot: [
        '^server/modules/$1/',
        KERNEL,
        DB,
        CONTRACT,
        INTEGRATIONS,
        MODULE_SERVICE,
        MODULE_CONTRACT,
        TEST,
      ],
    },
  ),
  never('module-knows-no-door', 'A use case does not know who calls it.', {
    from: '^server/modules/',
    not: MODULE_DOOR,
    forbidden: MODULE_DOOR,
  }),
  rule(
    'rules-are-pure',
    'Rules are functions of plain values: no I/O, no clock, no database.',
    product(String.raw`^server/modules/([^/]+)/[^/]+\.rules\.ts$`),
    {
      pathNot: [
        String.raw`^server/modules/$1/[^/]+\.rules\.ts$`,
        String.raw`^server/kernel/(invariant|app-error)\.ts$`,
        CONTRACT,
        MODULE_CONTRACT,
      ],
    },
  ),
  rule(
    'module-door',
    'A router or route: permission, schema, one call of its own service, nothing else.',
    product(String.raw`^server/modules/([^/]+)/[^/]+\.(router|routes)\.ts$`),
    {
      path: PROJECT,
      pathNot: [
        String.raw`^server/modules/$1/([^/]+\.(service|contract)|[^/.]+)\.ts$`,
        String.raw`^server/(trpc|http)/(?!app-router\.ts$)`,
        CONTRACT,
        TEST,
      ],
    },
  ),
  onlyLocal('transport', "Modules' routers, routes and services, and the kernel: no tables.", {
    from: TRANSPORT_LAYER,
    allowed: [
      TRANSPORT_LAYER,
      KERNEL,
      CONTRACT,
      MODULE_DOOR,
      MODULE_SERVICE,
      MODULE_CONTRACT,
      DB_TYPES,
    ],
  }),
  typesOnly('transport-types-only', 'Transport hands the database on and does not use it.', {
    from: TRANSPORT_LAYER,
    types: DB_TYPES,
  }),
  onlyLocal('config', 'The settings are read before anything else exists.', {
    from: CONFIG,
    allowed: [KERNEL, CONTRACT, DB],
  }),
  typesOnly('config-types-only', 'The settings say where the database is and do not open it.', {
    from: CONFIG,
    types: DB,
  }),
  onlyLocal('entry', 'An entry puts the parts together.', {
    from: ENTRY,
    not: CONFIG,
    allowed: [
      ENTRY,
      COMMANDS,
      '^server/(http|trpc|jobs|db|kernel|contract|integrations)/',
      MODULE_DOOR,
      MODULE_SERVICE,
      MODULE_CONTRACT,
    ],
  }),
  onlyLocal('commands', 'A command puts together what it needs, as an entry does.', {
    from: COMMANDS,
    allowed: [
      COMMANDS,
      ENTRY,
      SEED,
      '^server/(jobs|db|kernel|contract)/',
      MODULE_SERVICE,
      MODULE_CONTRACT,
    ],
  }),
  onlyLocal('seed', 'Made-up data is written in sets, past the use cases, into empty tables.', {
    from: SEED,
    allowed: [SEED, '^server/(db|kernel|contract)/', '^server/modules/'],
  }),
  never('transport-packages', 'HTTP and RPC end at routers, routes and the entries.', {
    from: '^server/',
    not: ['^server/(trpc|http)/', MODULE_DOOR, ENTRY],
    forbidden: TRANSPORT,
  }),
  never('database-packages', 'Drivers and their types stay in the database layer.', {
    from: '^(server|renderer)/',
    not: DB,
    forbidden: DATABASE,
  }),
]

// --- Modules stand in a line: one may use those before it -----------------------------------------

const LINE = [
  ['stores'],
  ['outbox'],
  ['imports'],
  ['members'],
  ['orders'],
  ['growth', 'points'],
  ['levels'],
  ['rules'],
  ['check-in'],
  ['audience'],
  ['insight'],
  ['notifications'],
]

const line = LINE.flatMap((names, place) =>
  names.map((name) => {
    const before = LINE.slice(0, place).flat()
    const others = LINE.flat().filter((other) => other !== name && !before.includes(other))
    const comment = 'What goes against the line goes by an event or by a function handed in.'
    return never(`line-${name}`, comment, {
      from: `^server/modules/${name}/`,
      forbidden: others.length > 0 ? `^server/modules/(${others.join('|')})/` : '^$',
    })
  }),
)

// --- Everywhere -----------------------------------------------------------------------------------

const everywhere = [
  rule(
    'unknown-folder',
    'A new folder says here what it may import before it imports anything.',
    product(
      '^(server/(?!(contract|kernel|db|trpc|http|jobs|integrations|modules|cli|seed)/)|electron/(?!(main|preload)/)|renderer/(?!src/))[^/]+/',
    ),
    { path: PROJECT },
  ),
  rule('cycle', 'A cycle can be neither read nor tested in parts.', {}, { circular: true }),
  rule(
    'orphan',
    'Nobody uses it and it uses nothing: left over.',
    { orphan: true, pathNot: [TEST, TOOL, String.raw`\.d\.ts$`, ENTRY, String.raw`/main\.ts$`] },
    {},
  ),
  rule('unresolved', 'It is not there.', {}, { couldNotResolve: true }),
  rule(
    'undeclared-package',
    'A package that package.json does not name is here by chance.',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule(
    'development-package',
    'It would be missing once installed; types and Electron itself are not shipped as packages.',
    product('^(server|electron)/'),
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: packages('electron'),
    },
  ),
  rule(
    'testing-in-product',
    'What tests use stays with tests.',
    { pathNot: [TEST, TOOL] },
    { path: TEST },
  ),
]

module.exports = {
  forbidden: [
    ...everywhere,
    ...shell,
    ...page,
    ...server,
    ...line.filter(({ to }) => to.path !== '^$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)generated/` },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
