import { describe, expect, it } from 'vitest'
import { isOwn, menuOf, partOf, whyOf } from './acts'

describe('the menu of a school', () => {
  it('holds what its state allows, in one order', () =>
    expect(menuOf(['close', 'rename', 'merge', 'absorb'])).toEqual(['rename', 'merge', 'close']))
  it('knows which acts have a page of their own', () => {
    expect(isOwn('rename')).toBe(true)
    expect(isOwn('split')).toBe(false)
  })
})

describe('why', () => {
  const values = { effective_on: '2026-09-01', reason: ' 布局调整 ', basis: ' ' }
  it('sends no empty document', () =>
    expect(whyOf(values)).toEqual({ effective_on: '2026-09-01', reason: '布局调整', basis: null }))
  it('says what was shown', () => expect(whyOf(values, 'abc').expect).toBe('abc'))
})

describe('a part', () => {
  const school = { type: 'primary', ownership: 'public' }
  it('is of the kind of the school it comes from', () =>
    expect(partOf({ parent_id: 'd1', name: ' 东校 ', code: '' }, school)).toEqual({
      parent_id: 'd1',
      name: '东校',
      ...school,
    }))
})
