import { describe, expect, it } from 'vitest'
import type { Notice } from './api'
import { paragraphsOf, quoteOf, standOf, tableOf, textAt, textOf } from './rules'

const notice = {
  title: '公示',
  paragraphs: ['联系人电话13812345678，谢谢'],
  table: { columns: ['姓名', '学科'], rows: [['何桂芳', '语文']] },
  files: [{ name: '名单.pdf' }],
} as Notice

describe('a table', () => {
  it('is pasted from a sheet and typed again', () => {
    expect(tableOf('姓名\t学科\n何桂芳\t语文\n')).toEqual(notice.table)
    expect(tableOf(textOf(notice.table))).toEqual(notice.table)
  })
  it('is typed with commas', () => expect(tableOf('姓名，学科\n何桂芳, 语文')).toEqual(notice.table))
  it('is none without a line', () => {
    expect(tableOf(' \n')).toBeNull()
    expect(textOf(null)).toBe('')
  })
})

it('paragraphs are lines, empty ones left out', () => expect(paragraphsOf('一\n\n 二 \n')).toEqual(['一', '二']))

describe('a finding', () => {
  it('is quoted with the words around it', () =>
    expect(quoteOf(notice, { place: '/paragraphs/0', start: 5, end: 16 } as never)).toEqual({
      before: '联系人电话',
      found: '13812345678',
      after: '，谢谢',
    }))
  it('is found wherever it lies', () => {
    expect(textAt(notice, '/title')).toBe('公示')
    expect(textAt(notice, '/table/rows/0/1')).toBe('语文')
    expect(textAt(notice, '/table/columns/0')).toBe('姓名')
    expect(textAt(notice, '/file_ids/0/name')).toBe('名单.pdf')
    expect(textAt(notice, '/table/rows/9/9')).toBe('')
  })
})

it('the clock says where a published notice stands', () => {
  expect(standOf({ state: 'draft', phase: null })).toBe('draft')
  expect(standOf({ state: 'draft', phase: 'running' })).toBe('running')
})
