import type { Words } from './policyWords'

/** The lists of a policy as tables: what each row asks for, in order. A scope left empty is everything. */
export type ListName = 'thresholds' | 'bands' | 'quorums' | 'vote_modes'
export interface Column {
  name: string
  kind: 'sum' | 'share' | 'base' | 'flag' | 'methods' | 'scope' | 'matter'
  /** Its label, where it is not the name. */
  label?: string
  wide?: boolean
}
const scope = (name: Words): Column => ({ name, kind: 'scope' })
const held: readonly Column[] = [scope('meeting_type'), scope('category'), { name: 'matter_code', kind: 'matter' }]

export const COLUMNS: Record<ListName, readonly Column[]> = {
  thresholds: [{ name: 'amount', kind: 'sum' }, scope('spend_type'), scope('budget_state'), scope('school_type')],
  bands: [{ name: 'from_amount', kind: 'sum' }, { name: 'methods', kind: 'methods', wide: true }, scope('spend_type')],
  quorums: [{ name: 'share', kind: 'share', wide: true }, ...held],
  vote_modes: [
    { name: 'share', kind: 'share', label: 'inFavour', wide: true },
    { name: 'base', kind: 'base' },
    ...held,
    { name: 'recused_in_base', kind: 'flag', label: 'recused' },
  ],
}
export const LISTS = Object.keys(COLUMNS) as ListName[]
