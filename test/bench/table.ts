import { isMet, ratioOf, type Row, type Target, type Unit } from './benchmark'

const HEAD = ['what', 'ours', 'baseline', 'ratio', 'target', '']

/** The rows as an aligned table. The ratio is in time or memory: 2.0x is twice what the baseline takes, whatever the unit. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => [...(line[column] ?? '')].length)))
  return lines.map((line) => line.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()).join('\n')
}

function isNumber(column: number): boolean {
  return column === 1 || column === 3
}

function cells(row: Row): string[] {
  const { what, unit, ours, baseline, target } = row
  const ratio = ratioOf(row)
  const met = isMet(row)
  return [
    what,
    figure(ours, unit),
    baseline === null ? '-' : `${figure(baseline.value, unit)} ${baseline.what}`,
    ratio === null ? '-' : `${ratio.toFixed(ratio < 10 ? 2 : 0)}x`,
    target === null ? '-' : words(target, unit),
    met === null ? '' : met ? 'met' : 'MISSED',
  ]
}

function words({ kind, value }: Target, unit: Unit): string {
  switch (kind) {
    case 'at most':
      return `≤ ${figure(value, unit)}`
    case 'at least':
      return `≥ ${figure(value, unit)}`
    case 'above baseline at most':
      return `≤ baseline + ${figure(value, unit)}`
    case 'times the baseline at most':
      return `≤ ${value}x`
  }
}

function figure(value: number, unit: Unit): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`
}
