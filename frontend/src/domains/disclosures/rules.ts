import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useKinds, type Finding, type Notice, type NoticeRow } from './api'

export const FILTERS = ['q', 'unit', 'kind', 'state', 'phase', 'overdue', 'answering'] as const
export const STATES = ['draft', 'checked', 'released', 'withdrawn', 'discarded'] as const
export const PHASES = ['running', 'ended', 'standing', 'expired', 'withdrawn'] as const

/** What a notice is called where it stands: not public yet by its working copy, then by the clock. */
export const standOf = (notice: Pick<NoticeRow, 'state' | 'phase'>) => notice.phase ?? notice.state
/** The shape that stands for it. */
export const SHAPES = {
  draft: 'waiting',
  checked: 'underway',
  released: 'done',
  discarded: 'closed',
  running: 'underway',
  standing: 'done',
  ended: 'done',
  expired: 'closed',
  withdrawn: 'closed',
} as const

/** A table as people paste it: a line a row, cells between tabs or commas; the first line is the head. */
export function tableOf(text: string): { columns: string[]; rows: string[][] } | null {
  const lines = text.split('\n').filter((line) => line.trim())
  const [columns, ...rows] = lines.map((line) =>
    line.split(line.includes('\t') ? '\t' : /[,，]/).map((cell) => cell.trim()),
  )
  return columns ? { columns, rows } : null
}
export const textOf = (table: Notice['table']) =>
  table ? [table.columns, ...table.rows].map((row) => row.join('\t')).join('\n') : ''
/** Paragraphs as they are typed: one a line, empty lines between them count for nothing. */
export const paragraphsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** The text of a notice at a pointer, such as `/table/rows/0/1`. */
export function textAt(notice: Pick<Notice, 'title' | 'paragraphs' | 'table' | 'files'>, place: string): string {
  const [, part = '', ...steps] = place.split('/')
  if (part === 'file_ids') return notice.files[Number(steps[0])]?.name ?? ''
  const found = [part, ...steps].reduce<unknown>((at, step) => (at as Record<string, unknown> | null)?.[step], notice)
  return typeof found === 'string' ? found : ''
}
/** A finding with the words around it. */
export function quoteOf(notice: Notice, finding: Finding) {
  const text = textAt(notice, finding.place)
  return {
    before: text.slice(Math.max(0, finding.start - 8), finding.start),
    found: text.slice(finding.start, finding.end),
    after: text.slice(finding.end, finding.end + 8),
  }
}

export function useKindWords() {
  const { locale } = useI18n()
  const { data } = useKinds()
  const kinds = computed(() => data.value?.items ?? [])
  const named = (kind: { zh: string; en: string }) => (locale.value === 'en' ? kind.en : kind.zh)
  const find = (code: string) => kinds.value.find((kind) => kind.code === code)
  return {
    options: computed(() => kinds.value.map((kind) => ({ value: kind.code, text: named(kind) }))),
    find,
    word: (code: string) => {
      const kind = find(code)
      return kind ? named(kind) : code
    },
    basis: (code: string) => {
      const kind = find(code)
      return kind ? named(kind.basis) : ''
    },
  }
}
