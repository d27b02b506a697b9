import { api, body, type Schemas } from '@/client/api'

export type SignIn = Schemas['SignInRow']
export type SessionRow = Schemas['SessionRow']
export type Token = Schemas['TokenRow']
export type TotpSetup = Schemas['TotpSetup']
export type Proof = Schemas['Reauthentication']

export const getTotp = () => body(api.GET('/api/v1/auth/totp'))
export const beginTotp = (proof: Proof) => body(api.POST('/api/v1/auth/totp', { body: proof }))
export const confirmTotp = (setup: string, code: string) =>
  body(api.POST('/api/v1/auth/totp:confirm', { body: { setup, code } }))
export const renewCodes = (proof: Proof) => body(api.POST('/api/v1/auth/totp/recovery-codes', { body: proof }))
export const removeTotp = (proof: Proof) => body(api.POST('/api/v1/auth/totp:remove', { body: proof }))

export const listSessions = () => body(api.GET('/api/v1/auth/sessions'))
export const endSession = (session_id: string) =>
  body(api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id } } }))
export const endAllSessions = () => body(api.POST('/api/v1/auth/sessions:end'))
export const listSignIns = (page: number) =>
  body(api.GET('/api/v1/auth/sign-ins', { params: { query: { page, size: 20 } } }))

export const listTokens = () => body(api.GET('/api/v1/auth/tokens'))
export const createToken = (token: Schemas['TokenIn']) => body(api.POST('/api/v1/auth/tokens', { body: token }))
export const revokeToken = (token_id: string) =>
  body(api.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id } } }))

export const readInvitation = (token: string) => body(api.POST('/api/v1/auth/invitations:read', { body: { token } }))
export const acceptInvitation = (token: string, new_password: string) =>
  body(api.POST('/api/v1/auth/invitations:accept', { body: { token, new_password } }))
