import type { Grant } from './api'

/** Why somebody may not decide a proposed grant: it takes a second person, neither proposer nor grantee. */
export type DecisionBar = 'proposer' | 'grantee'

export function decisionBar(grant: Pick<Grant, 'account' | 'proposed_by'>, me: string | undefined): DecisionBar | null {
  if (grant.account.id === me) return 'grantee'
  return grant.proposed_by?.id === me ? 'proposer' : null
}

/** Grants that count first: those waiting for a decision, those in force, then what is over; newest first. */
export function inOrder(grants: Grant[]): Grant[] {
  const rank = { proposed: 0, active: 1, refused: 2, revoked: 2 }
  return [...grants].sort((a, b) => rank[a.state] - rank[b.state] || b.created_at.localeCompare(a.created_at))
}

/** Where an invited person sets the password. Behind the hash, so that no server writes the token into a log. */
export const linkOf = (token: string, origin = location.origin) => `${origin}/invitation#${token}`

/** A secret in groups of four, for who types it. */
export const inGroups = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? ''
