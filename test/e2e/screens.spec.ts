import AxeBuilder from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../stack/paths'
import { signIn } from './signed-in'
import { installation } from './surroundings'

const SIZES = [{ name: 'desk', width: 1280, height: 800 }, { name: 'phone', width: 390, height: 844 }] as const
const THEMES = ['light', 'dark'] as const
const SIGNED_IN = join(projectRoot(), '.postroom', 'test-results', 'signed-in.json')
const PICTURES = join(projectRoot(), '.postroom', 'test-results', 'screens')

/** Every screen and the way to it; a way may have to ask the API for an id first. */
const SCREENS: Readonly<Record<string, (page: Page) => Promise<string>>> = {
  'inbox': at('/inbox'),
  'inbox, a thread open': async (page) => `/inbox?thread=${await firstOf(page, 'message.list', 'threadId')}`,
  'rules': at('/rules'),
  'rule editor': async (page) => `/rules/${await firstOf(page, 'rule.list', 'id')}/edit`,
  'a look back': async (page) => `/rules/${await firstOf(page, 'rule.list', 'id')}/edit?dock=whatIf`,
  'a rule for older mail': async (page) => `/rules?apply=${await firstOf(page, 'rule.list', 'id')}`,
  'executions': at('/executions'),
  'one execution': async (page) => `/executions/${await firstOf(page, 'execution.list', 'id')}`,
  'one execution on another version': async (page) => `/executions/${await firstOf(page, 'execution.list', 'id')}?versus=draft`,
  'records': at('/records'),
  'one record': async (page) => `/records/${await firstOf(page, 'record.list', 'id')}`,
  'outbox': at('/outbox'),
  'one outgoing mail': async (page) => `/outbox/${await firstOf(page, 'outbox.list', 'id')}`,
  'approvals': at('/approvals'),
  'follow-ups': at('/follow-ups'),
  'channels': at('/channels'),
  'settings': at('/settings'),
  'accounts': at('/settings/accounts'),
  'connect an account': at('/settings/accounts?do=connect'),
  'outgoing servers': at('/settings/servers'),
  'workspace': at('/settings/workspace'),
  'working hours': at('/settings/calendars'),
  'lists': at('/settings/lists'),
  'hooks': at('/settings/hooks'),
  'web addresses': at('/settings/endpoints'),
  'API tokens': at('/settings/tokens'),
  'sign-ins': at('/settings/sessions'),
  'nothing found': at('/inbox?q=nobodywrotethiseverxyz'),
}

function at(path: string): (page: Page) => Promise<string> {
  return async () => path
}

const ROW = z.looseObject({ id: z.string(), threadId: z.string().nullish() })
const ROWS = z.object({ result: z.object({ data: z.object({ json: z.union([z.array(ROW), z.object({ rows: z.array(ROW) })]) }) }) })

/** A field of the first row of a list of the API, asked for with the browser's own session, as soon as there is one. */
async function firstOf(page: Page, procedure: string, field: 'id' | 'threadId'): Promise<string> {
  let found = ''
  await expect.poll(async () => {
    const { json } = ROWS.parse(await (await page.request.get(`${installation().url}/api/trpc/${procedure}`)).json()).result.data
    const row = (Array.isArray(json) ? json : json.rows)[0]
    found = row?.[field] ?? ''
    return found
  }, { message: `a row of ${procedure}`, timeout: 60_000 }).not.toBe('')
  return found
}

/** What a page says is wrong with it, collected from its birth. */
function troublesOf(page: Page): string[] {
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`)
  })
  return troubles
}

/** Waits until the screen shows what it is for: it has a heading or a main region, and nothing on it says that it is loading. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('main, [role="main"]').first()).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
}

async function expectFinished(page: Page, troubles: readonly string[], picture: string): Promise<void> {
  await settled(page)
  await page.screenshot({ path: join(PICTURES, `${picture}.png`) })
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }))
  expect.soft(wide, 'no horizontal scroll').toBeLessThanOrEqual(seen)
  // Taken now: axe tries every frame, and a mail's frame says that it runs nothing.
  const said = [...troubles]
  // Legacy mode looks at this page alone. The other opens a page of its own per look, which Chromium sometimes never grants while a mail's frame is shown.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(' | ')}`)
  expect.soft(grave, 'accessibility').toEqual([])
  expect.soft(said, 'console').toEqual([])
}

test.beforeAll(async ({ browser }) => {
  mkdirSync(PICTURES, { recursive: true })
  if (existsSync(SIGNED_IN)) writeFileSync(SIGNED_IN, '{}')
  const context = await browser.newContext()
  await signIn(await context.newPage())
  await context.storageState({ path: SIGNED_IN })
  await context.close()
})

for (const theme of THEMES) {
  for (const { name: size, width, height } of SIZES) {
    test.describe(`${size}, ${theme}`, () => {
      let context: BrowserContext

      test.beforeAll(async ({ browser }) => {
        context = await browser.newContext({ storageState: SIGNED_IN, viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' })
      })
      test.afterAll(() => context.close())

      for (const [screen, way] of Object.entries(SCREENS)) {
        test(`${screen} is finished`, async () => {
          const page = await context.newPage()
          const troubles = troublesOf(page)
          try {
            const answer = await page.goto(`${installation().url}${await way(page)}`)
            expect(answer?.status()).toBe(200)
            await expectFinished(page, troubles, `${screen.replaceAll(/[ ,]+/g, '-')}.${size}.${theme}`)
          } finally {
            await page.close()
          }
        })
      }

      test('sign-in is finished', async ({ browser }) => {
        const stranger = await browser.newContext({ viewport: { width, height }, colorScheme: theme })
        const page = await stranger.newPage()
        const troubles = troublesOf(page)
        await page.goto(`${installation().url}/sign-in`)
        await expectFinished(page, troubles, `sign-in.${size}.${theme}`)
        await stranger.close()
      })
    })
  }
}

test('a dialog gives the keyboard back to what opened it, from a button and from a menu', async ({ browser }) => {
  const context = await browser.newContext({ storageState: SIGNED_IN, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${installation().url}/rules`)
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible()
  const dialog = page.getByRole('dialog')
  const rule = page.getByRole('listitem').filter({ has: page.getByRole('switch', { checked: true }) }).first()
  for (const opens of [
    { button: rule.getByRole('switch'), item: null },
    { button: rule.getByRole('button', { name: /^What to do with/ }), item: 'Apply to older mail' },
    { button: rule.getByRole('button', { name: /^What to do with/ }), item: 'Rename' },
  ]) {
    await opens.button.click()
    if (opens.item !== null) await page.getByRole('menuitem', { name: opens.item }).click()
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(opens.button, opens.item ?? 'the switch').toBeFocused()
  }
  await context.close()
})
