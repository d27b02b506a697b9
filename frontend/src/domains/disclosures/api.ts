import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Notice = Schemas['NoticeOut']
export type NoticeRow = Schemas['NoticeRow']
export type Finding = Schemas['FindingOut']
export type Kind = Schemas['NoticeKindOut']
export type Objection = Schemas['ObjectionRow']
export type Verb = Notice['verbs'][number]
type Read = Pick<Notice, 'id' | 'revision'>
type NoticesQuery = NonNullable<paths['/api/v1/disclosures/notices']['get']['parameters']['query']>
type ObjectionsQuery = NonNullable<paths['/api/v1/disclosures/objections']['get']['parameters']['query']>

/** A change to what was read; refused with 412 when somebody else was faster. */
const read = ({ id, revision }: Read) => ({ params: { path: { notice_id: id }, header: ifMatch(revision) } })

export const listNotices = (query: object) =>
  body(api.GET('/api/v1/disclosures/notices', { params: { query: query as NoticesQuery } }))
export const createNotice = (wanted: Schemas['NoticeIn']) =>
  body(api.POST('/api/v1/disclosures/notices', { body: wanted }))
export const changeNotice = (notice: Read, patch: Schemas['NoticePatch']) =>
  body(api.PATCH('/api/v1/disclosures/notices/{notice_id}', { ...read(notice), body: patch }))
export const maskNotice = (notice: Read, keys: string[]) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:mask', { ...read(notice), body: { keys } }))
export const checkNotice = (notice: Read) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:check', read(notice)))
export const recallNotice = (notice: Read) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:recall', read(notice)))
export const discardNotice = (notice: Read) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:discard', read(notice)))
export const dropCorrection = (notice: Read) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:drop', read(notice)))
export const returnNotice = (notice: Read, reason: string) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:return', { ...read(notice), body: { reason } }))
export const releaseNotice = (notice: Read, explanations: Schemas['ExplanationIn'][]) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:release', { ...read(notice), body: { explanations } }))
export const correctNotice = (notice: Read, wanted: Schemas['CorrectIn']) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:correct', { ...read(notice), body: wanted }))
export const withdrawNotice = (notice: Read, wanted: Schemas['WithdrawIn']) =>
  body(api.POST('/api/v1/disclosures/notices/{notice_id}:withdraw', { ...read(notice), body: wanted }))
export const noticeHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/disclosures/notices/{notice_id}/history', {
      params: { path: { notice_id: id }, query: { cursor, limit: 50 } },
    }),
  )

export const listObjections = (query: object) =>
  body(api.GET('/api/v1/disclosures/objections', { params: { query: query as ObjectionsQuery } }))
export const enterObjection = (id: string, wanted: Schemas['WrittenObjectionIn']) =>
  body(
    api.POST('/api/v1/disclosures/notices/{notice_id}/objections', {
      params: { path: { notice_id: id } },
      body: wanted,
    }),
  )
export const answerObjection = ({ id, revision }: Objection, wanted: Schemas['AnswerIn']) =>
  body(
    api.POST('/api/v1/disclosures/objections/{objection_id}:answer', {
      params: { path: { objection_id: id }, header: ifMatch(revision) },
      body: wanted,
    }),
  )
export const readContact = ({ id }: Pick<Objection, 'id'>) =>
  body(api.GET('/api/v1/disclosures/objections/{objection_id}/contact', { params: { path: { objection_id: id } } }))

export const fileUrl = (id: string) => apiUrl(`/api/v1/files/${id}/content`, { copy: 'clean' })
export const pageUrl = (number: string) => `/portal/notices/${number}`

export const useNotice = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['notices', 'one', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/disclosures/notices/{notice_id}', { params: { path: { notice_id: toValue(id) } } })),
    refetchInterval: ({ state }) =>
      state.data?.files.some(({ clean_state }) => clean_state === 'pending') ? 5_000 : false,
  })
export const useKinds = () =>
  useQuery({
    queryKey: ['notices', 'kinds'],
    queryFn: () => body(api.GET('/api/v1/disclosures/kinds')),
    staleTime: Infinity,
  })
