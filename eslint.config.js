import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

const TYPESCRIPT = ['**/*.ts', '**/*.vue']
const TESTS = ['**/*.{test,spec,compare}.ts', '**/{e2e,testing,checks,bench}/**/*.ts']
const TOOL_CONFIGS = ['**/*.config.ts', '**/vite.*.ts']

// --- What is forbidden, each with the place where it is allowed ---------------------------------

const EMPTY_CATCH = [
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'An error is not swallowed: handle it, or let it pass.',
  },
  {
    selector:
      "CallExpression[callee.property.name='catch'] > :function > BlockStatement[body.length=0]",
    message: 'An error is not swallowed: handle it, or let it pass.',
  },
]
const SYSTEM_TIME = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from ctx.clock (server/kernel/clock.ts).',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'Time comes from ctx.clock (server/kernel/clock.ts).',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time comes from ctx.clock (server/kernel/clock.ts).',
  },
]
const ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only server/config.ts reads the environment.',
  },
  {
    selector:
      "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
    message: 'Only server/config.ts reads the environment.',
  },
]
const OPEN_EXTERNAL = [
  {
    selector:
      ":matches(MemberExpression[property.name='openExternal'], ObjectPattern > Property[key.name='openExternal'])",
    message: 'Addresses leave the app through electron/main/security.ts, which checks them.',
  },
]
const RAW_SQL = [
  {
    selector: String.raw`MemberExpression[property.name=/^\$(query|execute)Raw(Unsafe|Typed)?$/]`,
    message: 'Raw SQL goes through the tagged helper of server/db, which binds values.',
  },
]

// A later block replaces the options of an earlier one, so each place lists all it forbids.
const forbid = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] })

const UNSAFE_OFF = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((kind) => [
    `@typescript-eslint/no-unsafe-${kind}`,
    'off',
  ]),
)

// A rule is an error or it is off: a warning is read once and never again.
const asErrors = (configs) =>
  configs.map(({ rules, ...config }) => ({
    ...config,
    ...(rules && {
      rules: Object.fromEntries(
        Object.entries(rules).map(([name, level]) => {
          const [severity, ...options] = Array.isArray(level) ? level : [level]
          return [name, [severity === 'off' || severity === 0 ? 'off' : 'error', ...options]]
        }),
      ),
    }),
  }))

export default defineConfig(
  globalIgnores([
    'out/',
    'dist/',
    'data/',
    '.cache/',
    'prisma/.build/',
    '**/generated/',
    '**/test-results/',
    '**/playwright-report/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // A function that only passes a promise on, or keeps an interface, awaits nothing.
      '@typescript-eslint/require-await': 'off',
      // TypeScript does it better.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      ...forbid(EMPTY_CATCH, OPEN_EXTERNAL, RAW_SQL),
    },
  },
  {
    files: ['**/*.vue'],
    extends: [asErrors(vue.configs['flat/recommended']), ts.configs.disableTypeChecked],
    // Each .vue file would have its program made anew, most of the time of a run. vue-tsc checks their types;
    // what is worth a rule about promises stands in composables.
    languageOptions: { parserOptions: { parser: ts.parser, projectService: false } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/define-props-declaration': ['error', 'type-based'],
      // Words for people come from the message files, in both languages.
      'vue/no-bare-strings-in-template': 'error',
      'vue/no-v-html': 'error',
      // The type of a prop says whether it may be missing.
      'vue/require-default-prop': 'off',
    },
  },
  {
    // Here ESLint sees an imported .vue file without its types; vue-tsc checks these files with them.
    files: ['renderer/**/*.ts', 'renderer/**/*.vue'],
    rules: {
      ...UNSAFE_OFF,
      // Composables hand out functions that need no `this`, typed as methods.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // The shell takes what is written here into its log.
    files: ['renderer/**', 'electron/**'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },
  {
    files: ['renderer/src/**'],
    rules: forbid(EMPTY_CATCH, OPEN_EXTERNAL, RAW_SQL, ENVIRONMENT),
  },
  {
    files: ['electron/main/security.ts'],
    rules: forbid(EMPTY_CATCH, RAW_SQL),
  },
  {
    files: ['server/**'],
    rules: forbid(EMPTY_CATCH, OPEN_EXTERNAL, RAW_SQL, ENVIRONMENT, SYSTEM_TIME),
  },
  {
    files: ['server/config.ts'],
    rules: forbid(EMPTY_CATCH, OPEN_EXTERNAL, RAW_SQL, SYSTEM_TIME),
  },
  {
    files: ['server/kernel/clock.ts'],
    rules: forbid(EMPTY_CATCH, OPEN_EXTERNAL, RAW_SQL, ENVIRONMENT),
  },
  {
    files: ['server/db/**'],
    rules: forbid(EMPTY_CATCH, OPEN_EXTERNAL, ENVIRONMENT, SYSTEM_TIME),
  },
  {
    files: TESTS,
    rules: {
      ...forbid(EMPTY_CATCH),
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      // Playwright's fixtures take `({}, use)`.
      'no-empty-pattern': 'off',
      // What a page, a response or a spy hands over is judged by the expectations that follow.
      ...UNSAFE_OFF,
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['server/**/*.test.ts', 'server/**/testing/**'],
    rules: forbid(EMPTY_CATCH, SYSTEM_TIME),
  },
  { files: TOOL_CONFIGS, rules: forbid(EMPTY_CATCH) },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        module: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        require: 'readonly',
        setImmediate: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { ...forbid(EMPTY_CATCH), 'max-lines': ['error', 400] },
  },
  prettier,
)
