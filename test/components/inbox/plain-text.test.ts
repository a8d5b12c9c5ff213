import { expect, it } from 'vitest'
import { piecesOf, stretchesOf } from '../../../components/inbox/plain-text'

it('tells what was written from what was quoted, by depth', () => {
  expect(stretchesOf('Yes.\n\n> Will you come?\n>> When?\n> Soon\n\nBye')).toEqual([
    { depth: 0, text: 'Yes.' },
    { depth: 1, text: 'Will you come?' },
    { depth: 2, text: 'When?' },
    { depth: 1, text: 'Soon' },
    { depth: 0, text: 'Bye' },
  ])
})

it('makes links of web and mail addresses, without the full stop behind them', () => {
  expect(piecesOf('See https://example.com/a?b=1. Or write to ada@example.com!')).toEqual([
    { text: 'See ', href: null },
    { text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
    { text: '. Or write to ', href: null },
    { text: 'ada@example.com', href: 'mailto:ada@example.com' },
    { text: '!', href: null },
  ])
})
