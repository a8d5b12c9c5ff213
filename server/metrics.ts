import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/**
 * Numbers about this process in Prometheus' text format. Labels are short closed lists: never an address, id or anything a sender chose.
 * A new number is one line in `make`. Times in seconds, sizes in bytes, as Prometheus asks.
 */

const QUICK_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]

function make() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'postroom_' })
  return {
    registry,
    apiSeconds: new Histogram({ name: 'postroom_api_seconds', help: 'Time of one procedure call.', labelNames: ['procedure', 'result'], buckets: QUICK_SECONDS, registers }),
    signIns: new Counter({ name: 'postroom_sign_ins_total', help: 'Sign-in attempts by result.', labelNames: ['result'], registers }),
    liveSubscribers: new Gauge({ name: 'postroom_live_subscribers', help: 'Open live connections of browsers.', registers }),
    messagesIngested: new Counter({ name: 'postroom_messages_ingested_total', help: 'Messages stored, by where they came from.', labelNames: ['source'], registers }),
    ingestSeconds: new Histogram({ name: 'postroom_ingest_seconds', help: 'Time of one ingest transaction.', buckets: QUICK_SECONDS, registers }),
    executionsEnded: new Counter({ name: 'postroom_executions_ended_total', help: 'Executions that reached a final state.', labelNames: ['state'], registers }),
    firstActionSeconds: new Histogram({ name: 'postroom_first_action_seconds', help: 'Mail stored to first action.', buckets: QUICK_SECONDS, registers }),
    dispatchDelivered: new Counter({ name: 'postroom_dispatch_delivered_total', help: 'Dispatch rows delivered to the engine.', labelNames: ['result'], registers }),
    mailsSent: new Counter({ name: 'postroom_mails_sent_total', help: 'Outgoing mail by how its last attempt ended.', labelNames: ['result'], registers }),
  }
}

export type Metrics = ReturnType<typeof make>

declare global {
  var postroomMetrics: Metrics | undefined
}

/** The numbers of this process. */
export function metrics(): Metrics {
  globalThis.postroomMetrics ??= make()
  return globalThis.postroomMetrics
}
