import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

/** Decisions and what follows them: filings, execution, money. */
export type Decision = Schemas['DecisionOut']
export type DecisionRow = Schemas['DecisionRow']
export type Filing = Schemas['DecisionFilingOut']
export type FilingRow = Schemas['FilingDeskRow']
export type Payment = Schemas['PaymentOut']
export type Contract = Schemas['ContractOut']
export type Supplier = Schemas['SupplierOut']
type Read = { id: string; revision: number }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never

const DECISION = '/api/v1/decisions/{decision_id}'
const of = (id: string) => ({ params: { path: { decision_id: id } } })

/** The URL holds every filter as text; the server reads it as what it is. */
export const listDecisions = (query: object) =>
  body(api.GET('/api/v1/decisions', { params: { query: query as Query<'/api/v1/decisions'> } }))
export const listFilings = (query: object) =>
  body(api.GET('/api/v1/decisions/filings', { params: { query: query as Query<'/api/v1/decisions/filings'> } }))
export const listPayments = (query: object) =>
  body(api.GET('/api/v1/payments', { params: { query: query as Query<'/api/v1/payments'> } }))
export const listContracts = (query: object) =>
  body(api.GET('/api/v1/contracts', { params: { query: query as Query<'/api/v1/contracts'> } }))
export const listSuppliers = (query: object) =>
  body(api.GET('/api/v1/suppliers', { params: { query: query as Query<'/api/v1/suppliers'> } }))
export const listMeetings = (query: object) =>
  body(api.GET('/api/v1/meetings', { params: { query: query as Query<'/api/v1/meetings'> } }))

export const useDecision = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['decisions', 'one', toValue(id)]),
    queryFn: () => body(api.GET(DECISION, of(toValue(id)))),
  })
export const fileDecision = (id: string, wanted: object) =>
  body(api.POST(`${DECISION}/filings`, { ...of(id), body: wanted as Schemas['DecisionFilingIn'] }))
export const changeExecution = (id: string, patch: object) =>
  body(api.PATCH(`${DECISION}/execution`, { ...of(id), body: patch as Schemas['ExecutionPatch'] }))
export const reportProgress = (id: string, wanted: object) =>
  body(api.POST(`${DECISION}/progress`, { ...of(id), body: wanted as Schemas['DecisionProgressIn'] }))
export const evaluateDecision = (id: string, wanted: object) =>
  body(api.POST(`${DECISION}/evaluations`, { ...of(id), body: wanted as Schemas['DecisionEvaluationIn'] }))
export const publicizeDecision = (id: string, wanted: object) =>
  body(api.POST(`${DECISION}/publicity`, { ...of(id), body: wanted as Schemas['DecisionPublicityIn'] }))
export const publishDecision = (id: string, wanted: object) =>
  body(api.POST(`${DECISION}/notices`, { ...of(id), body: wanted as Schemas['DecisionNoticeIn'] }))
/** Recorded as a reading; the proof is missing for the second or two until the ledger has given the event its place. */
export const proveDecision = (id: string) => body(api.GET(`${DECISION}/proof`, of(id)))

const atFiling = ({ id, revision }: Read) => ({ params: { path: { filing_id: id }, header: ifMatch(revision) } })
export const answerFiling = (one: Read, wanted: object) =>
  body(
    api.POST('/api/v1/decisions/filings/{filing_id}:answer', {
      ...atFiling(one),
      body: wanted as Schemas['FilingAnswerIn'],
    }),
  )
/** Several at once, each as it was read. */
export const answerFilings = (items: Schemas['FilingAnswersIn']['items']) =>
  body(api.POST('/api/v1/decisions/filings:answer', { body: { items } }))
export const actOnFiling = (one: Read, wanted: object) =>
  body(
    api.POST('/api/v1/decisions/filings/{filing_id}:act', { ...atFiling(one), body: wanted as Schemas['FilingActIn'] }),
  )
export const makePaper = (asked: Schemas['DecisionPaperIn']) =>
  body(api.POST('/api/v1/decisions/documents', { body: asked }))

/** The kinds of notices that a decision may be told in. */
export const useNoticeKinds = () =>
  useQuery({
    queryKey: ['notices', 'kinds'],
    queryFn: () => body(api.GET('/api/v1/disclosures/kinds')),
    staleTime: Infinity,
  })
