import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Item = Schemas['EvidenceOut']
export type Row = Schemas['EvidenceRow']
export type ItemIn = Schemas['EvidenceIn']
export type ItemPatch = Schemas['EvidencePatch']
export type Use = Schemas['UseOut']
export type Revision = Schemas['RevisionOut']
export type StoredFile = Schemas['FileRow']
type ListQuery = NonNullable<paths['/api/v1/evidence']['get']['parameters']['query']>
type Read = Pick<Item, 'id' | 'revision'>

const at = (item: Pick<Item, 'id'>) => ({ path: { item_id: item.id } })
/** A change to what was read; refused with 412 when somebody else was faster. */
const read = (item: Read) => ({ params: { ...at(item), header: ifMatch(item.revision) } })
const readUse = (item: Pick<Item, 'id'>, use: Use) => ({
  params: { path: { item_id: item.id, use_id: use.id }, header: ifMatch(use.revision) },
})

/** The URL holds every filter as text; the server reads it as what it is. */
export const listItems = (query: object) => body(api.GET('/api/v1/evidence', { params: { query: query as ListQuery } }))
export const createItem = (item: ItemIn) => body(api.POST('/api/v1/evidence', { body: item }))
export const changeItem = (item: Read, patch: ItemPatch) =>
  body(api.PATCH('/api/v1/evidence/{item_id}', { ...read(item), body: patch }))
export const reviseItem = (item: Read, wanted: Schemas['RevisionIn']) =>
  body(api.POST('/api/v1/evidence/{item_id}/revisions', { ...read(item), body: wanted }))
export const withdrawItem = (item: Read, reason: string) =>
  body(api.POST('/api/v1/evidence/{item_id}:withdraw', { ...read(item), body: { reason } }))
export const restoreItem = (item: Read) => body(api.POST('/api/v1/evidence/{item_id}:restore', read(item)))
export const itemHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/evidence/{item_id}/history', {
      params: { path: { item_id: id }, query: { cursor, limit: 50 } },
    }),
  )

export const submitItem = (item: Pick<Item, 'id'>, label: string) =>
  body(api.POST('/api/v1/evidence/{item_id}/uses', { params: at(item), body: { type: 'general', label } }))
export const acceptUse = (item: Pick<Item, 'id'>, use: Use, reason: string) =>
  body(
    api.POST('/api/v1/evidence/{item_id}/uses/{use_id}:accept', {
      ...readUse(item, use),
      body: { reason: reason || null },
    }),
  )
export const returnUse = (item: Pick<Item, 'id'>, use: Use, reason: string) =>
  body(api.POST('/api/v1/evidence/{item_id}/uses/{use_id}:return', { ...readUse(item, use), body: { reason } }))
export const resubmitUse = (item: Pick<Item, 'id'>, use: Use) =>
  body(api.POST('/api/v1/evidence/{item_id}/uses/{use_id}:resubmit', readUse(item, use)))
export const takeBackUse = (item: Pick<Item, 'id'>, use: Use) =>
  body(api.POST('/api/v1/evidence/{item_id}/uses/{use_id}:take-back', readUse(item, use)))

/** Address of a file's content; the reading is recorded. */
export const contentUrl = (file: Pick<StoredFile, 'id'>, copy: 'original' | 'clean') =>
  apiUrl(`/api/v1/files/${file.id}/content`, { copy })

export const useItem = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['evidence', 'one', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/evidence/{item_id}', { params: { path: { item_id: toValue(id) } } })),
    // Cleaned copies are made in the background: look again until they are there.
    refetchInterval: ({ state }) =>
      state.data?.revisions.some(({ files }) => files.some((file) => file.clean_state === 'pending')) ? 5_000 : false,
  })
export const useCategories = () =>
  useQuery({
    queryKey: ['evidence', 'categories'],
    queryFn: () => body(api.GET('/api/v1/evidence/categories')),
    staleTime: Infinity,
  })
export const useTags = () =>
  useQuery({ queryKey: ['evidence', 'tags'], queryFn: () => body(api.GET('/api/v1/evidence/tags')) })
