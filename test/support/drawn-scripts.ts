// Sieve scripts and mails drawn at random, of everything that rules can say.

import fc from 'fast-check'

const FOLDERS = ['News', 'Orders', 'Work/Team'] as const
const WORDS = ['invoice', 'order', 'late', 'hello', '[list]', 'a*b'] as const

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
const listed = (texts: readonly string[]) => (texts.length === 1 ? quoted(texts[0] ?? '') : `[${texts.map(quoted).join(', ')}]`)
const some = (texts: readonly string[], most = 2) => fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: most }).map(listed)

const GLOBS = ['*', '', '*invoice*', 'Order*', '*late', 'he?lo*', '*\\\\**', 'invoice', '* order ?']
const ADDRESSES = ['ada@example.com', 'pieter@bouw.example', 'info+billing@shop.example.com', 'me@northwind.example']
const ADDRESS_PARTS: readonly (readonly [part: string, keys: readonly string[], globs: readonly string[]])[] = [
  ['', [...ADDRESSES, 'bouw'], ['*@example.com', 'ad?@*', '*bouw*']],
  [':localpart', ['ada', 'pieter', 'info+billing', 'a'], ['a*', '*+*', 'p??ter']],
  [':domain', ['example.com', 'bouw.example', 'shop'], ['*.example.com', 'b*']],
  [':detail', ['billing', 'ill'], ['b*']],
  [':user', ['info', 'ada'], ['i*o', 'a']],
]
const HEADERS = ['"from"', '"to"', '"cc"', '["to", "cc"]', '"reply-to"', '["from", "reply-to"]', '"sender"']

const address = fc.constantFrom(...ADDRESS_PARTS).chain(([part, keys, globs]) =>
  fc.oneof(
    fc.tuple(fc.constantFrom(':is', ':contains', ''), fc.constantFrom(...HEADERS), some(keys)).map(([match, headers, wanted]) => `address ${match} ${part} ${headers} ${wanted}`),
    fc.tuple(fc.constantFrom(...HEADERS), some(globs)).map(([headers, wanted]) => `address ${part} :matches ${headers} ${wanted}`),
  ),
)

const leaf = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(':contains', ':is', ''), fc.constantFrom('"Subject"', '["subject", "X-Topic"]', '"X-Topic"'), some([...WORDS, 'hello world', ''])).map(([match, header, wanted]) => `header ${match} ${header} ${wanted}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('"Subject"', '"X-Topic"'), some(GLOBS)).map(([header, wanted]) => `header :matches ${header} ${wanted}`) },
  fc.tuple(fc.constantFrom('"Subject"', '"X-Topic"'), some(['^(re: *)?invoice', 'ord.r|late$', '[a-h]ello', 'o{2,}'])).map(([header, wanted]) => `header :regex ${header} ${wanted}`),
  { weight: 4, arbitrary: address },
  fc.tuple(fc.constantFrom('gt', 'ge', 'lt', 'le', 'eq', 'ne'), fc.constantFrom('3', '7')).map(([sign, number]) => `allof (exists "X-Score", header :value "${sign}" :comparator "i;ascii-numeric" "X-Score" "${number}")`),
  fc.tuple(fc.constantFrom('gt', 'le', 'eq'), fc.constantFrom('1', '2')).map(([sign, number]) => `address :count "${sign}" :comparator "i;ascii-numeric" ["to", "cc"] "${number}"`),
  some(['List-Id', 'X-Topic', 'X-Score'], 3).map((names) => `exists ${names}`),
  fc.tuple(fc.constantFrom(':over', ':under'), fc.constantFrom('400', '1K', '0')).map(([side, limit]) => `size ${side} ${limit}`),
  some(['shipping', 'please', 'Nothing']).map((wanted) => `body :text :contains ${wanted}`),
  fc.constantFrom('envelope :is "from" "ada@example.com"', 'envelope :domain :contains "from" "example"', 'envelope :is "from" ""'),
  fc.constantFrom('hasflag "\\\\Seen"', 'hasflag :contains "flag"'),
  fc.constantFrom('true', 'false'),
)

const { test } = fc.letrec<{ test: string }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'test' },
    { weight: 3, arbitrary: leaf },
    tie('test').map((inner) => `not ${inner}`),
    fc.tuple(fc.constantFrom('allof', 'anyof'), fc.array(tie('test'), { minLength: 1, maxLength: 3 })).map(([name, tests]) => `${name} (${tests.join(', ')})`),
  ),
}))

const flags = fc.uniqueArray(fc.constantFrom('\\Seen', '\\Flagged', '$later'), { minLength: 1, maxLength: 2 }).map(listed)
const action = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FOLDERS).map((folder) => `fileinto ${quoted(folder)};`) },
  { weight: 2, arbitrary: fc.constant('stop;') },
  fc.constantFrom('keep;', 'discard;'),
  fc.constantFrom('redirect "a@elsewhere.example";', 'redirect :copy "b@elsewhere.example";'),
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('addflag', 'addflag', 'setflag', 'removeflag'), flags).map(([name, set]) => `${name} ${set};`) },
  fc.tuple(flags, fc.constantFrom(...FOLDERS)).map(([set, folder]) => `fileinto :flags ${set} ${quoted(folder)};`),
)

const { block } = fc.letrec<{ block: string; statement: string }>((tie) => ({
  block: fc.array(tie('statement'), { maxLength: 3, depthIdentifier: 'block' }).map((statements) => statements.join('\n')),
  statement: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'block' },
    { weight: 2, arbitrary: action },
    fc.tuple(fc.array(fc.tuple(test, tie('block')), { minLength: 1, maxLength: 3 }), fc.option(tie('block'))).map(([ways, otherwise]) => {
      const choice = ways.map(([asked, inside], index) => `${index === 0 ? 'if' : 'elsif'} ${asked} {\n${inside}\n}`).join(' ')
      return otherwise === null ? choice : `${choice} else {\n${otherwise}\n}`
    }),
  ),
}))

const REQUIRED = ['fileinto', 'copy', 'imap4flags', 'envelope', 'body', 'regex', 'relational', 'comparator-i;ascii-numeric', 'subaddress', 'vacation']

/** A script with up to one answer: of a second one servers only complain. */
export const drawnScript: fc.Arbitrary<string> = fc
  .record({ blocks: fc.array(block, { minLength: 1, maxLength: 4 }), answer: fc.option(test), at: fc.nat(4) })
  .map(({ blocks, answer, at }) => {
    const vacation = answer === null ? [] : [`if ${answer} {\nvacation :days 3 :subject "Away" "I am away.";\n}`]
    return [`require ${listed(REQUIRED)};`, ...blocks.slice(0, at), ...vacation, ...blocks.slice(at)].join('\n')
  })

/** A mail as it stands on the wire. */
export const drawnMail: fc.Arbitrary<{ readonly raw: string; readonly from: string }> = fc
  .record({
    from: fc.constantFrom(...ADDRESSES.slice(0, 3)),
    subject: fc.array(fc.constantFrom(...WORDS, 'Re:', 'world', 'food'), { maxLength: 3 }).map((words) => words.join(' ')),
    cc: fc.option(fc.constantFrom(...ADDRESSES)),
    replyTo: fc.option(fc.constantFrom(...ADDRESSES)),
    sender: fc.option(fc.constantFrom(...ADDRESSES)),
    topic: fc.option(fc.constantFrom(...WORDS)),
    score: fc.option(fc.constantFrom('3', '5', '7', '12')),
    list: fc.boolean(),
    text: fc.constantFrom('Please look at the shipping.', 'Nothing new.', `Long ${'text '.repeat(200)}`),
  })
  .map(({ from, subject, cc, replyTo, sender, topic, score, list, text }) => {
    const optional = (name: string, value: string | null) => (value === null ? [] : [`${name}: ${value}`])
    const lines = [
      `From: Somebody <${from}>`, 'To: Me <me@northwind.example>', ...optional('Cc', cc), ...optional('Reply-To', replyTo), ...optional('Sender', sender), `Subject: ${subject}`, ...optional('X-Topic', topic), ...optional('X-Score', score),
      ...(list ? ['List-Id: <news.example.com>'] : []), 'Message-ID: <1@example.com>', 'Date: Fri, 20 Nov 2026 10:00:00 +0000', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', text, '',
    ]
    return { raw: lines.join('\r\n'), from }
  })
