import { api, body } from '@/client/api'

/** What the ledger tells of one record of the log, newest first, by the kind of record. */
type Cursor = string | undefined
export const histories = {
  meeting: (meeting_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/meetings/{meeting_id}/history', { params: { path: { meeting_id }, query: { cursor } } })),
  decision: (decision_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/decisions/{decision_id}/history', { params: { path: { decision_id }, query: { cursor } } })),
  payment: (payment_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/payments/{payment_id}/history', { params: { path: { payment_id }, query: { cursor } } })),
  contract: (contract_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/contracts/{contract_id}/history', { params: { path: { contract_id }, query: { cursor } } })),
  supplier: (supplier_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/suppliers/{supplier_id}/history', { params: { path: { supplier_id }, query: { cursor } } })),
  policy: (policy_id: string, cursor: Cursor) =>
    body(api.GET('/api/v1/policies/{policy_id}/history', { params: { path: { policy_id }, query: { cursor } } })),
}
