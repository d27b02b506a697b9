import type { School } from '../api'

/** What the register expects of every school, in the groups in which it is asked for; the server counts the same fields. */
const EXPECTED = {
  identity: ['code', 'credit_code'],
  place: ['area', 'address', 'longitude', 'latitude'],
  people: ['pupils', 'staff'],
  board: ['boarding', 'canteen'],
  party: ['party_coverage', 'party_organization', 'party_members'],
} as const
export type Group = keyof typeof EXPECTED
export type Fact = (typeof EXPECTED)[Group][number]

export interface Completeness {
  known: number
  total: number
  missing: Fact[]
  groups: { group: Group; known: number; total: number; missing: Fact[] }[]
}

export function completeness(school: Pick<School, Fact>): Completeness {
  const groups = (Object.keys(EXPECTED) as Group[]).map((group) => {
    const facts: readonly Fact[] = EXPECTED[group]
    const missing = facts.filter((fact) => school[fact] === null)
    return { group, known: facts.length - missing.length, total: facts.length, missing }
  })
  return {
    known: groups.reduce((sum, group) => sum + group.known, 0),
    total: groups.reduce((sum, group) => sum + group.total, 0),
    missing: groups.flatMap((group) => group.missing),
    groups,
  }
}
