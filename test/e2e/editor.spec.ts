import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { RuleGraph } from '../../rules/graph'
import { draftOf, drawing, newRule, subjectHas } from './api'
import { signIn } from './signed-in'
import { installation } from './surroundings'

// What hands do on the drawing of a rule: each gesture ends in the draft that the server has, and can be taken back.

const BRANCHED = drawing(
  [['start', 'mail.arrived', {}, 0, 0], ['if', 'condition', subjectHas('invoice'), 0, 128], ['tag', 'tag.add', { tag: 'Finance' }, 0, 256], ['star', 'message.star', { starred: true }, 280, 256]],
  ['start if', 'if:yes tag', 'if:no star'],
)
const BEFORE = ['condition no message.star', 'condition yes tag.add', 'mail.arrived next condition']

let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  context = await desk(browser)
  page = await context.newPage()
  await signIn(page)
})
test.afterAll(() => context.close())

/** The size of a desk's screen, English, and a clipboard that may be used. */
function desk(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US', permissions: ['clipboard-read', 'clipboard-write'] })
}

async function open(graph: RuleGraph, name: string, where: Page = page): Promise<string> {
  const id = await newRule(where, name, graph)
  await edit(id, where)
  return id
}

async function edit(id: string, where: Page = page): Promise<void> {
  await where.goto(`${installation().url}/rules/${id}/edit`)
  await expect(where.locator('.react-flow__node').first()).toBeVisible()
}

const step = (id: string, where: Page = page): Locator => where.locator(`.react-flow__node[data-id="${id}"]`)
const steps = () => page.locator('.react-flow__node')
const canvas = () => page.locator('.rule-canvas')
const panel = () => page.getByRole('dialog', { name: 'Add a step' })
const said = () => page.locator('[role="status"].sr-only')
const press = (...keys: readonly string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
const expectWires = (id: string, wires: readonly string[]) => expect.poll(async () => (await draftOf(page, id)).wires).toEqual([...wires].toSorted())

/** Where on the screen the middle of something is. */
async function middleOf(what: Locator): Promise<{ x: number; y: number }> {
  const box = await what.boundingBox()
  if (box === null) throw new Error('It is not on the screen.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
}

test('a connection dragged to empty canvas asks which step comes there', async () => {
  const id = await open(BRANCHED, 'Dragged to nowhere')
  const from = await middleOf(step('tag').locator('.react-flow__handle.source'))
  await drag(from, { x: from.x - 60, y: from.y + 60 })
  await expect(panel()).toContainText('After “Tag”')
  await page.keyboard.type('folder')
  await page.keyboard.press('Enter')
  await expectWires(id, [...BEFORE, 'tag.add next mailbox.move'])
  await expect(page.getByRole('combobox', { name: 'Folder' }), 'the form of what was added has the cursor').toBeFocused()
  await page.keyboard.press('Escape')
  await expect(canvas(), 'Escape gives the keyboard back to the drawing').toBeFocused()
})

test('a connection dragged onto a step leads there, and one that would lead round in a circle is refused', async () => {
  const id = await open(BRANCHED, 'Dragged to a step')
  await drag(await middleOf(step('tag').locator('.react-flow__handle.source')), await middleOf(step('star').locator('.react-flow__handle.target')))
  await expectWires(id, [...BEFORE, 'tag.add next message.star'])
  await drag(await middleOf(step('star').locator('.react-flow__handle.source')), await middleOf(step('if')))
  await expect(page.getByText('This would lead round in a circle').first()).toBeVisible()
  await expectWires(id, [...BEFORE, 'tag.add next message.star'])
})

test('the plus on a connection puts a step in between', async () => {
  const id = await open(BRANCHED, 'In between')
  await page.getByRole('button', { name: 'Insert a step: Mail arrives to Condition' }).click()
  await expect(panel()).toContainText('Between “Mail arrives” and “Condition”')
  await page.keyboard.type('notify')
  await page.keyboard.press('Enter')
  await expectWires(id, ['condition no message.star', 'condition yes tag.add', 'mail.arrived next user.notify', 'user.notify next condition'])
})

test('“Connect to …” does what dragging does', async () => {
  const id = await open(BRANCHED, 'By the list')
  await step('star').click()
  await page.getByRole('button', { name: 'Connect “Then”' }).click()
  await expect(page.getByRole('menuitem', { name: /^Condition/ }), 'what would lead round in a circle is not offered').toHaveCount(0)
  await page.getByRole('menuitem', { name: /^Tag/ }).click()
  await expectWires(id, [...BEFORE, 'message.star next tag.add'])
})

test('copied steps are pasted into another rule with the connections among them', async () => {
  await open(BRANCHED, 'Copied from')
  await step('if').click()
  await step('tag').click({ modifiers: ['Control'] })
  await press('Control+c')
  await expect(said()).toHaveText('2 steps copied')
  const id = await open(drawing([['start', 'mail.arrived', {}, 0, 0]], []), 'Pasted into')
  await canvas().focus()
  await press('Control+v')
  await expectWires(id, ['condition yes tag.add'])
  await press('Control+z')
  await expect(steps()).toHaveCount(1)
})

test('a step is duplicated beside itself and taken back', async () => {
  await open(BRANCHED, 'Twice')
  await step('tag').click()
  await press('Control+d')
  await expect(steps()).toHaveCount(5)
  const boxes = await Promise.all((await steps().all()).map((one) => one.boundingBox()))
  const lies = boxes.some((a, at) => boxes.slice(at + 1).some((b) => a !== null && b !== null && Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < a.height))
  expect(lies, 'no step lies on another').toBe(false)
  await press('Control+z')
  await expect(steps()).toHaveCount(4)
  await expect(said()).toHaveText('Undone: Tag duplicated')
})

test('a deleted step takes its connections along, or heals them, and both come back', async () => {
  const id = await open(BRANCHED, 'Deleted')
  await step('if').click()
  await press('Delete')
  await expectWires(id, [])
  await press('Control+z')
  await expectWires(id, BEFORE)
  await step('if').click()
  await press('Control+Delete')
  await expectWires(id, ['mail.arrived next tag.add'])
  await press('Control+z')
  await expectWires(id, BEFORE)
  await press('Control+Shift+z')
  await expectWires(id, ['mail.arrived next tag.add'])
})

test('F2 renames, Enter goes back to the drawing, and the next step that is chosen keeps the keyboard there', async () => {
  const id = await open(BRANCHED, 'Renamed')
  await step('tag').click()
  await press('F2')
  await page.keyboard.type('Books')
  await press('Enter')
  await expect(canvas()).toBeFocused()
  await expect.poll(async () => (await draftOf(page, id)).steps).toContain('tag.add=Books')
  await press('ArrowUp')
  await expect(step('if')).toHaveClass(/selected/)
  await expect(canvas()).toBeFocused()
})

test('arrows with Alt move a step by eight, as one step of the history', async () => {
  const id = await open(BRANCHED, 'Nudged')
  const placeOf = async () => (await draftOf(page, id)).graph.nodes.find((node) => node.id === 'star')?.position
  await step('star').click()
  await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowDown')
  await expect.poll(placeOf).toEqual({ x: 296, y: 264 })
  await press('Control+z')
  await expect.poll(placeOf).toEqual({ x: 280, y: 256 })
})

test('a crowd of sixty steps is tidied, seen whole, and followed on the overview', async () => {
  const many = sixty()
  const id = await open(many, 'Sixty steps')
  await expect(page.getByRole('img', { name: 'Overview of the rule' })).toBeVisible()
  await canvas().focus()
  await press('Alt+Shift+T')
  await expect.poll(async () => new Set((await draftOf(page, id)).graph.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(60)
  const frame = await canvas().boundingBox()
  await expect.poll(async () => (await Promise.all((await steps().all()).map((one) => one.boundingBox()))).every((box) => frame !== null && box !== null && box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height), { message: 'all steps are in view' }).toBe(true)
  await press('0')
  await expect.poll(() => page.locator('.react-flow__viewport').evaluate((view) => new DOMMatrix(getComputedStyle(view).transform).a)).toBe(1)
  await press('Control+z')
  await expect.poll(async () => new Set((await draftOf(page, id)).graph.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(1)
})

function sixty(): RuleGraph {
  const pairs = Array.from({ length: 29 }, (_, at) => at)
  return drawing(
    [['start', 'mail.arrived', {}, 0, 0], ...pairs.flatMap((at) => [[`c${at}`, 'condition', subjectHas(`word ${at}`), 0, 0], [`t${at}`, 'tag.add', { tag: `Tag ${at}` }, 0, 0]] as const), ['end', 'flow.stop', {}, 0, 0]],
    ['start c0', ...pairs.map((at) => `c${at}:yes t${at}`), ...pairs.slice(1).map((at) => `c${at - 1}:no c${at}`), 'c28:no end'],
  )
}

test('a rule is built, tried and named with the keyboard alone', async () => {
  const id = await open(drawing([['start', 'mail.arrived', {}, 0, 0]], []), 'Keys only')
  await canvas().focus()
  await press('n')
  await page.keyboard.type('condition')
  await press('Enter')
  await expect(page.getByRole('radio', { name: 'All' }).or(page.getByRole('combobox', { name: 'Field' })).first()).toBeVisible()
  await press('Escape')
  await expect(canvas()).toBeFocused()
  await press('n')
  await page.keyboard.type('star')
  await press('Enter', 'Escape')
  await expectWires(id, ['condition yes message.star', 'mail.arrived next condition'])
  await press('ArrowUp', 'ArrowUp')
  await expect(step('start')).toHaveClass(/selected/)
  await press('Shift+ArrowDown')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(3)
  await press('Control+Enter')
  await expect(page.getByRole('tab', { name: 'Test', selected: true })).toBeVisible()
})

test('what a key does is said to assistive technology, and is no part of a name', async () => {
  await open(BRANCHED, 'Named')
  await expect(page.getByRole('button', { name: 'Test', exact: true })).toHaveAttribute('aria-keyshortcuts', 'Control+Enter')
})

test('the sentence reads as one, with its spaces', async () => {
  await open(BRANCHED, 'Said')
  await expect(page.getByRole('tabpanel', { name: 'Sentence' })).toHaveText('When a mail arrives in Support, if the subject contains “invoice”, then tag it Finance; otherwise star it.')
})

test('a test lights the way the mail took, and all of it stays in view', async () => {
  await open(BRANCHED, 'Lit')
  await press('Control+Enter')
  await page.getByRole('button', { name: 'Choose a mail' }).click()
  await page.getByRole('option').first().click()
  await expect(page.getByText(/Takes 3 of 4 steps/)).toBeVisible()
  await expect(page.locator('.react-flow__edge.is-on')).toHaveCount(2)
  await expect(page.locator('.react-flow__edge.is-off')).toHaveCount(1)
  const frame = await canvas().boundingBox()
  await expect.poll(async () => {
    const box = await step('star').boundingBox()
    return box !== null && frame !== null && box.y + box.height <= frame.y + frame.height
  }).toBe(true)
})

test('publishing waits until its warnings are accepted', async () => {
  await open(drawing([['start', 'mail.arrived', {}, 0, 0], ['tag', 'tag.add', { tag: 'Finance' }, 0, 128], ['loose', 'message.star', { starred: true }, 280, 128]], ['start tag']), 'Warned')
  await page.getByRole('button', { name: 'Publish v1' }).click()
  const sheet = page.getByRole('dialog', { name: 'Publish Warned as v1?' })
  await expect(sheet.getByText('One warning')).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Publish v1' })).toBeDisabled()
  await sheet.getByRole('checkbox', { name: 'Accept' }).click()
  await expect(sheet.getByRole('button', { name: 'Publish v1' })).toBeEnabled()
  await sheet.getByRole('button', { name: 'Not yet' }).click()
  await expect(sheet).toBeHidden()
})

test('of two tabs that change one rule, the second is asked whose draft stands', async ({ browser }) => {
  const id = await open(BRANCHED, 'Contested')
  const other = await browser.newContext({ storageState: await context.storageState(), viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  try {
    const tab = await other.newPage()
    await edit(id, tab)
    await tab.route('**/api/trpc/live.changes**', (route) => route.abort())
    await tab.route('**/api/trpc/*rule.saveDraft**', async (route) => {
      await step('star').click()
      await press('Delete')
      await expectWires(id, ['condition yes tag.add', 'mail.arrived next condition'])
      await tab.unroute('**/api/trpc/*rule.saveDraft**')
      await route.continue()
    })
    await step('tag', tab).click()
    await tab.keyboard.press('Delete')
    const ask = tab.getByRole('dialog', { name: 'Somebody else saved this rule' })
    await expect(ask).toBeVisible()
    await ask.getByRole('button', { name: 'Load theirs' }).click()
    await expect(ask).toBeHidden()
    await expect(step('tag', tab)).toBeVisible()
    await expect(step('star', tab)).toHaveCount(0)
    await tab.keyboard.press('Control+z')
    await expect(step('star', tab), 'Undo brings mine back').toBeVisible()
  } finally {
    await other.close()
  }
})

test('whoever leaves before the draft is saved finds the change again', async () => {
  const id = await open(BRANCHED, 'Left in a hurry')
  await step('star').click()
  await press('Delete')
  await page.getByRole('link', { name: 'Rules' }).first().click()
  await expect(page).toHaveURL(/\/rules$/)
  await expectWires(id, ['condition yes tag.add', 'mail.arrived next condition'])
})

test('names without end are cut with dots and lie on nothing', async () => {
  const long = 'Quote requests of existing customers from Austria, Liechtenstein and Switzerland that nobody answered within a day'
  await open(RuleGraph.parse({ ...BRANCHED, nodes: BRANCHED.nodes.map((node) => (node.id === 'start' ? node : { ...node, name: long })) }), long)
  await expect(page.getByRole('button', { name: 'Publish v1' })).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true)
  expect(await step('tag').locator('.step-title').evaluate((title) => title.getBoundingClientRect().right <= (title.closest('.step-card')?.getBoundingClientRect().right ?? 0))).toBe(true)
})

test('a pasted mail takes its way through the drawing, and a file that is no mail is refused in words [SAF-05]', async () => {
  await open(BRANCHED, 'Tried on a pasted mail')
  await page.getByRole('tab', { name: 'Test' }).click()
  await page.getByRole('button', { name: 'Paste or open a mail' }).click()
  const ask = page.getByRole('dialog', { name: 'Paste or open a mail' })
  await ask.getByLabel('Source of the mail, with its header').fill('From: Ada <ada@example.com>\nTo: support@example.org\nSubject: Invoice 7\n\nPlease pay.\n')
  await ask.getByRole('button', { name: 'Try it' }).click()
  await expect(step('if')).toContainText('Yes')
  await expect(step('tag')).toContainText('Would do')
  await expect(step('star')).not.toContainText('Would do')
  await page.getByRole('button', { name: 'Paste or open a mail' }).click()
  await ask.locator('input[type=file]').setInputFiles({ name: 'notes.eml', mimeType: 'message/rfc822', buffer: Buffer.from('only some words') })
  await expect(page.getByText('This mail was not tried')).toBeVisible()
})
