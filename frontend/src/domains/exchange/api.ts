import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'
import type { Page } from '@/shared/lib/useListQuery'
import type { Import, ImportRow, MappingDocument, Options, Preview, SavedMapping, State } from './types'

const ROOT = '/api/v1/imports'
type Read = Pick<Import, 'id' | 'revision'>
type ListQuery = NonNullable<paths['/api/v1/imports']['get']['parameters']['query']>
export type FileOptions = Pick<Import, 'sheet' | 'header_row' | 'encoding' | 'delimiter'>

const at = (id: string) => ({ path: { import_id: id } })
/** A change to what was read; refused with 412 when somebody else was faster. */
const read = (one: Read) => ({ params: { ...at(one.id), header: ifMatch(one.revision) } })
/** The contract leaves the inside of a mapping open. */
const typed = async (answer: Promise<{ data?: Schemas['ImportOut'] }>) => (await body(answer)) as Import

export const RUNNING: readonly State[] = ['validating', 'applying', 'rolling_back']
export const isRunning = (one: Pick<ImportRow, 'state'>) => RUNNING.includes(one.state)
/** Seconds between two looks where the server names none. */
const PAUSE = 2

/** The URL holds every filter as text; the server reads it as what it is. */
export const listImports = (query: object) =>
  body(api.GET('/api/v1/imports', { params: { query: query as ListQuery } })) as Promise<Page<ImportRow>>
export const createImport = (wanted: { type: string; filename: string; size: number }) =>
  typed(
    api.POST('/api/v1/imports', {
      // Nothing is written before somebody has seen what it would do.
      body: { ...wanted, validate_only: true },
      params: { header: { 'Idempotency-Key': keyOf() } },
    }),
  )
export const changeImport = (
  one: Read,
  patch: Partial<Options & FileOptions> & { mapping?: MappingDocument; filename?: string },
) => typed(api.PATCH('/api/v1/imports/{import_id}', { ...read(one), body: patch as Schemas['ImportPatch'] }))
export type Verb = 'start' | 'apply' | 'cancel' | 'rollback' | 'retry'
/** What was seen is what it is done to: a newer state refuses. */
export const act = (one: Read, verb: Verb) => typed(api.POST(`/api/v1/imports/{import_id}:${verb}`, read(one)))
export const listParts = async (id: string) =>
  (await body(api.GET('/api/v1/imports/{import_id}/parts', { params: at(id) }))).items
export const listErrors = (id: string, query: { code?: string; column?: string; cursor?: string; limit: number }) =>
  body(api.GET('/api/v1/imports/{import_id}/errors', { params: { ...at(id), query } }))
const MOST_ROWS = 100
/** Rows of the file as they were sent; of many, in several requests. */
export async function listSentRows(id: string, rows: number[]) {
  const found = new Map<number, string[]>()
  let headers: string[] = []
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    const query = { row: rows.slice(start, start + MOST_ROWS) }
    const sent = await body(api.GET('/api/v1/imports/{import_id}/rows', { params: { ...at(id), query } }))
    headers = sent.headers
    for (const { row, cells } of sent.items) found.set(row, cells)
  }
  return { headers, rows: found }
}
/** The person's own file with what is wrong beside each row, made by a job. */
export const startErrorBook = (id: string) =>
  body(api.POST('/api/v1/imports/{import_id}/errors.xlsx', { params: at(id) }))
export const importHistory = (id: string, cursor: string | undefined) =>
  body(api.GET('/api/v1/imports/{import_id}/history', { params: { ...at(id), query: { cursor, limit: 50 } } }))
export const fileUrl = (id: string, name: 'errors.csv' | 'errors.ndjson' | 'results.csv') =>
  apiUrl(`${ROOT}/${id}/${name}`)
export const templateUrl = (type: string, format: 'xlsx' | 'csv', lang: string) =>
  apiUrl(`${ROOT}/types/${type}/template`, { format, lang })

type MappingQuery = NonNullable<paths['/api/v1/imports/mappings']['get']['parameters']['query']>
type ReadMapping = Pick<SavedMapping, 'id' | 'revision'>
const readMapping = (saved: ReadMapping) => ({
  params: { path: { mapping_id: saved.id }, header: ifMatch(saved.revision) },
})
export const listMappings = (query: object) =>
  body(api.GET('/api/v1/imports/mappings', { params: { query: query as MappingQuery } }))
/** What a saved mapping says; lists leave it out. */
export const documentOfMapping = async (mapping_id: string) => {
  const saved = await body(api.GET('/api/v1/imports/mappings/{mapping_id}', { params: { path: { mapping_id } } }))
  return saved.document as object as MappingDocument
}
export const saveMapping = (wanted: { name: string; shared: boolean; document: MappingDocument }) =>
  body(api.POST('/api/v1/imports/mappings', { body: wanted as Schemas['SavedMappingIn'] }))
export const changeMapping = (
  saved: ReadMapping,
  patch: { name?: string; shared?: boolean; document?: MappingDocument },
) =>
  body(
    api.PATCH('/api/v1/imports/mappings/{mapping_id}', {
      ...readMapping(saved),
      body: patch as Schemas['SavedMappingPatch'],
    }),
  )
export const deleteMapping = (saved: ReadMapping) =>
  api.DELETE('/api/v1/imports/mappings/{mapping_id}', readMapping(saved))

export const useTypes = () =>
  useQuery({
    queryKey: ['imports', 'types'],
    queryFn: async () => (await body(api.GET('/api/v1/imports/types'))).items,
    staleTime: Infinity,
  })
/** One import, asked about at the pace that the server names for as long as it is at work. */
export const useImport = (id: MaybeRefOrGetter<string>, options: { enabled?: () => boolean } = {}) => {
  let pause = PAUSE
  return useQuery({
    queryKey: computed(() => ['imports', 'one', toValue(id)]),
    queryFn: async () => {
      const { data, response } = await api.GET('/api/v1/imports/{import_id}', { params: at(toValue(id)) })
      pause = Number(response.headers.get('Retry-After')) || PAUSE
      return data as Import
    },
    enabled: computed(() => options.enabled?.() ?? true),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? pause * 1000 : false),
  })
}
/** What is in the file as the options read it, and the mapping that the server proposes. */
export const usePreview = (id: MaybeRefOrGetter<string>, asked: MaybeRefOrGetter<Partial<FileOptions>>) =>
  useQuery({
    queryKey: computed(() => ['imports', 'preview', toValue(id), toValue(asked)]),
    queryFn: async () => {
      const query = Object.fromEntries(given(toValue(asked)))
      const params = { ...at(toValue(id)), query }
      return (await body(api.GET('/api/v1/imports/{import_id}/preview', { params }))) as object as Preview
    },
    staleTime: Infinity,
    retry: false,
  })
const given = (asked: object) => Object.entries(asked).filter(([, value]) => value !== null && value !== '')

/** A key of one's own for a request that must not count twice, also where the page did not come over HTTPS. */
const keyOf = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
