import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

/** Packages: what a unit is sent of a case, and what it answers. Its unit never sees the case. */
export type Package = Schemas['PackageOut']
export type SentRow = Schemas['SentPackageRow']
export type Sent = Schemas['SentPackage']
export type Span = { first: number; last: number }
type Read = { id: string; revision: number }
const at = (one: Read) => ({ params: { path: { package_id: one.id }, header: ifMatch(one.revision) } })

export const usePackages = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'packages', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/complaints/{complaint_id}/packages', { params: { path: { complaint_id: toValue(id) } } })),
    refetchOnWindowFocus: false,
  })
export const writePackage = (id: string, wanted: Schemas['CasePackageIn']) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/packages', { params: { path: { complaint_id: id } }, body: wanted }))
export const changePackage = (one: Read, patch: Schemas['PackagePatch']) =>
  body(api.PATCH('/api/v1/complaint-drafts/{package_id}', { ...at(one), body: patch }))
export const releasePackage = (one: Read) => body(api.POST('/api/v1/complaint-drafts/{package_id}:release', at(one)))
export const discardPackage = (one: Read) => body(api.POST('/api/v1/complaint-drafts/{package_id}:discard', at(one)))

export const listSent = (query: object) => body(api.GET('/api/v1/complaint-packages', { params: { query } }))
export const useSent = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'sent', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/complaint-packages/{package_id}', { params: { path: { package_id: toValue(id) } } })),
    refetchOnWindowFocus: false,
  })
export const answerSent = (one: Read, text: string) =>
  body(api.POST('/api/v1/complaint-packages/{package_id}:answer', { ...at(one), body: { text } }))

/** Spans that lie in a text of so many characters, in order, joined where they touch. */
export function joined(spans: readonly Span[], length: number): Span[] {
  const kept = spans
    .map(({ first, last }) => ({ first: Math.max(0, first), last: Math.min(length, last) }))
    .filter(({ first, last }) => first < last)
    .sort((a, b) => a.first - b.first)
  const out: Span[] = []
  for (const span of kept) {
    const before = out.at(-1)
    if (before && span.first <= before.last) before.last = Math.max(before.last, span.last)
    else out.push({ ...span })
  }
  return out
}
/** The text in pieces, each covered or not, by characters as people count them. */
export function pieces(text: string, spans: readonly Span[]): { text: string; covered: boolean }[] {
  const characters = Array.from(text)
  const out: { text: string; covered: boolean }[] = []
  let at = 0
  for (const { first, last } of joined(spans, characters.length)) {
    if (first > at) out.push({ text: characters.slice(at, first).join(''), covered: false })
    out.push({ text: characters.slice(first, last).join(''), covered: true })
    at = last
  }
  if (at < characters.length) out.push({ text: characters.slice(at).join(''), covered: false })
  return out
}
