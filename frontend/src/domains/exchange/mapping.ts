import { fieldsOf } from './split'
import type { Confidence, Field, MappingColumn, MappingDocument, Preview, SkipRule } from './types'

/** One column of the file as a person maps it; empty text is not given. */
export interface ColumnDraft {
  index: number
  heading: string
  /** Name of a field; empty: the column is left out. */
  to: string
  confidence: Confidence | 'yours'
  pattern: string
  values: { from: string; to: string }[]
  decimal: string
  thousands: string
  date: string
  scheme: string
}
export type SkipHow = 'equals' | 'starts' | 'matches'
export interface SkipDraft {
  /** Heading of the column; empty: any. */
  column: string
  how: SkipHow
  text: string
}
/** A mapping while it is edited. */
export interface Draft {
  columns: ColumnDraft[]
  constants: { field: string; value: string }[]
  skip: SkipDraft[]
  second_header: boolean
}
const HOWS: readonly SkipHow[] = ['equals', 'starts', 'matches']

const emptyColumn = (index: number, heading: string): ColumnDraft => ({
  index,
  heading,
  to: '',
  confidence: 'none',
  pattern: '',
  values: [],
  decimal: '',
  thousands: '',
  date: '',
  scheme: '',
})

function fill(column: ColumnDraft, from: MappingColumn): ColumnDraft {
  return {
    ...column,
    to: from.to ?? '',
    pattern: from.split?.pattern ?? '',
    values: Object.entries(from.values ?? {}).map(([sent, meant]) => ({ from: sent, to: meant })),
    decimal: from.decimal ?? '',
    thousands: from.thousands ?? '',
    date: from.date ?? '',
    scheme: from.scheme ?? '',
  }
}
const isFor = (column: Pick<ColumnDraft, 'index' | 'heading'>, { from }: MappingColumn) =>
  from === column.heading || from === column.index

function skipOf(rule: SkipRule, headings: readonly string[]): SkipDraft {
  const how = HOWS.find((name) => rule[name]) ?? 'equals'
  const column = typeof rule.column === 'number' ? headings[rule.column] : rule.column
  return { column: column ?? '', how, text: rule[how] ?? '' }
}

/** What a document says about these headings. Columns that the file has not are not in the draft. */
export function draftOf(headings: readonly string[], document: MappingDocument): Draft {
  return {
    columns: headings.map((heading, index) => {
      const column = emptyColumn(index, heading)
      const found = document.columns?.find((known) => isFor(column, known))
      return found ? { ...fill(column, found), confidence: 'yours' as const } : column
    }),
    constants: Object.entries(document.constants ?? {}).map(([field, value]) => ({ field, value })),
    skip: (document.skip ?? []).map((rule) => skipOf(rule, headings)),
    second_header: document.second_header ?? false,
  }
}

/** The draft that the server proposes. */
export function proposedDraft(preview: Preview): Draft {
  const draft = draftOf(preview.headers, preview.mapping)
  const words = new Map(preview.proposed.map(({ index, confidence }) => [index, confidence]))
  for (const column of draft.columns)
    column.confidence = column.to || column.pattern ? (words.get(column.index) ?? 'unsure') : 'none'
  return draft
}

/** After the file was read otherwise: what a person chose stays with its heading, the rest is as it is proposed now. */
export function carryOver(before: Draft, now: Draft): Draft {
  const chosen = new Map(before.columns.filter((one) => one.confidence === 'yours').map((one) => [one.heading, one]))
  return {
    ...before,
    columns: now.columns.map((column) => {
      const kept = chosen.get(column.heading)
      return kept ? { ...kept, index: column.index } : column
    }),
  }
}

/** As the API takes it. A heading that stands twice is named by its place. */
export function documentOf(draft: Draft, type: string, file: Partial<MappingDocument>): MappingDocument {
  const twice = (heading: string) => !heading || draft.columns.filter((one) => one.heading === heading).length > 1
  return {
    type,
    ...file,
    columns: draft.columns
      .filter((column) => column.to || column.pattern)
      .map((column) => columnOf(column, twice(column.heading) ? column.index : column.heading)),
    constants: Object.fromEntries(
      draft.constants.filter(({ field }) => field).map(({ field, value }) => [field, value]),
    ),
    skip: draft.skip
      .filter(({ text }) => text)
      .map(({ column, how, text }) => ({ ...(column && { column }), [how]: text })),
    second_header: draft.second_header,
  }
}

function columnOf(column: ColumnDraft, from: string | number): MappingColumn {
  const { pattern, values, decimal, thousands, date, scheme } = column
  const words = values.filter((pair) => pair.from) // one that means nothing stands for an empty cell
  return {
    from,
    to: pattern ? null : column.to,
    ...(pattern && { split: { pattern } }),
    ...(words.length && { values: Object.fromEntries(words.map((pair) => [pair.from, pair.to])) }),
    ...(decimal && { decimal }),
    ...(thousands && { thousands }),
    ...(date && { date }),
    ...(scheme && { scheme }),
  }
}

const targetsOf = (column: ColumnDraft) => (column.pattern ? fieldsOf(column.pattern) : column.to ? [column.to] : [])

/** Fields that are filled, by how many sources. */
function filled(draft: Draft): Map<string, number> {
  const all = [...draft.columns.flatMap(targetsOf), ...draft.constants.map(({ field }) => field).filter(Boolean)]
  return all.reduce((sums, field) => sums.set(field, (sums.get(field) ?? 0) + 1), new Map<string, number>())
}

/** Required fields that nothing fills. */
export function missing(draft: Draft, fields: readonly Field[]): Field[] {
  const there = filled(draft)
  return fields.filter((field) => field.required && !there.has(field.name))
}

/** Fields that more than one column fills: one of them has to give way. */
export function doubled(draft: Draft, fields: readonly Field[]): Field[] {
  const there = filled(draft)
  return fields.filter((field) => (there.get(field.name) ?? 0) > 1)
}

/** Whether a column is told more than where it goes. */
export const isTuned = (column: ColumnDraft) =>
  !!(column.pattern || column.decimal || column.thousands || column.date || column.scheme || column.values.length)

/** Columns of a document that the file has not. */
export const absent = (document: MappingDocument, headings: readonly string[]) =>
  (document.columns ?? [])
    .map(({ from }) => from)
    .filter((from) => (typeof from === 'number' ? from >= headings.length : !headings.includes(from)))

/** The first different values of a column, as the file has them. */
export function samplesOf(sample: readonly (readonly string[])[], index: number, most = 3): string[] {
  return [...new Set(sample.map((row) => row[index]?.trim() ?? '').filter(Boolean))].slice(0, most)
}

/** A document in which a word of the file stands for one that the field knows. */
export function withWord(document: MappingDocument, column: string, sent: string, meant: string): MappingDocument {
  return {
    ...document,
    columns: document.columns?.map((one) =>
      one.from === column ? { ...one, values: { ...one.values, [sent]: meant } } : one,
    ),
  }
}

/** The mapping that a file holds, alone or as a saved one; null when it holds none. What is in it the server judges. */
export function documentIn(text: string): MappingDocument | null {
  try {
    const found = JSON.parse(text)
    const document = found?.document ?? found
    return typeof document?.type === 'string' && Array.isArray(document.columns) ? document : null
  } catch {
    return null
  }
}
