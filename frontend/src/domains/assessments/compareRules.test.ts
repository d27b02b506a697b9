import { describe, expect, it } from 'vitest'
import { changeOf, fullOf, linesShown, trendOf, walksFrom } from './compareRules'
import type { Line } from './compare'

const cycle = (percent: string | null, version = '1', framework = 'REF') => ({
  percent,
  framework: { id: version, framework, title: framework, version },
})

describe('the line of the totals', () => {
  it('joins cycles of one version', () => {
    const { points } = trendOf([cycle('80'), cycle('90')])
    expect(points[1]).toEqual({ x: 0.75, y: 0.5, from: { x: 0.25, y: 0 }, breaks: false })
  })
  it('breaks where the scale changes', () => {
    const { points } = trendOf([cycle('80'), cycle('90', '2'), cycle('91', '2', 'OTHER')])
    expect(points.map(({ from, breaks }) => [from, breaks])).toEqual([
      [null, false],
      [null, true],
      [null, true],
    ])
  })
  it('has a hole where a total is not known', () => {
    const { points } = trendOf([cycle('80'), cycle(null), cycle('90')])
    expect(points.map(({ y, from }) => [y === null, from])).toEqual([
      [false, null],
      [true, null],
      [false, null],
    ])
  })
})

describe('the change from the last cycle', () => {
  it('says up, down or the same', () => {
    expect(changeOf([cycle('80'), cycle('90.5')])).toEqual({ word: 'up', by: '10.5' })
    expect(changeOf([cycle('90'), cycle('80')])).toEqual({ word: 'down', by: '10' })
    expect(changeOf([cycle('90'), cycle('90')])).toEqual({ word: 'same', by: '0' })
  })
  it('is not told of two scales, nor of one cycle', () => {
    expect(changeOf([cycle('80'), cycle('90', '2')])?.word).toBe('other')
    expect(changeOf([cycle('80')])).toBeNull()
  })
})

describe('a projection', () => {
  it('is offered through the crosswalks of the framework that was used', () => {
    const walk = (version: string) => ({ source: { framework: 'REF', version } })
    expect(walksFrom([walk('1'), walk('2')], cycle('1', '2').framework)).toEqual([walk('2')])
  })
  it('counts the full exactly', () =>
    expect(fullOf({ items: [{ points: '0.1' }, { points: '0.2' }] as never })).toBe('0.3'))
})

it('parts are the lines at the top', () => {
  const line = (depth: number) => ({ depth }) as Line
  expect(linesShown([line(1), line(2)], true)).toEqual([line(0)])
  expect(linesShown([line(1), line(2)], false)).toEqual([line(0), line(1)])
})
