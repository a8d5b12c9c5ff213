export interface ApprovalLetter {
  readonly name: string
  /** BCP 47; German and English are written, others read English. */
  readonly locale: string
  readonly timeZone: string
  readonly ruleName: string
  readonly question: string
  /** Null: the execution is about no mail. */
  readonly subject: string | null
  readonly sender: string | null
  readonly dueAt: Date
  readonly reminder: boolean
  readonly link: string
}

/** The mail that asks one person for approval. It leads to a page; following the link decides nothing. */
export function approvalMail(letter: ApprovalLetter): { readonly subject: string; readonly text: string } {
  const language = letter.locale.startsWith('de') ? 'de' : 'en'
  const words = WORDS[language]
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: letter.timeZone }).format(letter.dueAt)
  const about = letter.subject === null ? [] : [`${words.mail}: ${letter.subject}`, `${words.from}: ${letter.sender ?? ''}`]
  return {
    subject: `${letter.reminder ? words.reminder : words.asked}: ${letter.question.split('\n', 1)[0] ?? ''}`.slice(0, 200),
    text: [`${words.hello} ${letter.name},`, '', words.asks(letter.ruleName), '', letter.question, '', ...about, '', words.decide(until), letter.link, '', words.keep, ''].join('\n'),
  }
}

const WORDS = {
  en: {
    asked: 'Your approval is asked for',
    reminder: 'Reminder, your approval is asked for',
    hello: 'Hello',
    asks: (rule: string) => `the rule “${rule}” waits for your word:`,
    mail: 'Mail',
    from: 'From',
    decide: (until: string) => `Look at it and decide until ${until}:`,
    keep: 'The link speaks for you. Do not pass this mail on.',
  },
  de: {
    asked: 'Ihre Freigabe wird gebraucht',
    reminder: 'Erinnerung, Ihre Freigabe wird gebraucht',
    hello: 'Guten Tag',
    asks: (rule: string) => `die Regel „${rule}“ wartet auf Ihr Wort:`,
    mail: 'Mail',
    from: 'Von',
    decide: (until: string) => `Ansehen und entscheiden bis ${until}:`,
    keep: 'Der Link spricht für Sie. Geben Sie diese Mail nicht weiter.',
  },
} as const
