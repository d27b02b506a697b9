import { api, body, type Schemas } from '@/client/api'

export type LedgerEvent = Schemas['Event']
export interface EventQuery {
  object_type?: string
  action?: string
  unit?: string
  since?: string
  until?: string
  cursor?: string
  limit: number
}

export const listEvents = (query: EventQuery) => body(api.GET('/api/v1/ledger/events', { params: { query } }))
