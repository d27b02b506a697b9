/** What the forms of a record ask for, by the names of the API. The kinds of field are few; `RecordField` draws each. */
type Typed = 'text' | 'line' | 'lines' | 'day' | 'number' | 'money' | 'choice' | 'yesno'
type Picked = 'person' | 'persons' | 'supplier' | 'suppliers' | 'decision' | 'contract'
export interface Field {
  name: string
  kind: Typed | Picked
  /** Where a choice has its options: the values of the locale under `decisionRecords.values`. */
  from?: 'spend_type' | 'budget_state' | 'method' | 'filing' | 'answer' | 'publicity'
  optional?: boolean
  /** Fields stand under the heading of a section. */
  section?: string
}
export type Value = string | string[] | boolean | null
export type Given = Record<string, Value>

const optional = (name: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  ...{ name, kind, optional: true },
  ...more,
})
const spent = (section: string): Field[] => [
  optional('spend_type', 'choice', { from: 'spend_type', section }),
  optional('budget_state', 'choice', { from: 'budget_state', section }),
  optional('method', 'choice', { from: 'method', section }),
  optional('project_key', 'line', { section }),
]
export type FormName = keyof typeof FORMS
export const FORMS = {
  file: [
    { name: 'kind', kind: 'choice', from: 'filing' },
    optional('note', 'text'),
    optional('filed_on', 'day'),
    optional('approval_no', 'line'),
  ],
  answer: [
    { name: 'answer', kind: 'choice', from: 'answer' },
    optional('text', 'text'),
    optional('approval_no', 'line'),
  ],
  act: [{ name: 'text', kind: 'text' }, optional('acted_on', 'day')],
  report: [{ name: 'text', kind: 'text' }, optional('progress', 'number'), optional('reported_on', 'day')],
  execute: [
    optional('started_on', 'day'),
    optional('progress', 'number'),
    optional('next_due_on', 'day'),
    optional('completed_on', 'day'),
    optional('blocker', 'text'),
    optional('changed_on', 'day'),
  ],
  evaluate: [
    { name: 'evaluated_on', kind: 'day' },
    { name: 'result', kind: 'text' },
    optional('method', 'line'),
    optional('satisfaction', 'number'),
    optional('lessons', 'text'),
  ],
  publicize: [
    { name: 'kind', kind: 'choice', from: 'publicity' },
    { name: 'starts_on', kind: 'day' },
    optional('ends_on', 'day'),
    optional('channel', 'line'),
    optional('url', 'line'),
    optional('masked', 'yesno'),
    optional('objections', 'number'),
    optional('objections_open', 'number'),
    optional('handling', 'text'),
  ],
  payment: [
    { name: 'amount', kind: 'money' },
    { name: 'paid_on', kind: 'day' },
    optional('supplier_id', 'supplier'),
    optional('payee_name', 'line'),
    optional('purpose', 'text'),
    optional('decision_id', 'decision'),
    optional('contract_id', 'contract'),
    ...spent('spending'),
    optional('budget_line', 'line', { section: 'spending' }),
    optional('voucher_no', 'line', { section: 'papers' }),
    optional('invoice_nos', 'lines', { section: 'papers' }),
    optional('proposer_id', 'person', { section: 'people' }),
    optional('buyer_id', 'person', { section: 'people' }),
    optional('accepted_by', 'persons', { section: 'people' }),
    optional('accepted_on', 'day', { section: 'people' }),
  ],
  contract: [
    { name: 'title', kind: 'line' },
    { name: 'amount', kind: 'money' },
    { name: 'signed_on', kind: 'day' },
    optional('number', 'line'),
    optional('supplier_id', 'supplier'),
    optional('decision_id', 'decision'),
    ...spent('spending'),
    optional('bidders', 'suppliers', { section: 'papers' }),
    optional('framework', 'yesno', { section: 'papers' }),
    optional('publicized', 'yesno', { section: 'papers' }),
  ],
  supplier: [
    { name: 'name', kind: 'line' },
    optional('credit_code', 'line'),
    optional('registered_on', 'day'),
    optional('legal_rep', 'line'),
    optional('staff', 'number'),
    optional('phones', 'lines'),
    optional('address', 'line'),
    optional('related_person_ids', 'persons'),
  ],
} as const satisfies Record<string, readonly Field[]>

const LISTS: readonly Field['kind'][] = ['persons', 'suppliers']
/** Lists that the API holds as a text each; unknown ones are null there, and these are never unknown. */
const ALWAYS_A_LIST = ['invoice_nos', 'phones', 'related_person_ids']
const PARTS = /[\s,，、;；]+/

/** What a form begins with. */
export const blank = (fields: readonly Field[]): Given =>
  Object.fromEntries(fields.map(({ name, kind }) => [name, LISTS.includes(kind) ? [] : kind === 'yesno' ? null : '']))

type Known = Record<string, unknown>
const idOf = (value: unknown) => (value as { id: string } | null)?.id ?? null
/** What a record says, as its form takes it: `supplier_id` stands in the record as `supplier` with its name. */
export function givenOf(fields: readonly Field[], one: Known): Given {
  const said = ({ name, kind }: Field): Value => {
    if (kind === 'persons' || kind === 'suppliers')
      return ((one[name.replace('_ids', 's')] ?? []) as { id: string }[]).map(({ id }) => id)
    if (kind === 'person' || kind === 'supplier' || kind === 'decision' || kind === 'contract')
      return idOf(one[name.replace(/_id$/, '')]) ?? ''
    if (kind === 'lines') return ((one[name] ?? []) as string[]).join('、')
    if (kind === 'yesno') return (one[name] ?? null) as boolean | null
    return one[name] === null || one[name] === undefined ? '' : String(one[name])
  }
  return Object.fromEntries(fields.map((field) => [field.name, said(field)]))
}

function valueOf({ name, kind }: Field, value: Value | undefined): unknown {
  if (kind === 'lines')
    return String(value ?? '')
      .split(PARTS)
      .filter(Boolean)
  if (Array.isArray(value)) return value.length || ALWAYS_A_LIST.includes(name) ? value : null
  if (kind === 'yesno') return name === 'framework' ? value === true : value
  const text = String(value ?? '').trim()
  if (!text) return null
  if (kind === 'number') return Number(text)
  return kind === 'money' ? text.replace(/[\s,，]/g, '') : text
}
/** What was entered, as the API takes it. Of something new what was left out is not sent. */
export const sentOf = (fields: readonly Field[], given: Given): Known =>
  Object.fromEntries(
    fields.map((field) => [field.name, valueOf(field, given[field.name])]).filter(([, value]) => value !== null),
  )
/** What differs from the record as it was read, with null where something was cleared. */
export function changesOf(fields: readonly Field[], given: Given, before: Given): Known {
  const same = (name: string) => JSON.stringify(given[name]) === JSON.stringify(before[name])
  const changed = fields.filter(({ name }) => !same(name))
  return Object.fromEntries(changed.map((field) => [field.name, valueOf(field, given[field.name])]))
}
/** The fields that were left out and are needed. */
export const missing = (fields: readonly Field[], given: Given) =>
  fields.filter(({ name, optional }) => !optional && !String(given[name] ?? '').trim())
const SHAPES: Record<string, RegExp> = {
  money: /^-?\d{1,12}(\.\d{1,2})?$/,
  number: /^\d{1,6}$/,
  // 统一社会信用代码 (GB 32100): no I, O, S, V, Z.
  credit_code: /^[0-9A-HJ-NPQRTUWXY]{18}$/,
}
/** What was entered in another form than the API takes: the name of the field, and what it should have been. */
export function misshapen(fields: readonly Field[], given: Given): { name: string; shape: string }[] {
  return fields.flatMap((field) => {
    const shape = field.name in SHAPES ? field.name : field.kind
    const value = valueOf(field, given[field.name])
    return value === null || !SHAPES[shape] || SHAPES[shape].test(String(value)) ? [] : [{ name: field.name, shape }]
  })
}
/** Fields under the headings of their sections, in order. */
export function sectionsOf(fields: readonly Field[]): { section: string; fields: Field[] }[] {
  const found: { section: string; fields: Field[] }[] = []
  for (const field of fields) {
    const section = field.section ?? ''
    const last = found.at(-1)
    if (last?.section === section) last.fields.push(field)
    else found.push({ section, fields: [field] })
  }
  return found
}
