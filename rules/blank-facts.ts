import type { MessageFacts } from './facts'

/** What conditions see where there is no mail: every fact absent, so that a test on one is false and its “not” true. A clock, a record or a hook set the rule off. */
export function blankFacts(accountRef: string, ownAddresses: readonly string[]): MessageFacts {
  return {
    from: null,
    replyTo: [],
    to: [],
    cc: [],
    subject: '',
    text: null,
    headers: {},
    attachments: [],
    size: 0,
    messageId: null,
    inReplyTo: [],
    references: [],
    envelopeFrom: null,
    mailClass: null,
    sentAt: null,
    messageRef: '',
    accountRef,
    ownAddresses,
    threadRef: '',
    mailboxRef: null,
    mailboxName: null,
    flags: [],
    tags: [],
    threadMessageCount: 0,
    isReply: false,
    receivedAt: null,
    threadLastInboundAt: null,
    threadLastOutboundAt: null,
    isAnswered: false,
    contactKnown: false,
    record: null,
  }
}

/** Whether there is a mail to act on. */
export function hasMail(facts: Pick<MessageFacts, 'messageRef'>): boolean {
  return facts.messageRef !== ''
}
