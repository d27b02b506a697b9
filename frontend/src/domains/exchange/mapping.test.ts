import { describe, expect, it } from 'vitest'
import {
  absent,
  carryOver,
  documentIn,
  documentOf,
  doubled,
  draftOf,
  missing,
  proposedDraft,
  samplesOf,
  withWord,
  type Draft,
} from './mapping'
import type { Field, MappingDocument, Preview } from './types'

const HEADINGS = ['学校标识码', '学校名称', '区县', '合计', '学校名称']
const DOCUMENT = {
  type: 'school',
  columns: [
    { from: '学校标识码', to: 'code' },
    { from: 1, to: 'name' },
    { from: '区县', to: null, split: { pattern: '^(?P<parent>\\d+)(?P<note>.*)$' }, scheme: 'code' },
  ],
  constants: { ownership: 'public' },
  skip: [{ column: '学校名称', starts: '合计' }],
  second_header: true,
} satisfies MappingDocument
const field = (name: string, required = true) => ({ name, required, heading: name }) as Field
const FIELDS = ['code', 'name', 'parent', 'ownership'].map((name) => field(name))
const draft = (): Draft => draftOf(HEADINGS, DOCUMENT)
const preview = (confidence: Preview['proposed'][number]['confidence']): Preview => ({
  format: 'csv',
  encoding: 'gb18030',
  encoding_doubted: false,
  delimiter: ',',
  sheets: [],
  sheet: null,
  header_row: 1,
  headers: HEADINGS,
  sample: [],
  sample_rows: [],
  second_header: false,
  warnings: [],
  proposed: [{ index: 0, heading: '学校标识码', to: 'code', confidence, samples: [] }],
  mapping: { ...DOCUMENT, columns: DOCUMENT.columns.slice(0, 1) },
})

describe('a draft', () => {
  it('goes back to the document it came from', () =>
    expect(documentOf(draft(), 'school', {})).toEqual({
      ...DOCUMENT,
      columns: [
        { from: '学校标识码', to: 'code' },
        // The heading stands twice, so the column is named by its place.
        { from: 1, to: 'name' },
        { from: '区县', to: null, split: { pattern: '^(?P<parent>\\d+)(?P<note>.*)$' }, scheme: 'code' },
      ],
    }))
  it('leaves out columns that go nowhere, and rules without words', () => {
    const edited = draft()
    for (const column of edited.columns) Object.assign(column, { to: '', pattern: '' })
    edited.skip.push({ column: '', how: 'equals', text: '' })
    edited.constants.push({ field: '', value: '县' })
    const document = documentOf(edited, 'school', {})
    expect(document.columns).toEqual([])
    expect(document.skip).toHaveLength(1)
    expect(document.constants).toEqual({ ownership: 'public' })
  })
  it('skips by any column when none is named', () => {
    const edited = { ...draft(), skip: [{ column: '', how: 'starts' as const, text: '制表人' }] }
    expect(documentOf(edited, 'school', {}).skip).toEqual([{ starts: '制表人' }])
  })
  it('keeps how the file is to be read', () =>
    expect(documentOf(draft(), 'school', { header_row: 3, encoding: 'big5' })).toMatchObject({
      header_row: 3,
      encoding: 'big5',
    }))
})

describe('what is proposed', () => {
  it('says how sure it is, in words', () => {
    expect(proposedDraft(preview('sure')).columns.map(({ confidence }) => confidence)).toEqual([
      'sure',
      'none',
      'none',
      'none',
      'none',
    ])
  })
  it('gives way to what a person chose, wherever the heading moved', () => {
    const before = draft()
    const now = proposedDraft({ ...preview('sure'), headers: ['序号', '学校标识码', '区县'] })
    const after = carryOver(before, now)
    expect(after.columns.map(({ index, to, pattern }) => [index, to, !!pattern])).toEqual([
      [0, '', false],
      [1, 'code', false],
      [2, '', true],
    ])
    expect(after.skip).toEqual(before.skip)
  })
})

describe('fields', () => {
  it('are filled by columns, by parts of columns and by constants', () => {
    expect(missing(draft(), FIELDS)).toEqual([])
    expect(missing(draftOf(HEADINGS, { ...DOCUMENT, constants: {} }), FIELDS).map(({ name }) => name)).toEqual([
      'ownership',
    ])
    expect(missing(draftOf([], DOCUMENT), [field('code', false)])).toEqual([])
  })
  it('are named when two columns fill them', () => {
    const edited = draft()
    Object.assign(edited.columns[4] as object, { to: 'name' })
    expect(doubled(edited, FIELDS).map(({ name }) => name)).toEqual(['name'])
  })
})

it('columns of a saved mapping that the file has not are named', () =>
  expect(absent(DOCUMENT, ['学校标识码'])).toEqual([1, '区县']))

it('samples are the first different values of a column', () =>
  expect(samplesOf([['a', ' 1'], ['b', '1'], ['', '2'], ['c'], ['d']], 1)).toEqual(['1', '2']))

it('a word can stand for another', () =>
  expect(withWord(DOCUMENT, '学校标识码', '完小', 'primary').columns?.[0]).toEqual({
    from: '学校标识码',
    to: 'code',
    values: { 完小: 'primary' },
  }))

it('a mapping is known in a file, alone or saved, and nothing else is taken for one', () => {
  expect(documentIn(JSON.stringify(DOCUMENT))).toEqual(DOCUMENT)
  expect(documentIn(JSON.stringify({ name: '台账', document: DOCUMENT }))).toEqual(DOCUMENT)
  expect(['{}', 'null', '<html>', '{"type":"school"}'].map(documentIn)).toEqual([null, null, null, null])
})

it('a word of the file can stand for an empty cell', () => {
  const now = draft()
  const [first] = now.columns
  if (first)
    first.values = [
      { from: 'z', to: '' },
      { from: '', to: '' },
    ]
  expect(documentOf(now, 'school', {}).columns?.[0]?.values).toEqual({ z: '' })
})
