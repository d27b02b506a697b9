import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Counts, Import, State } from './types'

export const IMPORT_FILTERS = ['type', 'state', 'mine'] as const
export const STEPS = ['type', 'upload', 'map', 'fix', 'write'] as const
export type StepName = (typeof STEPS)[number]

/** The shape that stands for a state. */
export const SHAPES: Record<State, 'waiting' | 'underway' | 'returned' | 'done' | 'closed'> = {
  open: 'waiting',
  uploaded: 'waiting',
  validating: 'underway',
  validated: 'waiting',
  applying: 'underway',
  completed: 'done',
  completed_with_errors: 'done',
  failed: 'returned',
  cancelled: 'closed',
  expired: 'closed',
  rolling_back: 'underway',
  rolled_back: 'closed',
  partly_rolled_back: 'returned',
}

/** The step at which an import stands. One that failed stands where the person can do something about it. */
export function stepOf(one: Pick<Import, 'state' | 'applied_at' | 'validated_at' | 'may'>): StepName {
  switch (one.state) {
    case 'open':
      return 'upload'
    case 'uploaded':
      return 'map'
    case 'validating':
    case 'validated':
      return 'fix'
    case 'failed':
      if (one.applied_at || one.may.retry) return 'write'
      return one.validated_at ? 'fix' : 'map'
    default:
      return 'write'
  }
}

/** Steps behind the present one that may be gone back to. */
export const mayVisit = (one: Pick<Import, 'may'>, step: StepName) => step === 'map' && one.may.start && one.may.change

/** How many rows applying would write. */
export const writable = ({ created, updated, deleted }: Counts) => created + updated + deleted

/** The share of the work that is done; null while nobody knows how much there is. */
export function shareOf({ progress }: Pick<Import, 'progress'>): number | null {
  if (progress.rows_total) return Math.min(1, progress.rows_done / progress.rows_total)
  return progress.bytes_total ? Math.min(1, progress.bytes_done / progress.bytes_total) : null
}

/** Codes of columns as spreadsheets write them: 0 → A, 26 → AA. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26)
  return `${rest ? letterOf(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`
}

/** Seconds in the words of `exchange.time`: the key of the unit, and how many. */
export function spanOf(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; n: number } {
  if (seconds < 90) return { unit: 'seconds', n: seconds }
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? { unit: 'minutes', n: minutes } : { unit: 'hours', n: Math.round(minutes / 60) }
}

const SHOWN = ['created', 'updated', 'deleted', 'unchanged', 'rejected', 'skipped'] as const

/** Counts that are not zero, what changed first. */
export const countsOf = (counts: Counts) => SHOWN.flatMap((name) => (counts[name] ? [{ name, n: counts[name] }] : []))

/** What a file may be called; what is in it the server finds out. */
export const ACCEPT = '.csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.json,.gz,.zip'
/** The type of a ZIP with a manifest, whose members have types of their own. */
export const BUNDLE = 'bundle'
export const isZip = ({ name }: Pick<File, 'name'>) => name.toLowerCase().endsWith('.zip')
const LARGEST = 200 * 2 ** 20

/** What is against a file before it is sent. */
export function fileFault(file: Pick<File, 'name' | 'size'>): 'empty' | 'size' | 'old' | 'type' | null {
  const extension = file.name.slice(file.name.lastIndexOf('.')).toLowerCase()
  if (extension === '.xls') return 'old'
  if (!ACCEPT.split(',').includes(extension)) return 'type'
  if (!file.size) return 'empty'
  return file.size > LARGEST ? 'size' : null
}

/** What a step is called: a bundle says itself how its files are read, so that it is opened where columns are matched. */
export const wordOf = (step: StepName, type?: string) => (step === 'map' && type === BUNDLE ? 'open' : step)

/** What a state is called: nobody matches columns of a bundle. */
export const stateWord = ({ state, type }: Pick<Import, 'state' | 'type'>) =>
  state === 'uploaded' && type === BUNDLE ? 'unopened' : state

/** The steps of the wizard in words. */
export function useSteps(type: () => string | undefined) {
  const { t } = useI18n()
  return computed(() => STEPS.map((name) => ({ text: t(`exchange.steps.${wordOf(name, type())}`) })))
}

/** What county files are written in, beside what is found out by itself. */
export const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16', 'windows-1252'] as const
export const DELIMITERS = [
  { value: ',', name: 'comma' },
  { value: '\t', name: 'tab' },
  { value: ';', name: 'semicolon' },
] as const
/** As dates stand in files, in the letters of strptime. */
export const DATE_FORMATS = [
  { value: '%Y-%m-%d', name: 'dashes' },
  { value: '%Y/%m/%d', name: 'slashes' },
  { value: '%Y.%m.%d', name: 'dots' },
  { value: '%Y年%m月%d日', name: 'chinese' },
  { value: '%Y%m%d', name: 'digits' },
  { value: '%d/%m/%Y', name: 'dayFirst' },
  { value: '%m/%d/%Y', name: 'monthFirst' },
] as const
export const DECIMALS = [
  { value: '.', name: 'point' },
  { value: ',', name: 'comma' },
] as const
export const THOUSANDS = [
  { value: ',', name: 'comma' },
  { value: '.', name: 'point' },
  { value: ' ', name: 'space' },
] as const
/** The page on which rows of a type are seen. */
export const LISTS: Record<string, string> = {
  school: 'schools',
  person: 'people',
  unit: 'units',
  calendar_day: 'calendar',
}
