/** English of what is said about files of rules; the keys are `exchange.<key>`. */
import { SIEVE_TEXTS } from '../sieve/phrases'

export const EXCHANGE_TEXTS: Readonly<Record<string, string>> = {
  ...SIEVE_TEXTS,
  'exchange.json.tooLong': 'The file is too long. The most is {limit} characters.',
  'exchange.json.tooDeep': 'The file is nested too deeply to be rules.',
  'exchange.json.notJson': 'This cannot be read as JSON from here on.',
  'exchange.json.notRules': 'This is JSON, but no file of rules: it has to begin with "format": "postroom.rules" and a version.',
  'exchange.json.newer': 'The file was written by a newer version of Postroom (file version {version}).',
  'exchange.json.migrated': 'The file was written by an older version of Postroom and was brought up to date.',
  'exchange.json.unknownKey': 'Nothing here is called this: {keys}.',
  'exchange.json.missing': 'Something is missing here.',
  'exchange.json.wrongKind': 'This has to be of another kind: {expected}.',
  'exchange.json.notOneOf': 'This has to be one of: {values}.',
  'exchange.json.tooLittle': 'This is too short or too little. The least is {limit}.',
  'exchange.json.tooMuch': 'This is too long or too much. The most is {limit}.',
  'exchange.json.notAllowed': 'This value cannot be used here ({message}).',
}
