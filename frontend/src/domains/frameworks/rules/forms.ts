import type { Rule } from '../api'

/**
 * One thing that is typed or chosen. Its words are `frameworks.fields.<word>`, its choices `frameworks.values.<of>.…`.
 * A key with a dot (`quota.top`) is a field of a thing inside.
 */
export interface FieldSpec {
  key: string
  kind: 'text' | 'long' | 'points' | 'count' | 'yes' | 'choice'
  choices?: { of: string; values: readonly string[]; standard: string }
  word?: string
  optional?: boolean
}
/** A list of things of one form. */
export interface ListSpec {
  key: string
  fields: readonly FieldSpec[]
  lists?: readonly ListSpec[]
}
export interface FormSpec {
  fields: readonly FieldSpec[]
  lists: readonly ListSpec[]
}
export type Value = Record<string, unknown>

const text = (key: string, optional = false): FieldSpec => ({ key, kind: 'text', optional })
const points = (key: string, optional = false): FieldSpec => ({ key, kind: 'points', optional })
const count = (key: string, optional = false): FieldSpec => ({ key, kind: 'count', optional })
const choice = (key: string, of: string, values: readonly string[]): FieldSpec => ({
  key,
  kind: 'choice',
  choices: { of, values, standard: values[0] ?? '' },
})
const TITLED = [text('code'), text('title')] as const
const EMPTY = choice('empty', 'empty', ['full', 'zero', 'na'])
const deduction = [...TITLED, points('per'), count('max_times', true), points('max_total', true)]

/** What each kind of rule asks for; `derived` has another rule inside and is put together by the editor. */
export const RULE_FORMS: Record<Exclude<Rule['kind'], 'derived'>, FormSpec> = {
  manual: { fields: [points('step', true)], lists: [] },
  range_parts: { fields: [], lists: [{ key: 'parts', fields: [...TITLED, points('max')] }] },
  level: { fields: [], lists: [{ key: 'levels', fields: [...TITLED, points('points')] }] },
  abc_conditions: {
    fields: [points('points_a'), points('points_b'), points('points_c', true)],
    lists: [
      { key: 'a', fields: TITLED },
      { key: 'c', fields: TITLED },
    ],
  },
  checklist: {
    fields: [{ key: 'all_or_nothing', kind: 'yes' }],
    lists: [{ key: 'items', fields: TITLED }],
  },
  count_deduct: { fields: [points('floor', true)], lists: [{ key: 'entries', fields: deduction }] },
  frequency: {
    fields: [
      count('required'),
      choice('period', 'period', ['year', 'term', 'month']),
      count('periods', true),
      points('per_missing'),
    ],
    lists: [],
  },
  count_gain: {
    fields: [points('each_more', true), points('cap', true)],
    lists: [{ key: 'steps', fields: [count('at'), points('points')] }],
  },
  ratio: { fields: [text('numerator', true), text('denominator', true), EMPTY], lists: [] },
  bands: {
    fields: [text('unit', true), EMPTY],
    lists: [{ key: 'thresholds', fields: [points('min'), points('points')] }],
  },
  proportional: { fields: [EMPTY], lists: [{ key: 'states', fields: [...TITLED, points('factor')] }] },
  presence: { fields: [count('expected')], lists: [] },
  fixed_if: { fields: [text('condition')], lists: [] },
  zero_if: { fields: [text('condition')], lists: [] },
}
export const PLAIN_KINDS = Object.keys(RULE_FORMS) as Exclude<Rule['kind'], 'derived'>[]

export const SLOT_FORM: ListSpec = {
  key: 'slots',
  fields: [
    ...TITLED,
    choice('method', 'method', ['documents', 'interview', 'site', 'survey', 'data']),
    { key: 'required', kind: 'yes' },
    count('min_files', true),
    count('max_files', true),
    choice('period', 'slot_period', ['any', 'cycle', 'term', 'year']),
    { key: 'sensitive', kind: 'yes' },
  ],
}
const BANDS: ListSpec = {
  key: 'bands',
  fields: [
    ...TITLED,
    points('min'),
    { ...count('quota.top', true), word: 'quota_top' },
    { ...points('quota.percent', true), word: 'quota_percent' },
    text('consequence', true),
  ],
  lists: [
    {
      key: 'conditions',
      fields: [
        choice('demand', 'demand', ['no_veto', 'no_open_serious_finding', 'node', 'metric']),
        { ...text('code', true), word: 'demand_code' },
        points('min', true),
        text('title', true),
      ],
    },
  ],
}
export const HEADER_FORM: FormSpec = {
  fields: [
    text('title'),
    text('title_en', true),
    text('version'),
    choice('kind', 'kind', ['scoring', 'graded', 'pass_fail', 'negative_list', 'materials']),
    choice('level', 'level', ['county', 'school', 'city', 'province', 'nation']),
    points('declared_total', true),
    choice('aggregate', 'aggregate', ['sum', 'weighted_mean', 'mean', 'min']),
    text('issuer', true),
    text('source_no', true),
    text('source_url', true),
    points('bonus_cap', true),
    { key: 'may_exceed', kind: 'yes' },
    { key: 'note', kind: 'long', optional: true },
  ],
  lists: [
    {
      key: 'bonuses',
      fields: [...TITLED, points('cap', true)],
      lists: [{ key: 'levels', fields: [...TITLED, points('points')] }],
    },
    { key: 'deductions', fields: deduction },
    {
      key: 'vetoes',
      fields: [
        ...TITLED,
        { key: 'ground', kind: 'text', optional: true },
        choice('effect', 'effect', ['fail', 'cap_grade', 'zero_node', 'revoke_award', 'bar_application']),
        text('node', true),
        text('band', true),
      ],
    },
    {
      key: 'scales',
      fields: TITLED,
      lists: [BANDS],
    },
  ],
}
