import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toEnglish } from '../../rules/sentence'
import { readSieve } from '../../rules/sieve/read'
import { writeSieve } from '../../rules/sieve/write'
import type { RulesFile } from '../../rules/exchange/file'
import type { ReportLine } from '../../rules/exchange/format'
import { rulesFile } from '../../rules/exchange/file'
import { checking, draw, moving, replying, START, subjectContains, tagging, waiting } from '../support/drawn-rules'
import { drawnMail, drawnScript } from '../support/drawn-scripts'
import { endOf, factsOf, plansOf } from '../support/sieve-rules'

/** `7 lost Left out: …`, as somebody reads it. */
const said = (report: readonly ReportLine[]) => report.map(({ line, severity, says }) => `${line ?? '-'} ${severity} ${toEnglish(says)}`)

function fileOf(script: string): RulesFile {
  const { file, report } = readSieve(script)
  if (file === null) throw new Error(said(report).join('\n'))
  return file
}

/** Types of the steps of each rule, with their ways. */
const drawn = ({ rules }: RulesFile) => rules.map(({ graph }) => graph.edges.map(({ from, port, to }) => `${typeOf(graph, from)}${port === 'next' ? '' : `.${port}`} -> ${typeOf(graph, to)}`).toSorted())
const typeOf = (graph: RulesFile['rules'][number]['graph'], id: string) => graph.nodes.find((node) => node.id === id)?.type ?? ''

const conditionsOf = (test: string, required = '') => {
  const { rules } = fileOf(`${required}if ${test} { addflag "\\\\Seen"; }`)
  const asked = rules[0]?.graph.nodes.find(({ type }) => type === 'condition')?.config
  return typeof asked === 'object' && asked !== null && 'conditions' in asked ? asked.conditions : null
}

const asked = (field: string, operator: string, values: readonly string[], header = '') => ({ kind: 'test', field, header, operator, values })

describe('reading a script', () => {
  test('every kind of word of the language is read: comments, texts of several lines, numbers with units, lists, blocks', () => {
    const script = ['require ["fileinto", "vacation"]; # why', '/* a long', '   comment */', 'IF Size :OVER 2M {', '  fileinto "a \\"quoted\\" \\\\ name";', '}', 'vacation :days 3 text: # reason', 'Hello,', '..two dots', '.', ';'].join('\r\n')
    const file = fileOf(script)
    const [whole] = file.rules.map(({ graph }) => graph.nodes)
    expect(file.references.mailboxes).toEqual([{ ref: 'mailbox:a "quoted" \\ name', path: 'a "quoted" \\ name' }])
    expect(whole?.find(({ type }) => type === 'condition')?.config).toMatchObject({ conditions: { items: [{ field: 'size', operator: 'greaterThan', values: ['2097152'] }] } })
    expect(whole?.find(({ type }) => type === 'mail.autoReply')?.config).toEqual({ subject: 'Auto: {{ subject }}', text: 'Hello,\n.two dots' })
  })

  test.each([
    ['keep', 1, 5, 'The script ends too early: something is not closed.'],
    ['keep;\nif true {\n  keep;\n', 4, 1, 'The script ends too early: something is not closed.'],
    ['if header "a" "b" keep;', 1, 1, 'Commands in braces have to follow here.'],
    ['keep keep "a" "b"; "c"', 1, 20, 'This cannot stand here: c'],
    ['discard "a" ] ;', 1, 13, 'A semicolon or an opening brace is missing before this: ]'],
    ['keep;\n  else { keep; }', 2, 3, 'There is no “if” before this.'],
    ['fileinto "never closed;\nkeep;\n', 1, 10, 'This text has no closing quotation mark.'],
    ['keep; /* never closed', 1, 7, 'This comment does not end.'],
    ['vacation text:\nHello\n', 1, 10, 'This text of several lines does not end: a line with a single dot is missing.'],
    ['fileinto [];', 1, 10, 'This list is empty.'],
    ['if { keep; }', 1, 1, 'A test has to stand here.'],
    ['keep; }', 1, 7, 'This cannot stand here: }'],
    ['keep; §', 1, 7, 'This cannot stand here: §'],
    ['if size :over 99999999999G { keep; }', 1, 15, 'This number is too large: 99999999999G.'],
  ])('what is no script is refused with its line and column: %j', (script, line, column, words) => {
    const { file, report } = readSieve(script)
    expect(file).toBeNull()
    expect(report.map((remark) => [remark.line, remark.column, remark.severity, toEnglish(remark.says)])).toEqual([[line, column, 'error', words]])
  })

  test('no text makes it fail otherwise', () => {
    const words = fc.constantFrom('if', 'elsif', 'else', 'not', 'allof', 'header', ':is', ':contains', ':flags', '"a"', '["a", "b"]', '"${1}"', '1K', '{', '}', '(', ')', ',', ';', 'fileinto', 'keep', 'stop', 'set', 'require', 'vacation', 'text:\n.\n', '#x\n', '/*', '*/', '\\', '"')
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(words, { maxLength: 30 }).map((all) => all.join(' '))), (script) => {
      const { file, report } = readSieve(script)
      expect(file !== null || report.some(({ severity }) => severity === 'error')).toBe(true)
    }), { numRuns: 500 })
  })

  test('a script nested beyond reason is refused, not run into', () => {
    expect(said(readSieve(`if ${'not '.repeat(5_000)}true { keep; }`).report)).toEqual(['1 error The script is nested too deeply.'])
    expect(said(readSieve('if true {'.repeat(5_000)).report)).toEqual(['1 error The script is nested too deeply.'])
  })
})

describe('scripts as rules', () => {
  const filters = [
    'require ["fileinto", "imap4flags"];', '# rule:[Newsletters]', 'if exists "List-Id" {', '  fileinto "News";', '  stop;', '}', '# Boss', 'if address :is "from" "boss@example.com" {', '  addflag "\\\\Flagged";', '}',
  ].join('\n')

  test('filters that have nothing to do with one another become a rule each, called as their comments call them', () => {
    const file = fileOf(filters)
    expect(file.rules.map(({ name }) => name)).toEqual(['Newsletters', 'Boss'])
    expect(drawn(file)).toEqual([
      ['condition.yes -> rules.stop', 'mail.arrived -> condition', 'rules.stop -> mailbox.move'],
      ['condition.yes -> message.star', 'mail.arrived -> condition'],
    ])
  })

  test('every line says what became of it', () => {
    expect(said(readSieve(filters).report)).toEqual([
      '1 taken Nothing is left to do: what is required here is part of Postroom.',
      '3 taken the header “List-Id” is there',
      '4 taken move it to News',
      '5 taken Later rules leave the mail alone.',
      '8 taken the sender is “boss@example.com”',
      '9 taken star it',
    ])
  })

  test('a script whose later part depends on an earlier one stays one rule, in which ways meet again', () => {
    const file = fileOf('if header "subject" "a" { fileinto "A"; }\nif header "subject" "b" { redirect :copy "b@example.com"; }\nfileinto "C";')
    expect(drawn(file)).toEqual([
      ['condition.no -> condition', 'condition.no -> mailbox.move', 'condition.yes -> mail.redirect', 'condition.yes -> mailbox.move', 'mail.arrived -> condition', 'mail.redirect -> mailbox.move', 'mailbox.move -> condition'],
    ])
  })

  test('what comes after a mail was filed sets no flags on it, so that a condition for nothing else is not asked', () => {
    const file = fileOf('if header "subject" "a" { fileinto "A"; }\nif header "subject" "b" { addflag "\\\\Seen"; }')
    expect(drawn(file)).toEqual([['condition.no -> condition', 'condition.yes -> mailbox.move', 'condition.yes -> message.mark', 'mail.arrived -> condition']])
  })

  test('filters that ask for flags which others set stay one rule', () => {
    const file = fileOf('if header "subject" "a" { addflag "\\\\Seen"; }\nif hasflag "\\\\Seen" { redirect :copy "b@example.com"; }')
    expect(drawn(file)).toEqual([['condition.yes -> message.mark', 'mail.arrived -> condition', 'message.mark -> mail.redirect']])
  })

  test('several ways are a router, its ways called after where they lead', () => {
    const [rule] = fileOf('if header "subject" "a" { fileinto "A"; } elsif size :over 1K { addflag "\\\\Seen"; } elsif address :domain "from" "example.com" { redirect :copy "x@example.com"; } else { fileinto "Rest"; }').rules
    expect(rule?.graph.nodes.find(({ type }) => type === 'router')?.config).toMatchObject({ mode: 'first', branches: [{ name: 'A' }, { name: 'size' }, { name: 'example.com' }] })
  })
})

describe('tests as conditions', () => {
  test.each([
    ['header :contains "Subject" ["a", "b"]', [asked('subject', 'contains', ['a', 'b'])]],
    ['header "X-Spam" "yes"', [asked('header', 'is', ['yes'], 'X-Spam')]],
    ['header :matches "Subject" "a?c*d.e"', [asked('subject', 'matches', ['(?s)^a.c.*d\\.e$'])]],
    ['not header :contains "Subject" "a"', [asked('subject', 'notContains', ['a'])]],
    ['address :is ["to", "cc"] "a@example.com"', [asked('to', 'is', ['a@example.com'])]],
    ['address :domain :is "from" "example.com"', [asked('fromDomain', 'is', ['example.com'])]],
    ['address :domain "to" "example.com"', [asked('toOnly', 'domainIs', ['example.com'])]],
    ['address :localpart "from" "ada"', [asked('from', 'matches', ['(?s)^ada@[^@]*$'])]],
    ['address :detail "to" "bills"', [asked('toOnly', 'matches', ['(?s)^[^@+]*\\+bills@[^@]*$'])]],
    ['envelope "from" ""', [asked('envelopeFrom', 'notExists', [])]],
    ['exists ["A", "B"]', [asked('header', 'exists', [], 'A'), asked('header', 'exists', [], 'B')]],
    ['size :under 100K', [asked('size', 'lessThan', ['102400'])]],
    ['body :contains "pay"', [asked('text', 'contains', ['pay'])]],
    ['currentdate :value "ge" "date" "2026-12-20"', [asked('now', 'after', ['2026-12-19'])]],
    ['currentdate :value "le" "date" "2026-12-31"', [asked('now', 'before', ['2027-01-01'])]],
    ['currentdate :is "weekday" ["0", "6"]', [asked('nowWeekday', 'is', ['sunday', 'saturday'])]],
    ['currentdate :value "ge" "hour" "18"', [asked('nowTime', 'betweenTimes', ['18:00', '00:00'])]],
    ['allof (true, size :over 1, not false)', [asked('size', 'greaterThan', ['1'])]],
  ])('%s', (written, items) => {
    expect(conditionsOf(written)).toEqual({ kind: 'group', mode: 'all', items })
  })

  test('keys that compare differently are said each in its own words', () => {
    expect(conditionsOf('header :matches "Subject" ["*a*", "b*", "*c", "d", "?"]')).toEqual({
      kind: 'group',
      mode: 'any',
      items: [asked('subject', 'is', ['d']), asked('subject', 'contains', ['a']), asked('subject', 'startsWith', ['b']), asked('subject', 'endsWith', ['c']), asked('subject', 'matches', ['(?s)^.$'])],
    })
  })
})

describe('what is not quite the same, and what is left out', () => {
  const remarks = (script: string) => said(readSieve(script).report).filter((line) => !line.includes(' taken '))

  test.each([
    ['discard;', ['1 changed The mail is moved to the folder for deleted mail instead of being thrown away.']],
    ['redirect "a@example.com";', ['1 changed The mail stays in its mailbox too, unless another command moves it.']],
    ['redirect :copy "a@example.com";', []],
    ['fileinto "A"; fileinto "B";', ['1 changed A mail is in one folder only: if an earlier command filed it, the last one counts.']],
    ['addflag "$later";', ['1 changed The keyword becomes a tag here; the mail server is not told: $later.']],
    ['if envelope "from" "a" { keep; addflag "\\\\Seen"; } fileinto "X";', ['1 changed The envelope is only known of mail that reached Postroom by SMTP.', '1 changed A mail is in one folder only: if an earlier command filed it, the last one counts.']],
    ['if header :comparator "i;octet" "subject" "A" { addflag "\\\\Seen"; }', ['1 changed Capital and small letters are the same here.']],
    ['fileinto :copy "A"; addflag "\\\\Seen";', ['1 lost Left out: Postroom keeps one mail in one folder and makes no copies. The mail stays where it is.']],
    ['reject "no"; addflag "\\\\Seen";', ['1 lost Left out: mail that arrived is not refused any more (“reject”). It stays where it is.']],
    ['addflag ["\\\\Seen", "\\\\Answered"];', ['1 lost Left out: the flag \\Answered is not set here.']],
    ['notify :method "mailto:a@example.com"; addflag "\\\\Seen";', ['1 lost Left out: there is nothing like “notify” here.']],
    ['require "vnd.dovecot.pipe"; addflag "\\\\Seen";', ['1 lost Not known here: vnd.dovecot.pipe. What uses it is left out below.']],
    ['addflag "\\\\Seen"; stop; keep;', ['1 lost Left out: nothing ever gets here.']],
    ['if header :regex "subject" "(a)\\\\1" { keep; } addflag "\\\\Seen";', ['1 lost Left out with what depends on it: this pattern cannot be read here: (a)\\1', '1 lost Left out, as its condition is.']],
    ['vacation :from "x@example.com" :addresses ["y@example.com"] "Away";', ['1 lost Left out: the sender. Replies come from the account.', '1 lost Left out: the further addresses. Only mail that names an address of the account is answered.', '1 changed The time between two answers is counted in fixed stretches for each sender, and Postroom’s own limits for automatic replies hold.']],
  ])('%s', (script, lines) => {
    expect(remarks(script)).toEqual(lines)
  })

  test('a condition that cannot be asked takes along what depends on it, and a lost “stop” is named', () => {
    const script = ['if header "subject" "a" {', '  addflag "\\\\Seen";', '} elsif spamtest :value "ge" "3" {', '  fileinto "Spam";', '  stop;', '} else {', '  addflag "\\\\Flagged";', '}', 'fileinto "Rest";'].join('\n')
    expect(said(readSieve(script).report)).toEqual([
      '1 taken the subject is “a”',
      '2 taken mark it read',
      '3 lost Left out with what depends on it: nothing here can be asked like “spamtest”.',
      '3 changed What is left out here would have stopped the script for some mails: they now reach what comes after it.',
      '4 lost Left out, as its condition is.',
      '5 lost Left out, as its condition is.',
      '6 lost Left out: it depends on a condition that is left out.',
      '7 lost Left out, as its condition is.',
      '9 taken move it to Rest',
    ])
    expect(drawn(fileOf(script))).toEqual([['condition.yes -> message.mark', 'mail.arrived -> condition'], ['mail.arrived -> mailbox.move']])
  })

  test('what throws mail away that a later filter keeps is one rule with it: the later one decides', async () => {
    const script = 'require "fileinto"; if header :contains "subject" "sale" { discard; } if header :contains "subject" "order" { fileinto "Orders"; }'
    const file = fileOf(script)
    const folderOf = async (subject: string) => endOf(file, await factsOf({ raw: `From: ada@example.com\r\nTo: me@northwind.example\r\nSubject: ${subject}\r\n\r\nx\r\n`, from: 'ada@example.com' })).folder
    expect([await folderOf('sale'), await folderOf('order'), await folderOf('sale order'), await folderOf('hello')]).toEqual(['Trash', 'Orders', 'Orders', 'INBOX'])
    expect(fileOf('require "fileinto"; if header :contains "subject" "sale" { discard; stop; } if header :contains "subject" "order" { fileinto "Orders"; }').rules).toHaveLength(2)
    expect(fileOf('require "imap4flags"; if header :contains "subject" "sale" { discard; } if header :contains "subject" "order" { addflag "\\\\Seen"; }').rules).toHaveLength(2)
  })

  test('a script of which nothing is left is no rule, and says so beside its lines', () => {
    expect(said(readSieve('notify "x";').report)).toEqual(['1 lost Left out: there is nothing like “notify” here.', '- error Nothing in this script does anything that a rule could do.'])
  })

  test('every command and test of a script has a remark of its own, whatever the script is', () => {
    fc.assert(fc.property(drawnScript, (script) => {
      const lines = new Set(readSieve(script).report.map(({ line }) => line))
      const meant = script.split('\n').flatMap((line, index) => (/^(?:\}|\s*$)/.test(line) && !/\} els/.test(line) ? [] : [index + 1]))
      expect(meant.filter((line) => !lines.has(line))).toEqual([])
    }), { numRuns: 200 })
  })
})

describe('values', () => {
  test('values that are known while the script is read are put in where they are used', () => {
    const file = fileOf('require ["variables", "fileinto"]; set :upperfirst "where" "orders"; set "all" "Work/${where}"; fileinto "${all}";')
    expect(file.references.mailboxes.map(({ path }) => path)).toEqual(['Work/Orders'])
  })

  test('the subject can be used in an answer; what a pattern finds otherwise cannot', () => {
    const subject = 'require ["variables", "vacation"]; if header :matches "Subject" "*" { set "was" "${1}"; } vacation :subject "Away: ${was}" "You wrote {{ this }}: ${was}";'
    expect(fileOf(subject).rules[0]?.graph.nodes.at(-1)?.config).toEqual({ subject: 'Away: {{ subject }}', text: 'You wrote {{ "{{" }} this }}: {{ subject }}' })
    const found = 'require ["variables", "fileinto"]; if header :matches "List-Id" "*.example.com" { fileinto "Lists/${1}"; } addflag "\\\\Seen";'
    expect(said(readSieve(found).report)).toContain('1 lost Left out: it uses a value that is only known when a mail is there.')
  })

  test('without the extension a dollar sign is one', () => {
    expect(fileOf('fileinto "a${b}";').references.mailboxes.map(({ path }) => path)).toEqual(['a${b}'])
  })
})

describe('writing a script', () => {
  const references = { mailboxes: [{ ref: 'invoices', path: 'Work/Invoices' }, { ref: 'archive', path: 'Archive' }] }
  const write = (...graphs: readonly ReturnType<typeof draw>[]) => writeSieve(rulesFile(graphs.map((graph, index) => ({ name: `Rule ${index + 1}`, graph })), references))
  const body = (text: string) => text.split('\r\n').filter((line) => !line.startsWith('require') && !line.startsWith('# rule') && line !== '')

  test('conditions, flags and folders are said in the order that servers need: flags first', () => {
    const { text, report } = write(draw({ start: START, check: checking(subjectContains('invoice', 'bill')), file: moving('invoices'), star: { type: 'message.star', config: { starred: true } } }, ['start -> check', 'check.yes -> file', 'file -> star']))
    expect(text).toBe(['require ["fileinto", "imap4flags"];', '', '# rule:[Rule 1]', 'if header :contains "subject" ["invoice", "bill"] {', '  addflag "\\\\Flagged";', '  fileinto "Work/Invoices";', '}', ''].join('\r\n'))
    expect(report.map(({ node, line, severity }) => [node, line, severity])).toEqual([['check', 4, 'taken'], ['file', 6, 'taken'], ['star', 5, 'taken']])
  })

  test('a rule that keeps later ones from the mail stops, but for the last', () => {
    const stopping = draw({ start: START, check: checking(subjectContains('a')), last: { type: 'rules.stop' }, tag: { type: 'message.mark', config: { read: true } } }, ['start -> check', 'check.yes -> last', 'last -> tag'])
    expect(body(write(stopping, stopping).text)).toEqual(['if header :contains "subject" "a" {', '  addflag "\\\\Seen";', '  stop;', '}', 'if header :contains "subject" "a" {', '  addflag "\\\\Seen";', '}'])
  })

  test('what Sieve cannot say is named step by step, and a comment where it would stand', () => {
    const { text, report } = write(
      draw({ start: START, check: checking({ kind: 'test', field: 'contactKnown', header: '', operator: 'isTrue', values: [] }), a: moving('invoices'), later: waiting('nothing'), b: moving('archive') }, ['start -> later', 'later.elapsed -> b', 'start -> check', 'check.yes -> a']),
    )
    expect(body(text)).toEqual(['# Not in Sieve: wait 1 hour', '# Not in Sieve: the sender is known'])
    expect(report.flatMap(({ node, severity }) => (severity === 'lost' ? [node] : []))).toEqual(['later', 'check'])
  })

  test('steps within a branch that Sieve has no words for leave the rest of it as it is', () => {
    const { text } = write(draw({ start: START, tell: { type: 'user.notify', configVersion: 2, config: { userRef: 'ada', by: 'app', text: 'x' } }, file: moving('invoices') }, ['start -> tell', 'tell -> file']))
    expect(body(text)).toEqual([expect.stringMatching(/^# Not in Sieve: /), 'fileinto "Work/Invoices";'])
  })

  test('an answer says how often, and a template that knows the subject has it', () => {
    const once = draw({ start: START, reply: replying({ scope: 'interval', interval: { seconds: 604_800, per: 'sender' } }) }, ['start -> reply'])
    const { text, report } = write(once)
    expect(text).toContain('vacation :days 7 :subject "Re: ${subject}" "We got it.";')
    expect(text).toContain('"variables"')
    expect(report.map(({ severity }) => severity)).toEqual(['taken'])
    expect(write(draw({ start: START, reply: replying() }, ['start -> reply'])).report.map(({ severity }) => severity)).toContain('changed')
  })

  test('texts are written so that no letter of them is taken for something else', () => {
    const graph = draw({ start: START, check: checking({ kind: 'test', field: 'subject', header: '', operator: 'startsWith', values: ['*"\\?'] }), tag: { type: 'message.mark', config: { read: true } } }, ['start -> check', 'check.yes -> tag'])
    expect(body(write(graph).text)[0]).toBe(String.raw`if header :matches "subject" "\\*\"\\\\\\?*" {`)
    expect(drawn(fileOf(write(graph).text))).toEqual([['condition.yes -> message.mark', 'mail.arrived -> condition']])
  })

  test('another trigger than mail that arrives leaves a comment', () => {
    const { text, report } = write(draw({ start: { type: 'manual' }, tag: tagging('A') }, ['start -> tag']))
    expect(body(text)).toEqual([expect.stringMatching(/^# Not in Sieve: /)])
    expect(report.map(({ severity }) => severity)).toEqual(['lost'])
  })
})

test('what is written from a script and read again decides about every mail as before', async () => {
  await fc.assert(
    fc.asyncProperty(drawnScript, drawnMail, async (script, letter) => {
      const { file } = readSieve(script)
      if (file === null) return
      const { file: again, report } = readSieve(writeSieve(file).text)
      // What several ways come to is written out for each of them: now and then that is more than one rule may have, and said so.
      fc.pre(!said(report).includes('- error The script comes to more steps than a rule may have. Take it over in parts.'))
      if (again === null) expect(said(report)).toContain('- error Nothing in this script does anything that a rule could do.')
      const facts = await factsOf(letter)
      expect(again === null ? NOTHING : endOf(again, facts), script).toEqual(endOf(file, facts))
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

const NOTHING = { folder: 'INBOX', flags: [], redirected: [], answered: false }

test('what was read compiles', () => {
  fc.assert(fc.property(drawnScript, (script) => {
    const { file } = readSieve(script)
    if (file !== null) expect(plansOf(file).length).toBe(file.rules.length)
  }), { numRuns: 100 })
})
