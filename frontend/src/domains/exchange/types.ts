import type { Schemas } from '@/client/api'

/** The shapes of imports and of saved mappings on the wire. */
export type State = Schemas['ImportState']
export type Mode = Schemas['Mode']
/** Every count is there in an answer. */
export type Counts = Required<Schemas['Counts']>
export type ErrorRow = Schemas['ErrorRow']
export type ErrorGroup = Schemas['ErrorGroup']
export type SentRows = Schemas['SentRows']
export type ImportRow = Omit<Schemas['ImportRow'], 'counts'> & { counts: Counts }
export type Import = Omit<Schemas['ImportOut'], 'mapping' | 'counts' | 'warnings'> & {
  counts: Counts
  mapping: MappingDocument | null
  warnings: { code: string; message: string }[]
}
/** What a person decides about an import beside its mapping. */
export type Options = Pick<Import, 'mode' | 'atomic' | 'id_scheme' | 'references' | 'on_blank'>

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
] as const satisfies readonly State[]

export type Field = Schemas['FieldOut']
export type ImportType = Schemas['TypeOut']
export type SavedMapping = Schemas['SavedMappingRow']

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
  column?: string | number | null
  equals?: string | null
  starts?: string | null
  matches?: string | null
}
export interface MappingDocument {
  type: string
  columns?: MappingColumn[]
  constants?: Record<string, string>
  skip?: SkipRule[]
  header_row?: number | null
  sheet?: string | null
  encoding?: string | null
  delimiter?: string | null
  second_header?: boolean
}
export type Confidence = Schemas['ProposedOut']['confidence']
export type Preview = Omit<Schemas['PreviewOut'], 'mapping'> & { mapping: MappingDocument }
