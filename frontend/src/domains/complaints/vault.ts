import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, ifMatch, type Schemas } from '@/client/api'

/** The sealed side: intake, files, the reporter, identities. Nothing of it is kept once its page is left. */
export type IdentityRequest = Schemas['IdentityRequestOut']
export type Attachment = Schemas['AttachmentOut']
const at = (id: string) => ({ params: { path: { complaint_id: id } } })

export const enterComplaint = (wanted: Schemas['ClerkComplaintIn'], key: string) =>
  body(api.POST('/api/v1/complaints', { params: { header: { 'Idempotency-Key': `"${key}"` } }, body: wanted }))
export const addNote = (id: string, text: string) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/notes', { ...at(id), body: { text } }))
export const useAttachments = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'attachments', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/complaints/{complaint_id}/attachments', at(toValue(id)))),
    enabled: computed(() => toValue(wanted)),
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
/** What came on paper or by telephone, added by the desk: a line of JSON, then the file as it is. */
export const addAttachment = async (id: string, file: File) =>
  body(
    api.POST('/api/v1/complaints/{complaint_id}/attachments', {
      ...at(id),
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Blob([JSON.stringify({ name: file.name }), '\n', file]) as unknown as string,
      bodySerializer: (sent) => sent,
    }),
  )
export const writeToReporter = (id: string, wanted: Schemas['MessageIn']) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/messages', { ...at(id), body: wanted }))
export const attachmentUrl = (id: string, attachment: string, copy: 'clean' | 'original') =>
  apiUrl(`/api/v1/complaints/${id}/attachments/${attachment}/content`, { copy })
export const useReporter = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'reporter', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/complaints/{complaint_id}/reporter', at(toValue(id)))),
  })
export const releaseMedia = (id: string) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/reporter:release-media', at(id)))

export const askForIdentity = (id: string, motive: string) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/identity-requests', { ...at(id), body: { motive } }))
export const useRequests = (side: 'mine' | 'all') =>
  useQuery({
    queryKey: ['complaints', 'identity-requests', side],
    queryFn: () =>
      body(
        side === 'mine'
          ? api.GET('/api/v1/identity-requests/mine', { params: { query: { size: 50 } } })
          : api.GET('/api/v1/identity-requests', { params: { query: { size: 50 } } }),
      ),
  })
const request = (one: IdentityRequest) => ({
  params: { path: { request_id: one.id }, header: ifMatch(one.revision) },
})
export const grantIdentity = (one: IdentityRequest, wanted: Schemas['IdentityGrantIn']) =>
  body(api.POST('/api/v1/identity-requests/{request_id}:grant', { ...request(one), body: wanted }))
export const denyIdentity = (one: IdentityRequest, reason: string) =>
  body(api.POST('/api/v1/identity-requests/{request_id}:deny', { ...request(one), body: { reason } }))
/** Two others have to remain. */
export const retireKey = () => body(api.POST('/api/v1/custodian-keys/mine:retire'))
/** This once; the reporter is told. */
export const viewIdentity = (id: string) =>
  body(api.POST('/api/v1/identity-requests/{request_id}:view', { params: { path: { request_id: id } } }))

export const useCustodianKeys = () =>
  useQuery({
    queryKey: ['complaints', 'custodian-keys'],
    queryFn: () => body(api.GET('/api/v1/custodian-keys')),
  })
export const makeKey = (passphrase: string) => body(api.POST('/api/v1/custodian-keys', { body: { passphrase } }))
export const changePassphrase = (passphrase: string, new_passphrase: string) =>
  body(api.POST('/api/v1/custodian-keys/mine:change-passphrase', { body: { passphrase, new_passphrase } }))
export const shareIdentities = (passphrase: string) =>
  body(api.POST('/api/v1/custodian-keys/mine:share', { body: { passphrase } }))
