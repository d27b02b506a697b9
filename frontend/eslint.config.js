import { readdirSync } from 'node:fs'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** The floors: client and shared → domains → app, and no domain reaches into another. */
const forbid = (files, ...group) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message: 'This floor lies above or beside.' }] }] },
})
const domains = readdirSync('src/domains')

export default tseslint.config(
  { ignores: ['dist', 'src/client/schema.d.ts', 'playwright-report', 'test-results'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  prettier,
  { languageOptions: { globals: globals.browser } },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    rules: {
      'max-lines': ['error', { max: 200 }],
      'no-undef': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-name-in-template-casing': ['error', 'PascalCase', { registeredComponentsOnly: false }],
      'vue/multi-word-component-names': 'off',
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
    },
  },
  { files: ['src/**/components/*.vue', 'src/shared/ui/*.vue'], rules: { 'max-lines': ['error', { max: 150 }] } },
  // The portal is for phones that stopped at Chrome 86. Syntax is lowered by the build; what the browser itself must
  // have is looked for here, style sheets and the built files by portal.check.mjs.
  {
    files: ['src/portal/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          ['Object', 'hasOwn'],
          ['Object', 'groupBy'],
          ['Array', 'fromAsync'],
          ['crypto', 'randomUUID'],
          ['AbortSignal', 'timeout'],
          ['AbortSignal', 'any'],
          ['URL', 'canParse'],
          ['Promise', 'withResolvers'],
        ].map(([object, property]) => ({ object, property, message: 'Chrome 86 does not have it.' })),
        ...['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'isWellFormed'].map(
          (property) => ({
            property,
            message: 'Chrome 86 does not have it.',
          }),
        ),
      ],
      'no-restricted-globals': ['error', 'structuredClone', 'scheduler', 'reportError', 'navigation'],
    },
  },
  forbid(
    ['src/portal/**'],
    '@/domains/*',
    '@/app/*',
    '@/client/api',
    'element-plus*',
    'vue-i18n',
    'pinia',
    '@tanstack/*',
  ),
  forbid(['src/client/**'], '@/shared/*', '@/domains/*', '@/app/*'),
  forbid(['src/shared/**'], '@/domains/*', '@/app/*'),
  ...domains.map((own) =>
    forbid([`src/domains/${own}/**`], '@/app/*', ...domains.filter((d) => d !== own).map((d) => `@/domains/${d}/*`)),
  ),
)
