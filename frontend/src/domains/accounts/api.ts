import { useQuery } from '@tanstack/vue-query'
import { api, body, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'
import type { ListQuery } from '@/shared/lib/useListQuery'

export type Account = Schemas['AccountRow']
export type Grant = Schemas['GrantOut']
export type GrantState = Schemas['GrantState']
export type Role = Schemas['Role']
export type RoleRow = Schemas['RoleRow']

export const ACCOUNT_FILTERS = ['q', 'role', 'status'] as const
type AccountQuery = ListQuery<(typeof ACCOUNT_FILTERS)[number]>
/** As the contract takes it; the server refuses what somebody wrote into the URL by hand. */
type SentQuery = NonNullable<paths['/api/v1/accounts']['get']['parameters']['query']>

const at = (account_id: string) => ({ params: { path: { account_id } } })

export const listAccounts = (query: AccountQuery) =>
  body(api.GET('/api/v1/accounts', { params: { query: query as SentQuery } }))
export const getAccount = (id: string) => body(api.GET('/api/v1/accounts/{account_id}', at(id)))
export const createAccount = (account: Schemas['AccountIn']) => body(api.POST('/api/v1/accounts', { body: account }))
export const changeAccount = (id: string, patch: Schemas['AccountPatch']) =>
  body(api.PATCH('/api/v1/accounts/{account_id}', { ...at(id), body: patch }))
export const resetPassword = (id: string) => body(api.POST('/api/v1/accounts/{account_id}:reset-password', at(id)))
export const changePassword = (passwords: Schemas['PasswordIn']) =>
  body(api.POST('/api/v1/auth/password', { body: passwords }))

export const proposeGrant = (id: string, grant: Schemas['GrantIn']) =>
  body(api.POST('/api/v1/accounts/{account_id}/grants', { ...at(id), body: grant }))

const grantAt = (grant_id: string) => ({ params: { path: { grant_id } } })
export const approveGrant = (id: string) => body(api.POST('/api/v1/grants/{grant_id}:approve', grantAt(id)))
export const refuseGrant = (id: string) => body(api.POST('/api/v1/grants/{grant_id}:refuse', grantAt(id)))
export const revokeGrant = (id: string) => body(api.POST('/api/v1/grants/{grant_id}:revoke', grantAt(id)))

export const useProposedGrants = () =>
  useQuery({
    queryKey: ['grants', 'proposed'],
    queryFn: () => body(api.GET('/api/v1/grants', { params: { query: { state: 'proposed' } } })),
  })

/** Roles and what they may do: code of the server, so it is asked once. */
export const useRoles = () =>
  useQuery({ queryKey: ['roles'], queryFn: () => body(api.GET('/api/v1/roles')), staleTime: Infinity })

/** What an admin does about somebody's log-in. */
export const inviteAnew = (id: string) => body(api.POST('/api/v1/accounts/{account_id}:invite', at(id)))
export const resetTotp = (id: string) => body(api.POST('/api/v1/accounts/{account_id}:reset-totp', at(id)))
export const endSessionsOf = (id: string) => body(api.POST('/api/v1/accounts/{account_id}:end-sessions', at(id)))
export const listAssignments = (id: string) => body(api.GET('/api/v1/accounts/{account_id}/assignments', at(id)))
export const handOver = (id: string, to: Schemas['HandOverIn']) =>
  body(api.POST('/api/v1/accounts/{account_id}:hand-over', { ...at(id), body: to }))
export const listSignInsOf = (id: string, page: number) =>
  body(
    api.GET('/api/v1/accounts/{account_id}/sign-ins', {
      params: { path: { account_id: id }, query: { page, size: 20 } },
    }),
  )
/** Whom an account can belong to: persons of the staff list without one. */
export const listLinkable = (q: string) =>
  body(api.GET('/api/v1/accounts/persons', { params: { query: { q: q || undefined, size: 20 } } }))
/** Whom somebody may hand over to: active accounts, by part of a name. */
export const findAccounts = (q: string) =>
  body(api.GET('/api/v1/accounts', { params: { query: { q: q || undefined, status: 'active', size: 20 } } }))
