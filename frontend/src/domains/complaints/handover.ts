import { sha256 } from '@noble/hashes/sha2.js'
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import { Problem } from '@/client/problem'

/** What goes straight up: prepared, fetched whole this once, and wiped here for who shows by its digest that it arrived. */
export type Handover = Schemas['HandoverOut']
type Read = { id: string; revision: number }
const at = (one: Read) => ({ params: { path: { complaint_id: one.id }, header: ifMatch(one.revision) } })

/** Null before anybody has prepared one. */
export const useHandover = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'handover', toValue(id)]),
    queryFn: async (): Promise<Handover | null> => {
      const path = { complaint_id: toValue(id) }
      try {
        return await body(api.GET('/api/v1/complaints/{complaint_id}/handover', { params: { path } }))
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
    enabled: computed(() => toValue(wanted)),
    gcTime: 0,
  })
export const prepareHandover = (one: Read) => body(api.POST('/api/v1/complaints/{complaint_id}/handover', at(one)))
export const fetchHandover = (one: Read): Promise<Blob> =>
  body(api.POST('/api/v1/complaints/{complaint_id}/handover:fetch', { ...at(one), parseAs: 'blob' })) as Promise<Blob>
export const sealUp = (one: Read, wanted: Schemas['SealUpIn']) =>
  body(api.POST('/api/v1/complaints/{complaint_id}:seal-up', { ...at(one), body: wanted }))

/** SHA-256 of a file in hex, also where the browser offers none because there is no HTTPS. */
export async function digestOf(file: Blob): Promise<string> {
  const digest = sha256(new Uint8Array(await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
