import { describe, expect, it } from 'vitest'
import type { Indicator } from '../api'
import { matching, placed } from './tree'

const tree = [
  {
    code: 'A',
    title: '政风清廉',
    children: [
      { code: 'A1', title: '组织领导', text: '有方案' },
      { code: 'A2', title: '三重一大' },
    ],
  },
  { code: 'B', title: '校风清净', children: [{ code: 'B1', title: '收费' }] },
] as Indicator[]

describe('placed', () => {
  it('keeps the order of the tree and says how deep each stands', () => {
    expect(placed(tree).map(({ indicator, depth, leaf }) => [indicator.code, depth, leaf])).toEqual([
      ['A', 0, false],
      ['A1', 1, true],
      ['A2', 1, true],
      ['B', 0, false],
      ['B1', 1, true],
    ])
  })
})

describe('matching', () => {
  it('shows a hit with those above it', () => {
    expect(matching(placed(tree), ' 方案').map(({ indicator }) => indicator.code)).toEqual(['A', 'A1'])
  })
  it('finds by code, whatever the case', () => {
    expect(matching(placed(tree), 'b1').map(({ indicator }) => indicator.code)).toEqual(['B', 'B1'])
  })
  it('shows all where nothing is asked for', () => {
    expect(matching(placed(tree), '')).toHaveLength(5)
  })
})
