import { api, body, type Schemas } from '@/client/api'

export type LedgerEvent = Schemas['LedgerEntry']
export type LedgerHead = Schemas['LedgerHead']
export type Job = Schemas['JobOut']
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
export const getHead = () => body(api.GET('/api/v1/ledger/head'))
export const getKey = () => body(api.GET('/api/v1/ledger/key'))
export const signHead = () => body(api.POST('/api/v1/ledger/heads'))
export const verify = () => body(api.POST('/api/v1/ledger/verifications', { body: { objects: true } }))
