import { expect, test } from 'vitest'
import { nameOf } from '../../../components/inbox/people'

test.each([
  ['Ada Lovelace', 'ada@people.example', 'Ada Lovelace'],
  [' ', 'ada@people.example', 'ada@people.example'],
  ['billing@bank.example', 'eve@elsewhere.example', 'eve@elsewhere.example'],
  ['Bank (billing@bank.example)', 'eve@elsewhere.example', 'eve@elsewhere.example'],
  ['Ada \u202eecalevoL', 'ada@people.example', 'Ada ecalevoL'],
  ['\u2067', 'ada@people.example', 'ada@people.example'],
  ['Ada @ work', 'ada@people.example', 'Ada @ work'],
])('%j of %s is shown as %s', (name, address, shown) => {
  expect(nameOf({ name, address })).toBe(shown)
})
