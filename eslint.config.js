import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import ts from 'typescript-eslint'

/** Tests may be long, but they may not sleep, mock modules, or stand alone. */
const testRules = {
  'max-lines-per-function': 'off',
  'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  'no-restricted-syntax': [
    'error',
    {
      selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
      message: 'Ask the front door: module mocks are not used here.',
    },
    {
      selector: "MemberExpression[object.name='it'][property.name=/^(only|skip)$/]",
      message: 'A test runs, always.',
    },
  ],
}

export default ts.config(
  {
    ignores: [
      '**/node_modules/**',
      'functions/lib/**',
      'packages/client/src/generated/**',
      '.local/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/require-await': 'off',
      // Ports are plain objects of functions: there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      complexity: ['error', 15],
    },
  },
  { files: ['**/*.test.ts', '**/test/**/*.ts'], rules: testRules },
  {
    files: ['scripts/**', 'bench/**', 'packages/local-stack/**', 'functions/build.mjs', '**/bin/**'],
    rules: { 'no-console': 'off' },
  },
  prettier,
)
