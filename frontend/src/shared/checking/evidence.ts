/** What a value of evidence is, so that it can be said as people say it. Pure; `EvidenceLines` and `brief` say it. */
export type Kind = 'money' | 'percent' | 'share' | 'number' | 'day' | 'moment' | 'flag' | 'record' | 'word' | 'priced'
export interface Piece {
  kind: Kind
  value: unknown
}
export interface Line {
  key: string
  /** Alternatives of sequences stand in rows of their own, as `wanted` of the order of bodies. */
  pieces: Piece[]
}

const MONEY = new Set([
  ...['amount', 'amounts', 'approved', 'december', 'median', 'of', 'paid', 'spent', 'spent_at_least'],
  ...['spent_year_before', 'sum', 'threshold', 'year_total'],
])
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

function numberKind(rule: string, key: string, percents: boolean): Kind {
  // How many payments lie close below the threshold, in 1/10,000.
  if (rule === 'ANO-04' && key === 'median') return 'share'
  if (key === 'percent' || (key === 'limit' && percents)) return 'percent'
  return MONEY.has(key) ? 'money' : 'number'
}

function pieceOf(rule: string, key: string, value: unknown, percents: boolean): Piece {
  if (typeof value === 'boolean') return { kind: 'flag', value }
  if (typeof value === 'number') return { kind: numberKind(rule, key, percents), value }
  if (value !== null && typeof value === 'object') return { kind: 'priced', value }
  if (isId(value)) return { kind: 'record', value }
  if (typeof value === 'string' && DAY.test(value)) return { kind: 'day', value }
  if (typeof value === 'string' && MOMENT.test(value)) return { kind: 'moment', value }
  return { kind: 'word', value }
}

/** A group of payments is known by `supplier:<id>` or `project:<text>`: the kind says enough, the payments say the rest. */
const withoutId = (value: unknown) =>
  typeof value === 'string' && isId(value.split(':')[1]) ? value.split(':')[0] : value

/** The evidence of a rule line by line; what is null or an empty list says nothing. `percents`: its limit is a share. */
export function linesOf(rule: string, evidence: Record<string, unknown>, percents = false): Line[] {
  return Object.entries(evidence).flatMap(([key, given]) => {
    // Each payment tells its own sum.
    if (key === 'amounts' && paymentsOf(evidence).length) return []
    const values = (Array.isArray(given) ? given.flat() : [given]).filter((one) => one !== null && one !== '')
    if (!values.length) return []
    return [{ key, pieces: values.map((value) => pieceOf(rule, key, withoutId(value), percents)) }]
  })
}

/** Ids of a rule's payments with their sums, for the drawing of a split. */
export function paymentsOf(evidence: Record<string, unknown>): string[] {
  return Array.isArray(evidence.payments) ? evidence.payments.filter(isId) : []
}
