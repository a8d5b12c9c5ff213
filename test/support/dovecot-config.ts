import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import type { DovecotSettings } from './dovecot'

/** One self-contained configuration. As root Dovecot uses its own users; as anybody else everything runs as that user. */
export function dovecotConfig(own: DovecotSettings): string {
  const { folder } = own
  const root = process.getuid?.() === 0
  const me = userInfo()
  const mailOwner = root ? 'uid=nobody gid=nogroup' : `uid=${me.uid} gid=${me.gid}`
  return `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
listen = 127.0.0.1
protocols = imap lmtp
default_internal_user = ${root ? 'dovecot' : me.username}
default_login_user = ${root ? 'dovenull' : me.username}
default_internal_group = ${root ? 'dovecot' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}/mail/%u/Maildir
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 200
default_process_limit = 300
default_client_limit = 2000
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = ${mailOwner} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
${['Sent', 'Drafts', 'Junk', 'Trash', 'Archive'].map(specialMailbox).join('')}}
service imap-login {
  chroot =
  ${root ? '' : `user = ${me.username}`}
  inet_listener imap {
    port = ${own.imapPort}
  }
  inet_listener imaps {
    port = ${own.imapsPort}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${own.lmtpPort}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`
}

function specialMailbox(name: string): string {
  return `  mailbox ${name} {
    special_use = \\${name}
    auto = subscribe
  }
`
}
