/** The shapes of imports and of saved mappings on the wire. */
export const STATES = [
  'open',
  'uploaded',
  'validating',
  'validated',
  'applying',
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
  'expired',
  'rolling_back',
  'rolled_back',
  'partly_rolled_back',
] as const
export type State = (typeof STATES)[number]
export type Mode = 'upsert' | 'create' | 'update' | 'delete'
export type Action = 'change' | 'upload' | 'start' | 'apply' | 'cancel' | 'rollback' | 'retry'

export interface Field {
  name: string
  heading: string
  heading_en: string
  kind: 'text' | 'code' | 'integer' | 'decimal' | 'boolean' | 'date' | 'choice' | 'list' | 'reference'
  required: boolean
  longest: number
  choices: { value: string; words: string[] }[]
  refers_to: string | null
  schemes: string[]
  personal: boolean
  note: string
}
export interface ImportType {
  name: string
  title: string
  title_en: string
  fields: Field[]
  keys: string[]
  modes: Mode[]
  after: string[]
  may: boolean
  rollback: boolean
}
export interface Counts {
  total: number
  created: number
  updated: number
  unchanged: number
  deleted: number
  rejected: number
  skipped: number
}
export interface Progress {
  phase: 'reading' | 'checking' | 'applying' | 'rolling_back' | null
  rows_done: number
  rows_total: number | null
  bytes_done: number
  bytes_total: number | null
  eta_s: number | null
}
export interface ErrorRow {
  row: number
  sheet: string | null
  column: string | null
  field: string | null
  code: string
  message: string
  value: string | null
  suggestions: string[]
}
export interface ErrorGroup {
  code: string
  message: string
  column: string | null
  field: string | null
  value: string | null
  count: number
  first_rows: number[]
  suggestions: string[]
}
export interface ImportRow {
  id: string
  revision: number
  type: string
  filename: string | null
  mode: Mode
  atomic: 'row' | 'all'
  validate_only: boolean
  state: State
  counts: Counts
  progress: Progress
  created_by: { id: string; name: string }
  unit: { id: string; name: string }
  created_at: string
  ended_at: string | null
}
export interface Import extends ImportRow {
  id_scheme: string | null
  references: Record<string, string>
  on_blank: 'keep' | 'clear'
  format: string | null
  encoding: string | null
  delimiter: string | null
  sheet: string | null
  header_row: number | null
  mapping_id: string | null
  mapping: MappingDocument | null
  note: string | null
  warnings: { code: string; message: string }[]
  error_groups: ErrorGroup[]
  file: { name: string | null; size: number | null; received: number; sha256: string | null; kept: boolean }
  uploaded_at: string | null
  validated_at: string | null
  applied_at: string | null
  expires_at: string | null
  rollback_until: string | null
  may: Record<Action, boolean>
  failure: { code: string; message: string } | null
}
/** What a person decides about an import beside its mapping. */
export type Options = Pick<Import, 'mode' | 'atomic' | 'id_scheme' | 'references' | 'on_blank'>

export interface MappingColumn {
  from: string | number
  to: string | null
  split?: { pattern: string } | null
  values?: Record<string, string>
  decimal?: string | null
  thousands?: string | null
  date?: string | null
  scheme?: string | null
}
export interface SkipRule {
  column: string | null
  any?: boolean
  equals?: string | null
  starts?: string | null
  matches?: string | null
}
export interface MappingDocument {
  type: string
  columns: MappingColumn[]
  constants: Record<string, string>
  skip: SkipRule[]
  header_row?: number | null
  sheet?: string | null
  encoding?: string | null
  delimiter?: string | null
  second_header?: boolean
}
export interface SavedMapping {
  id: string
  revision: number
  name: string
  type: string
  shared: boolean
  document: MappingDocument
  owner: { id: string; name: string }
  updated_at: string
  may: { change: boolean }
}
export type Confidence = 'sure' | 'likely' | 'unsure' | 'none'
export interface Preview {
  format: string
  encoding: string | null
  encoding_doubted: boolean
  delimiter: string | null
  sheets: { name: string; rows: number; hidden: boolean }[]
  sheet: string | null
  header_row: number
  headers: string[]
  sample: string[][]
  warnings: { code: string; message: string }[]
  proposed: { index: number; heading: string; to: string | null; confidence: Confidence | number }[]
  mapping: MappingDocument
}
