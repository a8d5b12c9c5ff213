/** What a member reads by mail when Postroom stopped or held up something of theirs. The screens say the same from their catalogues. */

export type AlertTopic = 'rule over budget' | 'executions failed' | 'executions stuck' | 'loop guard' | 'too many records' | 'mail not sent' | 'mail returned' | 'mail cancelled' | 'account not read'

interface AlertText {
  readonly subject: string
  readonly text: string
}

/** `about` names the rule, or the account. English for a language that is not here. */
export function alertText(topic: AlertTopic, locale: string, about: string): AlertText {
  const texts = locale.toLowerCase().startsWith('de') ? GERMAN : ENGLISH
  const { subject, text } = texts[topic]
  return { subject: subject.replace('{rule}', () => about), text: text.replace('{rule}', () => about) }
}

const ENGLISH: Readonly<Record<AlertTopic, AlertText>> = {
  'rule over budget': {
    subject: 'Postroom paused the rule “{rule}”',
    text: 'The rule “{rule}” used up what it may do in an hour, so Postroom paused it.\n\nWhat it had begun is kept and waits for your word: open the rule in Postroom and let it go on, or discard it. Mail that arrives meanwhile is remembered.',
  },
  'executions failed': {
    subject: 'Something failed in the rule “{rule}”',
    text: 'At least one run of the rule “{rule}” failed, or nobody can say whether it succeeded.\n\nOpen Runs in Postroom: every step says what happened and what to do. For an hour you get no further mail about this rule; the notice in Postroom counts on.',
  },
  'executions stuck': {
    subject: 'A run of the rule “{rule}” stands still',
    text: 'At least one run of the rule “{rule}” could go on and has not moved for a quarter of an hour. Postroom asks it again every minute; nothing is done twice.\n\nOpen Runs in Postroom: the run says how far it came, and you can stop it there. If more than one stands still, tell whoever runs Postroom: its log says why. For an hour you get no further mail about this rule; the notice in Postroom counts on.',
  },
  'loop guard': {
    subject: 'Postroom stopped the rule “{rule}” from going round in a circle',
    text: 'A mail that the rule “{rule}”, or one that it set in motion, had sent would have set it off again. Postroom did not run it for that mail.\n\nIf that is what you want, allow it in the settings of the rule.',
  },
  'too many records': {
    subject: 'One sender opened too many records through the rule “{rule}”',
    text: 'One sender opened as many records as a sender may in that time, so the rule “{rule}” opens no more for now.\n\nReplies in threads that have a record go on as before. The limit is in the settings of the workspace.',
  },
  'mail not sent': {
    subject: 'A mail you wrote from “{rule}” was not sent',
    text: 'A mail that you wrote from the account “{rule}” could not be sent, or nobody can say whether it arrived.\n\nOpen the outbox in Postroom: it says what the server answered, and you can send the mail again from there. For an hour you get no further mail about this; the notice in Postroom counts on.',
  },
  'mail returned': {
    subject: 'A mail from “{rule}” came back',
    text: 'A mail that you, or a rule of yours, sent from “{rule}” came back: a mail server on its way reports that it could not be delivered.\n\nOpen the outbox in Postroom: the trail of the mail says what that server answered. For an hour you get no further mail about this; the notice in Postroom counts on.',
  },
  'mail cancelled': {
    subject: 'A mail from “{rule}” was taken back',
    text: 'A mail that you, or a rule of yours, wrote from the account “{rule}” was taken back by somebody else before it left. Nobody received it.\n\nOpen the outbox in Postroom: the trail of the mail says who did it and when. For an hour you hear nothing further of this account.',
  },
  'account not read': {
    subject: 'Postroom cannot read the account “{rule}”',
    text: 'The mail server of the account “{rule}” does not let Postroom read it. Until it does, new mail is not seen and no rule acts on it; nothing is lost, it is made up for.\n\nOpen the settings of the account in Postroom: they say what is wrong and what to do.',
  },
}

const GERMAN: Readonly<Record<AlertTopic, AlertText>> = {
  'rule over budget': {
    subject: 'Postroom hat die Regel „{rule}“ angehalten',
    text: 'Die Regel „{rule}“ hat verbraucht, was sie in einer Stunde tun darf; deshalb hat Postroom sie angehalten.\n\nWas sie begonnen hat, ist aufgehoben und wartet auf Ihr Wort: Öffnen Sie die Regel in Postroom und lassen Sie es weiterlaufen, oder verwerfen Sie es. Mail, die inzwischen eintrifft, wird gemerkt.',
  },
  'executions failed': {
    subject: 'In der Regel „{rule}“ ist etwas fehlgeschlagen',
    text: 'Mindestens ein Lauf der Regel „{rule}“ ist fehlgeschlagen, oder niemand kann sagen, ob er gelungen ist.\n\nÖffnen Sie in Postroom die Läufe: Jeder Schritt sagt, was geschah und was zu tun ist. Eine Stunde lang bekommen Sie zu dieser Regel keine weitere Mail; der Hinweis in Postroom zählt weiter.',
  },
  'executions stuck': {
    subject: 'Ein Lauf der Regel „{rule}“ steht still',
    text: 'Mindestens ein Lauf der Regel „{rule}“ könnte weitergehen und hat sich seit einer Viertelstunde nicht bewegt. Postroom stößt ihn jede Minute wieder an; nichts geschieht doppelt.\n\nÖffnen Sie in Postroom die Läufe: Der Lauf zeigt, wie weit er kam, und Sie können ihn dort anhalten. Steht mehr als einer still, sagen Sie es denen, die Postroom betreiben: Das Protokoll nennt den Grund. Eine Stunde lang bekommen Sie zu dieser Regel keine weitere Mail; der Hinweis in Postroom zählt weiter.',
  },
  'loop guard': {
    subject: 'Postroom hat die Regel „{rule}“ vor einem Kreis bewahrt',
    text: 'Eine Mail, die von der Regel „{rule}“ oder durch sie gesendet wurde, hätte sie erneut ausgelöst. Postroom hat sie für diese Mail nicht ausgeführt.\n\nWenn Sie genau das wollen, erlauben Sie es in den Einstellungen der Regel.',
  },
  'too many records': {
    subject: 'Ein Absender hat über die Regel „{rule}“ zu viele Datensätze eröffnet',
    text: 'Ein Absender hat so viele Datensätze eröffnet, wie einer in dieser Zeit darf; deshalb eröffnet die Regel „{rule}“ vorerst keine weiteren.\n\nAntworten in Gesprächen, die einen Datensatz haben, gehen weiter wie bisher. Die Grenze steht in den Einstellungen des Arbeitsbereichs.',
  },
  'mail not sent': {
    subject: 'Eine Mail von Ihnen aus „{rule}“ wurde nicht gesendet',
    text: 'Eine Mail, die Sie aus dem Konto „{rule}“ geschrieben haben, konnte nicht gesendet werden, oder niemand kann sagen, ob sie angekommen ist.\n\nÖffnen Sie in Postroom den Ausgang: Dort steht, was der Server geantwortet hat, und Sie können die Mail von dort erneut senden. Eine Stunde lang bekommen Sie dazu keine weitere Mail; der Hinweis in Postroom zählt weiter.',
  },
  'mail returned': {
    subject: 'Eine Mail aus „{rule}“ kam zurück',
    text: 'Eine Mail, die Sie oder eine Ihrer Regeln aus „{rule}“ gesendet haben, kam zurück: Ein Mailserver auf ihrem Weg meldet, dass er sie nicht zustellen konnte.\n\nÖffnen Sie in Postroom den Ausgang: Im Verlauf der Mail steht, was dieser Server geantwortet hat. Eine Stunde lang bekommen Sie dazu keine weitere Mail; der Hinweis in Postroom zählt weiter.',
  },
  'mail cancelled': {
    subject: 'Eine Mail aus „{rule}“ wurde zurückgenommen',
    text: 'Eine Mail, die Sie oder eine Ihrer Regeln aus dem Konto „{rule}“ geschrieben haben, hat jemand anders zurückgenommen, bevor sie abging. Niemand hat sie bekommen.\n\nÖffnen Sie in Postroom den Ausgang: Im Verlauf der Mail steht, wer das wann getan hat. Eine Stunde lang hören Sie zu diesem Konto nichts weiter.',
  },
  'account not read': {
    subject: 'Postroom kann das Konto „{rule}“ nicht lesen',
    text: 'Der Mailserver des Kontos „{rule}“ lässt Postroom nicht lesen. Bis er es tut, wird neue Mail nicht gesehen, und keine Regel handelt; verloren geht nichts, es wird nachgeholt.\n\nÖffnen Sie in Postroom die Einstellungen des Kontos: Dort steht, was fehlt und was zu tun ist.',
  },
}

/** What a sender reads, once, when no more records are opened for their mail for a while. */
export function heldUpText(locale: string, company: string, minutes: number): string {
  return locale.toLowerCase().startsWith('de')
    ? `Guten Tag,\n\nin kurzer Zeit sind bei uns sehr viele neue Mails von Ihrer Adresse eingetroffen. Deshalb legen wir für neue Mails ${minutes} Minuten lang nicht mehr von selbst einen Vorgang an. Ihre Mails sind angekommen, und Antworten in laufenden Vorgängen erreichen uns wie gewohnt.\n\nDies ist eine automatische Nachricht.\n\n${company}\n`
    : `Hello,\n\nvery many new mails from your address reached us in a short time. For ${minutes} minutes we therefore open no further case for new mail by ourselves. Your mails have arrived, and replies in open cases reach us as usual.\n\nThis is an automatic message.\n\n${company}\n`
}
