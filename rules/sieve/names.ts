import type { FileReferences } from '../exchange/file'
import type { Sentence, SentencePart, SentenceValue } from '../node-type'
import type { Names } from '../sentence'

/** What a file's refs are called. */
export function namesOf({ mailboxes, users, accounts, calendars, hooks, lists, endpoints, rules }: FileReferences): Names {
  const byName = (things: readonly { readonly ref: string; readonly name: string }[]) => Object.fromEntries(things.map(({ ref, name }) => [ref, name]))
  return {
    mailbox: Object.fromEntries(mailboxes.map(({ ref, path }) => [ref, path])),
    user: Object.fromEntries(users.map(({ ref, email, name }) => [ref, name ?? email])),
    account: Object.fromEntries(accounts.map(({ ref, address }) => [ref, address])),
    calendar: byName(calendars),
    hook: byName(hooks),
    list: byName(lists),
    endpoint: byName(endpoints),
    rule: byName(rules),
  }
}

/** A sentence that can be said where nobody knows the file's refs: their names stand in it. */
export function named(sentence: Sentence, names: Names): Sentence {
  return sentence.map((part): SentencePart => {
    if ('list' in part) return { ...part, list: part.list.map((one) => named(one, names)) }
    return part.values === undefined ? part : { ...part, values: Object.fromEntries(Object.entries(part.values).map(([name, value]) => [name, namedValue(value, names)])) }
  })
}

function namedValue(value: SentenceValue, names: Names): SentenceValue {
  if ('sentence' in value) return { sentence: named(value.sentence, names) }
  if ('refs' in value) return { texts: value.ids.map((id) => names[value.refs]?.[id] ?? id), join: value.join }
  if (!('ref' in value) || value.ref === 'tag' || value.ref === 'channel') return value
  const name = names[value.ref]?.[value.id]
  return name === undefined ? value : { text: name }
}
