import type { ConditionTest } from '../condition-tree'
import { textsOf } from './arguments'
import type { Given } from './arguments'
import type { Sign } from './comparison'
import { anyOf, asked, item, lost } from './said'
import type { ChangedCode, Said } from './said'

/** The greatest number that conditions compare with. */
const MOST = '999999999999999'

/** RFC 5231 with numbers: `of` is what is compared. Texts have no order here. */
export function readNumber(args: Given, of: ConditionTest, sign: Sign, keys: readonly string[], note: (code: ChangedCode) => void): Said {
  if (textsOf(args, 'comparator')?.[0]?.toLowerCase() !== 'i;ascii-numeric') return lost('noNumber')
  note('numeric')
  return signed(of, sign, keys)
}

/** How many addresses there are in To and Cc: of other headers rules count nothing. */
export function countedRecipients(headers: readonly string[], sign: Sign, keys: readonly string[]): Said {
  const names = headers.map((name) => name.toLowerCase()).toSorted()
  return names.join() === 'cc,to' ? signed(asked('recipientCount', '', 'equals'), sign, keys) : lost('countOf')
}

function signed({ field, header }: ConditionTest, sign: Sign, keys: readonly string[]): Said {
  if (!keys.every((key) => /^\d{1,15}$/.test(key))) return lost('noNumber')
  return item(
    anyOf(
      keys.map((key) => {
        switch (sign) {
          case 'gt':
            return asked(field, header, 'greaterThan', [key])
          case 'ge':
            return asked(field, header, 'between', [key, MOST])
          case 'lt':
            return asked(field, header, 'lessThan', [key])
          case 'le':
            return asked(field, header, 'between', ['0', key])
          case 'eq':
            return asked(field, header, 'equals', [key])
          case 'ne':
            return asked(field, header, 'notEquals', [key])
        }
      }),
    ),
  )
}
