import type { Severity } from '@/shared/checking/rules'
import { fenOf } from '@/shared/lib/format'
import type { Family, SchoolChecks, SplitGroup } from './api'

export const FILTERS = [
  ...(['severity', 'family', 'state', 'rule', 'unit', 'owner', 'overdue', 'proposed', 'record'] as const),
] as const
export const SPLIT_KEYS = ['payee', 'project', 'budget_line'] as const

/** What a cell of the matrix says: failures, questions without data, or nothing of either. */
export interface Cell {
  failed: number
  lacking: number
  /** The gravest severity among the rules that failed. */
  severity: Severity | null
}
const GRAVITY: Severity[] = ['red', 'yellow', 'blue']
type Rated = { id: string; severities: readonly Severity[] }

/** A cell over one rule, or over all rules of a family. */
export function cellOf(school: Pick<SchoolChecks, 'rules' | 'lacking'>, rules: readonly Rated[]): Cell {
  const cell: Cell = { failed: 0, lacking: 0, severity: null }
  for (const { id, severities } of rules) {
    const failed = school.rules[id] ?? 0
    cell.failed += failed
    cell.lacking += school.lacking[id] ?? 0
    const usual = severities[0]
    if (failed && usual && (!cell.severity || GRAVITY.indexOf(usual) < GRAVITY.indexOf(cell.severity)))
      cell.severity = usual
  }
  return cell
}

/** Where the focus of a grid goes; at the edges it stays. */
export function moved(at: readonly [number, number], key: string, size: readonly [number, number]): [number, number] {
  const [row, column] = at
  const [rows, columns] = size
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value))
  const to: Record<string, [number, number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  }
  const [nextRow, nextColumn] = to[key] ?? [row, column]
  return [clamp(nextRow, rows), clamp(nextColumn, columns)]
}

/** Shares of a bar over the applicable answers of a family: what passed, what failed, what had no data. */
export function sharesOf({ passed, failed, insufficient }: Pick<Family, 'passed' | 'failed' | 'insufficient'>) {
  const applicable = passed + failed + insufficient
  const share = (part: number) => (applicable ? part / applicable : 0)
  return { passed: share(passed), failed: share(failed), insufficient: share(insufficient) }
}

const DAY = 86_400_000
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY)

/**
 * The window within which a group is complete: the shortest run of days that holds enough payments to reach the sum.
 * Of a group without one (windows overlap), the whole of it.
 */
export function windowOf(
  group: Pick<SplitGroup, 'first_on' | 'last_on' | 'payments'>,
  terms: { sum: number; count: number; days: number },
): { from: string; to: string; sum: number } {
  const paid = group.payments.map(({ amount, paid_on }) => ({ fen: fenOf(amount), on: paid_on }))
  let best: { from: string; to: string; sum: number } | null = null
  for (let first = 0; first < paid.length; first += 1) {
    let sum = 0
    for (let last = first; last < paid.length; last += 1) {
      const [from, to] = [paid[first]?.on ?? '', paid[last]?.on ?? '']
      const length = daysBetween(from, to)
      if (length >= terms.days) break
      sum += paid[last]?.fen ?? 0
      if (last - first + 1 < terms.count || sum < terms.sum) continue
      if (!best || length < daysBetween(best.from, best.to)) best = { from, to, sum }
      break
    }
  }
  const total = paid.reduce((all, { fen }) => all + fen, 0)
  return best ?? { from: group.first_on, to: group.last_on, sum: total }
}
