import type { Schemas } from '@/client/api'

export type Rule = Schemas['RuleDocument']
type Titled = { code: string; title: string; title_en?: string }
export type Values = Record<string, string | boolean>
export interface InputField {
  /** Names the value, and is the pointer of faults below `/inputs`. */
  pointer: string
  kind: 'points' | 'count' | 'yes' | 'choice'
  /** What a part is called; else the page has a word for the pointer. */
  titled?: Titled
  /** Counted from 1, where the same thing is asked for several times. */
  number?: number
  options?: Titled[]
}

const each = (name: string, items: readonly Titled[], kind: InputField['kind']): InputField[] =>
  items.map((titled) => ({ pointer: `/${name}/${titled.code}`, kind, titled }))

/** What a rule asks for, field by field. */
export function fieldsOf(rule: Rule): InputField[] {
  switch (rule.kind) {
    case 'manual':
      return [{ pointer: '/score', kind: 'points' }]
    case 'range_parts':
      return each('parts', rule.parts, 'points')
    case 'level':
      return [{ pointer: '/level', kind: 'choice', options: rule.levels }]
    case 'abc_conditions':
      return [...each('met', rule.a, 'yes'), ...each('found', rule.c, 'yes')]
    case 'checklist':
      return each('ticked', rule.items, 'yes')
    case 'count_deduct':
      return each('counts', rule.entries, 'count')
    case 'frequency':
      return Array.from({ length: rule.periods ?? 1 }, (_, at) => ({
        pointer: `/held/${at}`,
        kind: 'count' as const,
        number: at + 1,
      }))
    case 'count_gain':
      return [{ pointer: '/count', kind: 'count' }]
    case 'ratio':
      return [
        { pointer: '/numerator', kind: 'count' },
        { pointer: '/denominator', kind: 'count' },
      ]
    case 'bands':
      return [{ pointer: '/value', kind: 'points' }]
    case 'proportional':
      return each('states', rule.states, 'count')
    case 'presence':
      return [{ pointer: '/present', kind: 'count' }]
    case 'fixed_if':
    case 'zero_if':
      return [{ pointer: '/holds', kind: 'yes' }]
    case 'derived':
      return fieldsOf(rule.rule as Rule)
  }
}

/** A list of codes is asked for as ticks, one for each. */
const LISTS = ['met', 'found', 'ticked']

function read(field: InputField, given: string | boolean | undefined): unknown {
  if (field.kind === 'yes') return given === true
  if (field.kind === 'count') return Number(given || 0)
  return given || '0'
}

/** The inputs as the server takes them, from what stands in the fields. */
export function inputsOf(rule: Rule, values: Values): Record<string, unknown> {
  const inputs: Record<string, unknown> = {}
  for (const field of fieldsOf(rule)) {
    const [name = '', part] = field.pointer.slice(1).split('/')
    const value = field.kind === 'choice' ? values[field.pointer] : read(field, values[field.pointer])
    if (part === undefined) {
      if (value !== undefined && value !== '') inputs[name] = value
    } else if (LISTS.includes(name)) {
      inputs[name] = [...((inputs[name] as string[] | undefined) ?? []), ...(value ? [part] : [])]
    } else if (name === 'held') {
      inputs[name] = [...((inputs[name] as unknown[] | undefined) ?? []), value]
    } else {
      inputs[name] = { ...(inputs[name] as object | undefined), [part]: value }
    }
  }
  return inputs
}

/** What stands in the fields for inputs that the server holds: the inverse of `inputsOf`. */
export function valuesOf(rule: Rule, inputs: Record<string, unknown>): Values {
  const values: Values = {}
  for (const { pointer, kind } of fieldsOf(rule)) {
    const [name = '', part] = pointer.slice(1).split('/')
    const held = inputs[name]
    if (LISTS.includes(name)) values[pointer] = Array.isArray(held) && held.includes(part)
    else {
      const value = part === undefined ? held : (held as Record<string, unknown> | undefined)?.[part]
      if (value !== undefined && value !== null) values[pointer] = kind === 'yes' ? value === true : String(value)
    }
  }
  return values
}
