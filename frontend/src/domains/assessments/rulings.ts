import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

/** What persons rule beside the scores: bonuses, deductions, vetoes; appeals. */
export type Adjustment = Schemas['AdjustmentOut']
export type AdjustmentVerb = Adjustment['verbs'][number]
export type Appeal = Schemas['AppealOut']
export type AppealVerb = Appeal['verbs'][number]

type Id = MaybeRefOrGetter<string>
const ONE = '/api/v1/assessments/adjustments/{adjustment_id}'
const VETO = '/api/v1/assessments/vetoes/{adjustment_id}'
const APPEAL = '/api/v1/assessments/appeals/{appeal_id}'
type AdjustmentQuery = NonNullable<paths['/api/v1/assessments/adjustments']['get']['parameters']['query']>
type AppealQuery = NonNullable<paths['/api/v1/assessments/appeals']['get']['parameters']['query']>

export const listAdjustments = (query: object) =>
  body(api.GET('/api/v1/assessments/adjustments', { params: { query: query as AdjustmentQuery } }))
const of = (enrolment_id: string) => ({ params: { path: { enrolment_id } } })
export const claimBonus = (id: string, wanted: Schemas['BonusClaimIn']) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}/bonus-claims', { ...of(id), body: wanted }))
export const proposeAdjustment = (id: string, wanted: Schemas['AdjustmentIn']) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}/adjustments', { ...of(id), body: wanted }))
export const proposeVeto = (id: string, wanted: Schemas['VetoIn']) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}/vetoes', { ...of(id), body: wanted }))

/** Bonuses and deductions are decided by who manages, vetoes by the leaders: at addresses of their own. */
export function ruleAdjustment(one: Adjustment, verb: AdjustmentVerb, reason: string) {
  const params = { path: { adjustment_id: one.id }, header: ifMatch(one.revision) }
  if (verb === 'withdraw') return body(api.POST(`${ONE}:withdraw`, { params }))
  const said = { params, body: { reason } }
  const free = { params, body: { reason: reason || null } }
  if (verb === 'uphold')
    return body(one.kind === 'veto' ? api.POST(`${VETO}:uphold`, free) : api.POST(`${ONE}:uphold`, free))
  if (verb === 'reject')
    return body(one.kind === 'veto' ? api.POST(`${VETO}:reject`, said) : api.POST(`${ONE}:reject`, said))
  return body(one.kind === 'veto' ? api.POST(`${VETO}:lift`, said) : api.POST(`${ONE}:lift`, said))
}

export const listAppeals = (query: object) =>
  body(api.GET('/api/v1/assessments/appeals', { params: { query: query as AppealQuery } }))
export const useAppeal = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'appeal', toValue(id)]),
    queryFn: () => body(api.GET(APPEAL, { params: { path: { appeal_id: toValue(id) } } })),
  })
export const fileAppeal = (id: string, wanted: Schemas['AppealIn']) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}/appeals', { ...of(id), body: wanted }))
const asRead = ({ id, revision }: Appeal) => ({ params: { path: { appeal_id: id }, header: ifMatch(revision) } })
export const acceptAppeal = (one: Appeal) => body(api.POST(`${APPEAL}:accept`, asRead(one)))
export const withdrawAppeal = (one: Appeal) => body(api.POST(`${APPEAL}:withdraw`, asRead(one)))
export const rejectAppeal = (one: Appeal, reason: string) =>
  body(api.POST(`${APPEAL}:reject`, { ...asRead(one), body: { reason } }))
export const hearAppeal = (one: Appeal, hearing: Schemas['HearingIn']) =>
  body(api.POST(`${APPEAL}:hear`, { ...asRead(one), body: hearing }))
export const decideAppeal = (one: Appeal, decision: Schemas['AppealDecisionIn']) =>
  body(api.POST(`${APPEAL}:decide`, { ...asRead(one), body: decision }))
