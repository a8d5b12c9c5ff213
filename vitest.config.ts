import { defineConfig } from 'vitest/config'

/** Files that touch nothing but memory: part of `npm run check`. */
const pure = ['test/rules/**/*.test.ts', 'test/mail/pure/**/*.test.ts', 'test/components/**/*.test.ts', 'test/app/**/*.test.ts', 'test/workflows/**/replay*.test.ts']

const setupFiles = ['test/support/drawn-seed.ts']

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      // They share no state that one could leave to another: one module registry for all saves half their time.
      { test: { name: 'pure', include: pure, environment: 'node', isolate: false, setupFiles, testTimeout: 60_000 } },
      {
        test: {
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, 'test/e2e/**', 'test/bench/**'],
          environment: 'node',
          pool: 'forks',
          setupFiles,
          globalSetup: ['test/support/shared-stack.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
