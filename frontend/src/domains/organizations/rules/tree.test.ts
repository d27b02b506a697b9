import { describe, expect, it } from 'vitest'
import { unit } from './examples'
import { keyMove, kindsBelow, lineage, mayHoldSchools, mergeable, openAtFirst, unitOptions, visibleRows } from './tree'

const NODES = [
  unit('bureau', 'county', 'bureau', '县教育局'),
  unit('section', 'bureau', 'section', '教育股'),
  unit('district', 'bureau', 'district', '梅岭学区'),
  unit('zone', 'district', 'district', '梅岭片区'),
]
const ids = (open: string[], words = '') => visibleRows(NODES, new Set(open), words).map(({ node }) => node.id)

describe('the rows of the tree', () => {
  it('take a unit whose parent is out of reach for a root', () => expect(ids([])).toEqual(['bureau']))
  it('show the children of what is open', () => {
    expect(ids(['bureau'])).toEqual(['bureau', 'section', 'district'])
    expect(ids(['bureau', 'district'])).toEqual(['bureau', 'section', 'district', 'zone'])
  })
  it('tell level, place and size of the set', () => {
    expect(visibleRows(NODES, new Set(['bureau']))[2]).toMatchObject({
      level: 2,
      position: 2,
      siblings: 2,
      branch: true,
    })
  })
  it('show the way to each hit of a search, open or not', () => {
    expect(ids([], '片区')).toEqual(['bureau', 'district', 'zone'])
    expect(ids([], '没有')).toEqual([])
  })
  it('are open down to the bureau at first', () =>
    expect(openAtFirst(NODES)).toEqual(['bureau', 'section', 'district']))
})

describe('the keys', () => {
  const rows = visibleRows(NODES, new Set(['bureau']))
  it.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 2, { to: 2 }],
    ['ArrowUp', 0, { to: 0 }],
    ['Home', 2, { to: 0 }],
    ['End', 0, { to: 2 }],
    ['ArrowRight', 0, { to: 1 }],
    ['ArrowRight', 2, { toggle: true }],
    ['ArrowRight', 1, {}],
    ['ArrowLeft', 2, { to: 0 }],
    ['ArrowLeft', 0, { toggle: true }],
    ['x', 0, {}],
  ])('%s at row %i leads to %j', (key, at, move) => expect(keyMove(rows, at, key)).toEqual(move))
})

describe('units as a choice', () => {
  it('are those that may hold schools', () => {
    expect(unitOptions(NODES, mayHoldSchools).map(({ text }) => text)).toEqual(['县教育局', '梅岭学区', '梅岭片区'])
  })
  it('name the unit above where two have the same name', () => {
    const twice = [
      ...NODES,
      unit('other', 'bureau', 'district', '城关学区'),
      unit('twin', 'other', 'district', '梅岭片区'),
    ]
    expect(unitOptions(twice, mayHoldSchools).filter(({ text }) => text === '梅岭片区')).toEqual([
      { id: 'zone', text: '梅岭片区', above: '梅岭学区' },
      { id: 'twin', text: '梅岭片区', above: '城关学区' },
    ])
  })
  it('know their line', () =>
    expect(lineage(NODES, 'zone').map(({ id }) => id)).toEqual(['bureau', 'district', 'zone']))
  it('take sections below bureaus only', () => {
    expect(kindsBelow('bureau')).toContain('section')
    expect(kindsBelow('district')).toEqual(['district'])
    expect(kindsBelow('section')).toEqual([])
  })
  it('merge into their own kind, but none into what stands below it', () => {
    const nodes = [
      ...NODES,
      unit('other', 'bureau', 'district', '城关学区'),
      unit('office', 'bureau', 'section', '办公室'),
    ]
    const into = (id: string) =>
      nodes.filter((node) => node.id === id).flatMap((node) => mergeable(nodes, node).map((other) => other.id))
    expect(into('district')).toEqual(['zone', 'other'])
    expect(into('zone')).toEqual(['other'])
    expect(into('section')).toEqual(['office'])
    expect(into('bureau')).toEqual([])
  })
})
