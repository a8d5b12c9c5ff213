import type { NodeType } from './node-type'
import { portsOfColumn } from './plan/ledger'

/** Every way out of a node without its error port: those its config adds first, then those of its type. Takes any stored config, finished or not. */
export function portsOf(type: NodeType, stored: unknown): readonly string[] {
  const own = type.ownPorts?.(stored) ?? []
  return own.length === 0 ? type.ports : [...own.map(({ port }) => port), ...type.ports]
}

/** What the user calls a way out; null for one that its type names. */
export function ownPortName(type: NodeType, stored: unknown, port: string): string | null {
  return type.ownPorts?.(stored).find((own) => own.port === port)?.name ?? null
}

/** The ports that a stored ledger row or an outcome names. */
export function portsIn(column: string): readonly string[] {
  const { port, ports = [port] } = portsOfColumn(column)
  return ports
}
