import { describe, expect, it } from 'vitest'
import type { DraftNode } from '../editing'
import { countByCode, draftRows, nextCode, step } from './draft'

const node = (code: string, parent_id: string | null, position: number) =>
  ({ id: code, parent_id, position, depth: 1, revision: 1, indicator: { code, title: code } }) as DraftNode
const nodes = [node('1', null, 0), node('1.1', '1', 0), node('1.2', '1', 1), node('2', null, 1)]

describe('draftRows', () => {
  it('tells depth, path and whether something stands below', () => {
    expect(draftRows(nodes).map(({ path, depth, leaf }) => [path.join('/'), depth, leaf])).toEqual([
      ['1', 0, false],
      ['1/1.1', 1, true],
      ['1/1.2', 1, true],
      ['2', 0, true],
    ])
  })
})

describe('step', () => {
  it('moves among siblings only', () => {
    expect(step(nodes, nodes[2] as DraftNode, -1)).toBe(0)
    expect(step(nodes, nodes[2] as DraftNode, 1)).toBeUndefined()
    expect(step(nodes, nodes[0] as DraftNode, 1)).toBe(1)
  })
})

describe('nextCode', () => {
  it('goes on after the siblings and passes over what is taken', () => {
    expect(nextCode(nodes, nodes[0])).toBe('1.3')
    expect(nextCode([...nodes, node('3', '2', 0)], undefined)).toBe('4')
  })
})

describe('countByCode', () => {
  it('counts by indicator', () => {
    const finding = (indicator: string | null) => ({ code: 'x', message: '', pointer: null, params: {}, indicator })
    expect([...countByCode([finding('1'), finding('1'), finding(null)])]).toEqual([
      ['1', 2],
      ['', 1],
    ])
  })
})
