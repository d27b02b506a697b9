import { describe, expect, it } from 'vitest'
import { fieldsOf, inputsOf, valuesOf, type Rule } from './inputs'

const titled = (code: string) => ({ code, title: code })
const deduct = { kind: 'count_deduct', entries: [{ ...titled('study'), per: '0.5' }] } as Rule

describe('what a rule asks for becomes what the server takes', () => {
  it.each<[string, Rule, Record<string, string | boolean>, unknown]>([
    ['a score', { kind: 'manual' } as Rule, { '/score': '3.5' }, { score: '3.5' }],
    ['counts, nothing entered is none', deduct, {}, { counts: { study: 0 } }],
    [
      'a level',
      { kind: 'level', levels: [{ ...titled('good'), points: '4' }] } as Rule,
      { '/level': 'good' },
      { level: 'good' },
    ],
    ['no level yet', { kind: 'level', levels: [{ ...titled('good'), points: '4' }] } as Rule, {}, {}],
    [
      'ticks',
      { kind: 'checklist', items: [titled('a'), titled('b')] } as Rule,
      { '/ticked/b': true },
      { ticked: ['b'] },
    ],
    [
      'times in each period',
      { kind: 'frequency', required: 2, per_missing: '1', periods: 2 } as Rule,
      { '/held/1': '2' },
      { held: [0, 2] },
    ],
    [
      'a share',
      { kind: 'ratio', numerator: '按期', denominator: '全部' } as Rule,
      { '/numerator': '8', '/denominator': '10' },
      { numerator: 8, denominator: 10 },
    ],
    ['a condition', { kind: 'fixed_if', condition: '有' } as Rule, { '/holds': true }, { holds: true }],
    [
      'the rule inside',
      { kind: 'derived', source: 'x', rule: deduct } as Rule,
      { '/counts/study': '2' },
      { counts: { study: 2 } },
    ],
  ])('%s', (_, rule, values, inputs) => {
    expect(inputsOf(rule, values)).toEqual(inputs)
    expect(inputsOf(rule, valuesOf(rule, inputs as Record<string, unknown>))).toEqual(inputs)
  })

  it('asks once for each part', () => {
    const rule = { kind: 'abc_conditions', a: [titled('1')], c: [titled('x')], points_a: '2', points_b: '1' } as Rule
    expect(fieldsOf(rule).map(({ pointer }) => pointer)).toEqual(['/met/1', '/found/x'])
  })
})
