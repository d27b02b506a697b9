import type { Field as Shared, Given } from '@/shared/lib/verbs'
import type { Case, Verb } from './api'

/** Kinds of field of complaints' own, drawn by `CaseField`: registers, duplicates, and words that the server holds. */
export type Own = 'unit' | 'handler' | 'case' | 'problem' | 'organs' | 'reasons' | 'categories'
export type Field = Shared<Own>

const reason: Field = { name: 'reason', kind: 'text' }
const organ: Field = { name: 'organ', kind: 'organs' }
const remark: Field = { ...reason, optional: true }
const severity: Field = { name: 'severity', kind: 'choice', from: 'severity' }
const handler: Field[] = [
  { name: 'unit_id', kind: 'unit' },
  { name: 'handler_id', kind: 'handler' },
]
const result: Field[] = [
  { name: 'form', kind: 'choice', from: 'form', numeric: true, optional: true },
  { name: 'measures', kind: 'choices', from: 'measure', optional: true },
  { name: 'recovered', kind: 'money', optional: true },
  { name: 'people', kind: 'number', optional: true },
]
const told: Field[] = [
  { name: 'channel', kind: 'choice', from: 'channel' },
  { name: 'told_on', kind: 'day' },
]

export const FORMS: Partial<Record<Verb, Field[]>> = {
  ask: [{ name: 'text', kind: 'text' }],
  transfer: [organ, reason, { name: 'document_no', kind: 'line', optional: true }],
  refuse: [{ name: 'code', kind: 'reasons' }, reason],
  merge: [{ name: 'into_id', kind: 'case' }],
  decline: [reason],
  accept: [{ name: 'track', kind: 'choice', from: 'track' }, severity],
  admit: [severity],
  notify: told,
  classify: [
    { name: 'category', kind: 'categories' },
    severity,
    { name: 'amount', kind: 'money', optional: true },
    { name: 'people', kind: 'number', optional: true },
    { name: 'near_masses', kind: 'flag', optional: true },
  ],
  alarm: [{ name: 'told', kind: 'choice', from: 'told' }, remark],
  assign: [
    ...handler,
    { name: 'disposition', kind: 'choice', from: 'disposition', optional: true },
    { name: 'study_on', kind: 'day', optional: true },
    { name: 'study_no', kind: 'line', optional: true },
    remark,
  ],
  reassign: [...handler, reason],
  send_back: [reason],
  start: [{ name: 'plan', kind: 'text', most: 20_000 }],
  hold: [reason, { name: 'look_on', kind: 'day' }],
  submit: [
    { name: 'finding', kind: 'choice', from: 'finding' },
    { name: 'heard', kind: 'flag', optional: true },
    { name: 'report', kind: 'text', most: 20_000 },
    ...result,
  ],
  return: [reason],
  conclude: [
    { name: 'finding', kind: 'choice', from: 'finding' },
    ...result,
    { name: 'rectification_id', kind: 'problem', optional: true },
    remark,
  ],
  feed_back: [
    ...told,
    { name: 'text', kind: 'text', optional: true },
    { name: 'objection', kind: 'flag', optional: true },
  ],
  object: [{ name: 'text', kind: 'text' }],
  uphold: [reason],
  change: [
    { name: 'finding', kind: 'choice', from: 'finding' },
    ...result.filter(({ name }) => name !== 'people'),
    reason,
  ],
  clarify: [
    { name: 'method', kind: 'choice', from: 'method' },
    { name: 'text', kind: 'text' },
  ],
  redo: [reason],
  rehandle: [reason],
  escalate: [reason],
  suspect: [reason],
  withdraw: [remark],
}

/** What is known of a verb's fields before anybody says it: what was coded, submitted, or is so today. */
export function knownOf(one: Case, verb: Verb, today: string): Given {
  const yuan = (fen: number | null | undefined) => (fen ? fen / 100 : null)
  const { category, severity, people, near_masses } = one
  if (verb === 'classify') return { category, severity, people, near_masses, amount: yuan(one.amount) }
  if (verb === 'accept') return { severity, track: one.track }
  if (verb === 'admit') return { severity: severity ?? 'general' }
  if (verb === 'notify' || verb === 'feed_back')
    return { told_on: today, channel: one.channel === 'portal' ? one.channel : null }
  const [found] = one.outcomes
  if (verb !== 'conclude' && verb !== 'change') return {}
  return {
    ...{ finding: found?.finding ?? null, form: found?.form ? String(found.form) : null },
    ...{ measures: found?.measures ?? [], recovered: yuan(found?.recovered), people: found?.people || null },
    rectification_id: found?.rectification_id ?? null,
  }
}

/** The verb that brings a case on, in the order of preference: it is the one filled button. */
const MAIN: readonly Verb[] = [
  ...(['confirm', 'screen', 'match', 'accept', 'admit', 'assign', 'start', 'submit', 'conclude'] as const),
  ...(['feed_back', 'uphold', 'take_up', 'resume', 'archive'] as const),
]
/** Once everybody named is matched, that is behind. */
export const mainVerb = (verbs: readonly Verb[], matched: boolean) =>
  MAIN.find((verb) => verbs.includes(verb) && !(verb === 'match' && matched))
/** Not to be undone: asked before they are done. */
export const GRAVE: readonly Verb[] = ['confirm', 'archive']
