import type { Verb } from './api'

/** What a verb asks for, by the names of the API. The kinds of field are few, and `VerbField` draws each. */
export type Kind =
  'text' | 'line' | 'day' | 'choice' | 'choices' | 'flag' | 'number' | 'money' | 'unit' | 'handler' | 'case'
export interface Field {
  name: string
  kind: Kind
  /** Where a choice has its options: the words of the server, or those of the locale under `complaints.values`. */
  from?:
    | 'organs'
    | 'reasons'
    | 'categories'
    | 'severity'
    | 'track'
    | 'told'
    | 'channel'
    | 'disposition'
    | 'finding'
    | 'form'
    | 'measure'
    | 'method'
  optional?: boolean
}
const reason: Field = { name: 'reason', kind: 'text' }
const remark: Field = { ...reason, optional: true }
const severity: Field = { name: 'severity', kind: 'choice', from: 'severity' }
const handler: Field[] = [
  { name: 'unit_id', kind: 'unit' },
  { name: 'handler_id', kind: 'handler' },
]
const result: Field[] = [
  { name: 'form', kind: 'choice', from: 'form', optional: true },
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
  seal_up: [
    { name: 'organ', kind: 'choice', from: 'organs' },
    { name: 'document_no', kind: 'line' },
  ],
  transfer: [
    { name: 'organ', kind: 'choice', from: 'organs' },
    reason,
    { name: 'document_no', kind: 'line', optional: true },
  ],
  refuse: [{ name: 'code', kind: 'choice', from: 'reasons' }, reason],
  merge: [{ name: 'into_id', kind: 'case' }],
  decline: [reason],
  accept: [{ name: 'track', kind: 'choice', from: 'track' }, severity],
  admit: [severity],
  notify: told,
  classify: [
    { name: 'category', kind: 'choice', from: 'categories' },
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
  start: [{ name: 'plan', kind: 'text' }],
  hold: [reason, { name: 'look_on', kind: 'day' }],
  submit: [
    { name: 'finding', kind: 'choice', from: 'finding' },
    { name: 'heard', kind: 'flag', optional: true },
    { name: 'report', kind: 'text' },
    ...result,
  ],
  return: [reason],
  conclude: [{ name: 'finding', kind: 'choice', from: 'finding', optional: true }, ...result, remark],
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

/** The verb that brings a case on, in the order of preference: it is the one filled button. */
const MAIN: readonly Verb[] = [
  ...(['confirm', 'screen', 'match', 'accept', 'admit', 'assign', 'start', 'submit', 'conclude'] as const),
  ...(['feed_back', 'uphold', 'take_up', 'resume', 'archive'] as const),
]
export const mainVerb = (verbs: readonly Verb[]) => MAIN.find((verb) => verbs.includes(verb))
/** Not to be undone: asked before they are done. */
export const GRAVE: readonly Verb[] = ['seal_up', 'confirm', 'archive']

export type Given = Record<string, string | number | boolean | string[] | null>
/** What was entered, as the API takes it: what was left out is not sent. */
export function sentOf(fields: readonly Field[], given: Given): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .map(({ name, kind }): [string, unknown] => {
        const value = given[name]
        if (value === '' || value === null || value === undefined) return [name, undefined]
        if (kind === 'money') return [name, Math.round(Number(value) * 100)]
        return [name, name === 'form' ? Number(value) : value]
      })
      .filter(([, value]) => value !== undefined),
  )
}
/** The fields that were left out and are needed. */
export const missing = (fields: readonly Field[], given: Given) =>
  fields.filter(({ name, kind, optional }) => !optional && kind !== 'flag' && !String(given[name] ?? '').trim())
/** What a form begins with. */
export const blank = (fields: readonly Field[]): Given =>
  Object.fromEntries(fields.map(({ name, kind }) => [name, kind === 'flag' ? false : kind === 'choices' ? [] : '']))
