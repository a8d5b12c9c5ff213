import { anyFreePort } from '../../stack/ports'
import { startDovecot } from '../support/dovecot'
import { startInstallation } from '../support/installation'

/**
 * Starts what all browser tests use: one installation, one Dovecot, and a port kept for the test's own SMTP sink, both allowed to
 * the installation. The tests are told through the environment; e2e/surroundings.ts reads it. Who writes tests may put one that
 * runs already there: then nothing is started.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.POSTROOM_TEST_SURROUNDINGS) return async () => undefined
  const dovecot = await startDovecot()
  const sinkPort = await anyFreePort()
  const hosts = [dovecot.imapPort, dovecot.imapsPort, sinkPort].map((port) => `127.0.0.1:${port}`)
  const installation = await startInstallation({ env: { POSTROOM_ALLOWED_HOSTS: hosts.join(',') } }).catch(async (cause: unknown) => {
    await dovecot.stop()
    throw cause
  })
  const { url, credentials, folder, databases } = installation
  process.env.POSTROOM_TEST_SURROUNDINGS = JSON.stringify({ url, credentials, folder, databases, dovecot: dovecot.settings, sinkPort, gatewayPort: installation.status().ports.gateway })
  return async () => {
    await installation.remove()
    await dovecot.stop()
  }
}
