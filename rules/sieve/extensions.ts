/** Extensions of Sieve that are read, wholly or as far as rules can say what they do. */
export const EXTENSIONS: ReadonlySet<string> = new Set([
  'fileinto', 'envelope', 'encoded-character', 'comparator-i;octet', 'comparator-i;ascii-casemap', 'comparator-i;unicode-casemap', 'comparator-i;ascii-numeric',
  'copy', 'imap4flags', 'imapflags', 'reject', 'ereject', 'vacation', 'vacation-seconds', 'body', 'regex', 'variables', 'relational', 'date', 'mailbox', 'special-use', 'subaddress', 'ihave',
])
