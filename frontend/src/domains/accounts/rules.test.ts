import { describe, expect, it } from 'vitest'
import type { Grant } from './api'
import { decisionBar, inGroups, inOrder, linkOf } from './rules'

const grant = (given: Partial<Grant>): Grant => ({
  id: 'g',
  account: { id: 'grantee', display_name: '' },
  role: 'auditor',
  unit: { id: 'u', name: '', kind: 'bureau' },
  state: 'proposed',
  proposed_by: { id: 'proposer', display_name: '' },
  decided_by: null,
  created_at: '2026-01-01T00:00:00Z',
  ...given,
})

describe('decisionBar', () => {
  it('lets a second person decide', () => expect(decisionBar(grant({}), 'somebody')).toBeNull())
  it('bars the proposer', () => expect(decisionBar(grant({}), 'proposer')).toBe('proposer'))
  it('bars the grantee', () => expect(decisionBar(grant({}), 'grantee')).toBe('grantee'))
  it('bars nobody as proposer of a grant made on the host', () =>
    expect(decisionBar(grant({ proposed_by: null }), 'somebody')).toBeNull())
})

it('lists what waits first, then what is in force, then what is over; newest first', () => {
  const grants = [
    grant({ id: 'over', state: 'revoked', created_at: '2026-05-01T00:00:00Z' }),
    grant({ id: 'old', state: 'active' }),
    grant({ id: 'new', state: 'active', created_at: '2026-02-01T00:00:00Z' }),
    grant({ id: 'waiting' }),
  ]
  expect(inOrder(grants).map(({ id }) => id)).toEqual(['waiting', 'new', 'old', 'over'])
})

describe('an invitation', () => {
  it('keeps its token behind the hash', () =>
    expect(linkOf('abc', 'https://q.example')).toBe('https://q.example/invitation#abc'))
})

describe('the secret of an authenticator', () => {
  it('is typed in groups of four', () => expect(inGroups('JBSWY3DPEH')).toBe('JBSW Y3DP EH'))
})
