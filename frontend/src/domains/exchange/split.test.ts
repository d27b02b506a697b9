import { describe, expect, it } from 'vitest'
import { fieldsOf, kindOf, splitPattern, SPLITS, tryPattern } from './split'

const CELLS = {
  brackets: ['[01]新北市', '01', '新北市'],
  parentheses: ['第一小学（3401001）', '第一小学', '3401001'],
  space: ['3401001 第一 小学', '3401001', '第一 小学'],
  dash: ['3401001－第一小学', '3401001', '第一小学'],
} as const

describe('a cell that holds two things', () => {
  it.each(SPLITS)('is split at %s', (kind) => {
    const [cell, first, second] = CELLS[kind]
    expect(tryPattern(splitPattern(kind, 'code', 'name'), cell)).toEqual({ code: first, name: second })
  })
  it('that does not fit is said so, and so is a pattern that is none', () => {
    expect(tryPattern(splitPattern('brackets', 'code', 'name'), '新北市')).toBeNull()
    expect(tryPattern('(?P<code>', '新北市')).toBeNull()
  })
})

it.each(SPLITS)('an everyday pattern is known again: %s', (kind) =>
  expect(kindOf(splitPattern(kind, 'code', 'name'))).toBe(kind),
)
it('any other is its own', () => expect(kindOf('^(?P<a>.)(?P<b>.)$')).toBe('own'))
it('a pattern names the fields it fills', () =>
  expect(fieldsOf(splitPattern('dash', 'parent', 'name'))).toEqual(['parent', 'name']))
