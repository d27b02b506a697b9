import { Problem } from '@/client/problem'
import { fieldsOf, inputsOf, valuesOf, type Rule, type Values } from '@/shared/scoring/inputs'
import type {
  DeskRound,
  Explained,
  Indicator,
  Readiness,
  RoundBrief,
  RoundName,
  Score,
  ScoreIn,
  SideItem,
  Slot,
} from './desk'

/** What a person has typed of an item. */
export interface Entry {
  values: Values
  /** Points that are set instead of the rule's; null while nobody wants that. */
  override: string | null
  absent: boolean
  reason: string
  comment: string
}
export const FILTERS = ['gap', 'evidence', 'open'] as const
export type Filter = (typeof FILTERS)[number]
/** What stands beside an item in the tree: one word for what asks for attention most. */
export type Mark = 'absent' | 'open' | 'lacking' | 'gap' | 'unconnected' | null

export interface TreeRow {
  indicator: Indicator
  depth: number
  leaf: boolean
}
/** Every indicator in the order of the tree. */
export const treeRows = (indicators: readonly Indicator[], depth = 0): TreeRow[] =>
  indicators.flatMap((indicator) => {
    const children = indicator.children ?? []
    return [{ indicator, depth, leaf: !children.length }, ...treeRows(children, depth + 1)]
  })

/** The round at which somebody sits: the last that they can work on, else the last that there is something to do with,
 * else the first that is under way. */
export function ownRound(rounds: readonly RoundBrief[]): RoundName | undefined {
  const found =
    rounds.findLast(({ verbs }) => verbs.includes('save') || verbs.includes('submit')) ??
    rounds.findLast(({ verbs }) => verbs.length > 0) ??
    rounds.findLast(({ state }) => state !== 'not_started') ??
    rounds[0]
  return found?.round
}

export const emptyEntry = (): Entry => ({ values: {}, override: null, absent: false, reason: '', comment: '' })

/** What was stored, as it stands in the fields. */
export function entryOf(rule: Rule | undefined, score: Score | undefined): Entry {
  if (!score) return emptyEntry()
  return {
    values: rule && Object.keys(score.inputs).length ? valuesOf(rule, score.inputs) : {},
    override: score.overridden,
    absent: score.not_applicable,
    reason: score.override_reason ?? '',
    comment: score.comment ?? '',
  }
}

/** As the server takes it. Fields that nobody has touched are no inputs. What does not apply has no others. */
export function bodyOf(rule: Rule | undefined, entry: Entry): ScoreIn {
  const said = !entry.absent && rule && Object.values(entry.values).some((value) => value !== '')
  const own = entry.absent ? null : entry.override?.trim() || null
  return {
    inputs: said ? inputsOf(rule, entry.values) : {},
    override_points: own,
    not_applicable: entry.absent,
    override_reason: own || entry.absent ? entry.reason.trim() || null : null,
    comment: entry.comment.trim() || null,
  }
}

/** Whether an entry can be sent: a claim or points of one's own wait for their reason. */
export const sendable = (entry: Entry) => !(entry.absent || entry.override?.trim()) || !!entry.reason.trim()

/** Whether a rule can be told that nothing happened, with one press. */
export const canSayNone = (rule: Rule | undefined) =>
  !!rule && fieldsOf(rule).every(({ kind }) => kind === 'yes' || kind === 'count') && rule.kind !== 'ratio'
export const noneOf = (rule: Rule): Values => valuesOf(rule, inputsOf(rule, {}))

/** What somebody else stored meanwhile; null where they took nothing but the first place. */
export function conflictOf(problem: unknown): { stored: Score | null } | undefined {
  if (!(problem instanceof Problem) || problem.status !== 412) return undefined
  const params = problem.faults[0]?.params
  return params ? { stored: (params.stored as Score | null) ?? null } : undefined
}

export interface Standing {
  round: DeskRound
  slots: readonly Slot[]
}
export const lackingOf = (slots: readonly Slot[], code: string) =>
  slots.filter((slot) => slot.code === code && slot.required && !slot.fulfilled)

/** How the rounds lie apart on an item, as the round at hand sees it: it, or the last one that has the item. */
export function gapOf(item: SideItem, round: RoundName): { gap: string; apart: boolean } | null {
  const gap = item.gaps[round]
  return gap === undefined ? null : { gap, apart: item.apart.includes(round) }
}
export const unexplained = (item: SideItem, round: RoundName) =>
  item.apart.includes(round) && !item.scores[round]?.comment

export function markOf(item: SideItem, { round, slots }: Standing): Mark {
  if (!item.applies || item.scores[round.round]?.not_applicable) return 'absent'
  if (unexplained(item, round.round)) return 'gap'
  if (round.open_items.includes(item.code))
    return round.derived[item.code]?.connected === false ? 'unconnected' : 'open'
  return lackingOf(slots, item.code).length ? 'lacking' : null
}

const PASSES: Record<Filter, (item: SideItem, standing: Standing) => boolean> = {
  gap: (item, { round }) => item.apart.includes(round.round),
  evidence: (item, { slots }) => lackingOf(slots, item.code).length > 0,
  open: (item, { round }) => item.applies && round.open_items.includes(item.code),
}
/** Items that meet any of the filters; all without one. */
export const filtered = (items: readonly SideItem[], wanted: readonly Filter[], standing: Standing) =>
  wanted.length ? items.filter((item) => wanted.some((one) => PASSES[one](item, standing))) : [...items]

/** The item that lies `by` rows away; stays within the list. */
export function neighbour(codes: readonly string[], code: string, by: 1 | -1): string {
  const found = codes.indexOf(code)
  return codes[found < 0 ? 0 : Math.min(Math.max(found + by, 0), codes.length - 1)] ?? code
}

export const explanationOf = (tree: Explained | undefined, code: string): Explained | undefined =>
  tree?.code === code ? tree : tree?.children.map((child) => explanationOf(child, code)).find(Boolean)

export interface Lack {
  kind: 'open' | 'gap' | 'evidence'
  code: string
  slot?: string
  title?: string
}
/** What is missing before a round is submitted, each with the item that it leads to. */
export const lacksOf = (ready: Readiness): Lack[] => [
  ...ready.open_items.map((code) => ({ kind: 'open' as const, code })),
  ...ready.gaps.filter(({ explained }) => !explained).map(({ code }) => ({ kind: 'gap' as const, code })),
  ...ready.missing_evidence.map(({ code, slot, title }) => ({ kind: 'evidence' as const, code, slot, title })),
]

/** "+1.5", "−1", "0": later less earlier. */
export const signed = (gap: string) => (gap.startsWith('-') ? gap.replace('-', '−') : Number(gap) ? `+${gap}` : '0')

export const ROUND_SHAPES = {
  not_started: 'waiting',
  in_progress: 'underway',
  submitted: 'underway',
  returned: 'returned',
  accepted: 'done',
} as const
