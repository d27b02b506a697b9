import { api, body, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'
import type { Permission } from '@/shared/lib/session'
import type { ListQuery } from '@/shared/lib/useListQuery'

export type Client = Schemas['ClientOut']

/** What the server lets machines have; it refuses everything else, so this list only spares a choice that fails. */
export const MACHINE_SCOPES: Permission[] = [
  'assessment.read',
  'assessment.results',
  'calendar.read',
  'check.read',
  'complaint.submit',
  'dashboard.read',
  'decision.read',
  'disclosure.read',
  'framework.read',
  'import.read',
  'import.run',
  'rectification.read',
  'school.create',
  'school.export',
  'school.read',
  'school.register',
  'school.update',
  'unit.read',
]
export const scopeKey = (scope: string) => `accounts.permissions.${scope.replace('.', '_')}`

export const CLIENT_FILTERS = ['state'] as const
type SentQuery = NonNullable<paths['/api/v1/clients']['get']['parameters']['query']>
export const listClients = (query: ListQuery<(typeof CLIENT_FILTERS)[number]>) =>
  body(api.GET('/api/v1/clients', { params: { query: query as SentQuery } }))

const at = (client_id: string) => ({ params: { path: { client_id } } })
export const proposeClient = (client: Schemas['ClientIn']) => body(api.POST('/api/v1/clients', { body: client }))
export const approveClient = (id: string) => body(api.POST('/api/v1/clients/{client_id}:approve', at(id)))
export const refuseClient = (id: string) => body(api.POST('/api/v1/clients/{client_id}:refuse', at(id)))
export const revokeClient = (id: string) => body(api.POST('/api/v1/clients/{client_id}:revoke', at(id)))
export const rotateSecret = (id: string, grace_hours: number) =>
  body(api.POST('/api/v1/clients/{client_id}/secrets', { ...at(id), body: { grace_hours } }))
