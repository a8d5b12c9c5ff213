import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bootstrap, nodeProblem } from '../../stack/bootstrap.mjs'
import { scratchFolder } from '../support/scratch'

/** An npm that notes what it was asked for and does what the test says. */
function npm(...outcomes: (() => boolean)[]) {
  const asked: string[] = []
  return { asked, run: (_root: string, args: string[]) => (asked.push(args[0] ?? ''), (outcomes[asked.length - 1] ?? (() => true))()) }
}

function project(): string {
  const root = scratchFolder()
  writeFileSync(join(root, 'package.json'), '{"name":"p"}')
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } } }))
  mkdirSync(join(root, 'node_modules'))
  return root
}

test('packages are installed once, and again when the lock file changes', () => {
  const root = project()
  const { asked, run } = npm()
  expect(bootstrap(root, run)).toBe('installed')
  expect(bootstrap(root, run)).toBe('nothing')
  writeFileSync(join(root, 'package-lock.json'), '{"packages":{"":{},"node_modules/c":{"version":"3.0.0"}}}')
  expect(bootstrap(root, run)).toBe('installed')
  expect(asked).toEqual(['ci', 'ci'])
})

test('an install that was killed half-way is done again', () => {
  const root = project()
  const killed = npm(() => {
    throw new Error('killed')
  })
  expect(() => bootstrap(root, killed.run)).toThrow('killed')
  const again = npm()
  expect(bootstrap(root, again.run)).toBe('installed')
  expect(again.asked).toEqual(['ci'])
})

test('where the lock file cannot be installed, the manifest is', () => {
  const { asked, run } = npm(() => false)
  expect(bootstrap(project(), run)).toBe('installed')
  expect(asked).toEqual(['ci', 'install'])
})

test('when npm cannot install at all, the sentence says so and nothing counts as installed', () => {
  const root = project()
  expect(() => bootstrap(root, npm(() => false, () => false).run)).toThrow('could not be installed')
  expect(bootstrap(root, npm().run)).toBe('installed')
})

test('what npm has installed by hand is taken as it is, unless a version differs', () => {
  const root = project()
  mkdirSync(join(root, 'node_modules', 'a'))
  const installed = (version: string) => writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version } } }))
  installed('1.0.0')
  expect(bootstrap(root, npm().run)).toBe('adopted')
  rmSync(join(root, 'node_modules', '.postroom-stamp'))
  installed('0.9.0')
  expect(bootstrap(root, npm().run)).toBe('installed')
})

test.each([
  ['18.20.8', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['24.1.0', false],
])('Node %s is too old: %s', (version, tooOld) => {
  expect(nodeProblem(version) !== null).toBe(tooOld)
})
