import type { School, SchoolIn, SchoolPatch } from '../api'

/** What the form holds: text as typed. Empty text is "not recorded". */
export const TEXTS = ['name', 'short_name', 'type', 'ownership', 'status', 'code', 'credit_code'] as const
const MORE_TEXTS = [
  'area',
  'address',
  'longitude',
  'latitude',
  'canteen',
  'party_organization',
  'party_coverage',
] as const
export const NUMBERS = ['pupils', 'staff', 'boarders', 'party_members'] as const
export type TextField = (typeof TEXTS)[number] | (typeof MORE_TEXTS)[number]
export type NumberField = (typeof NUMBERS)[number]
export interface ExternalId {
  scheme: string
  value: string
}
export type SchoolValues = Record<TextField | NumberField | 'parent_id' | 'boarding' | 'former_names', string> & {
  external_ids: ExternalId[]
}
export type Field = keyof SchoolValues

/** Who a school is: changed by those who keep the register (`school.register`), not by the school. */
export const IDENTITY: Field[] = ['name', 'type', 'ownership', 'status', 'code', 'credit_code']

export function emptyValues(parent_id = ''): SchoolValues {
  const names = [...TEXTS, ...MORE_TEXTS, ...NUMBERS, 'boarding', 'former_names']
  const empty = Object.fromEntries(names.map((name) => [name, '']))
  return { ...empty, status: 'operating', parent_id, external_ids: [] } as unknown as SchoolValues
}

export function valuesOf(school: School): SchoolValues {
  const text = (value: string | number | boolean | null) => (value === null ? '' : String(value))
  const plain = [...TEXTS, ...MORE_TEXTS, ...NUMBERS].map((name) => [name, text(school[name])])
  return {
    ...(Object.fromEntries(plain) as Record<TextField | NumberField, string>),
    parent_id: school.parent.id,
    boarding: text(school.boarding),
    former_names: school.former_names.join('\n'),
    external_ids: school.external_ids.map((id) => ({ ...id })),
  }
}

/** A field as the API takes it. A number that is none goes as typed: the server says what is wrong with it. */
function sent(values: SchoolValues, field: Field): unknown {
  const value = values[field]
  if (typeof value !== 'string') return value.filter(({ scheme, value: id }) => scheme || id)
  const typed = value.trim()
  if (field === 'former_names') return typed.split(/\s*\n\s*/).filter(Boolean)
  if (typed === '') return null
  if (field === 'boarding') return typed === 'true'
  return NUMBERS.includes(field as NumberField) && /^\d+$/.test(typed) ? Number(typed) : typed
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Fields whose meaning differs between the two. */
export const changedFields = (before: SchoolValues, after: SchoolValues): Field[] =>
  (Object.keys(after) as Field[]).filter((field) => !same(sent(before, field), sent(after, field)))

export function patchOf(before: SchoolValues, after: SchoolValues): SchoolPatch {
  return Object.fromEntries(changedFields(before, after).map((field) => [field, sent(after, field)]))
}

/** A new school: what is not known is left out. */
export function newSchool(values: SchoolValues): SchoolIn {
  const given = (Object.keys(values) as Field[]).map((field) => [field, sent(values, field)])
  return Object.fromEntries(given.filter(([, value]) => value !== null)) as unknown as SchoolIn
}

export interface Difference {
  field: Field
  mine: string | ExternalId[]
  theirs: string | ExternalId[]
  /** Both changed it, and not to the same: somebody must choose. */
  contested: boolean
}

/** What somebody else changed since `base` was read, and where that collides with what was typed here. */
export function differences(base: SchoolValues, mine: SchoolValues, theirs: SchoolValues): Difference[] {
  return changedFields(base, theirs).map((field) => ({
    field,
    mine: mine[field],
    theirs: theirs[field],
    contested: !same(mine[field], base[field]) && !same(mine[field], theirs[field]),
  }))
}

/** The form after the choice: theirs, but for what was changed here and kept. */
export function merged(base: SchoolValues, mine: SchoolValues, theirs: SchoolValues, kept: Field[]): SchoolValues {
  const found = differences(base, mine, theirs).filter(({ field, contested }) => !contested || !kept.includes(field))
  return { ...mine, ...Object.fromEntries(found.map(({ field, theirs: value }) => [field, value])) }
}
