import type { School } from '../api'
import { completeness, type Fact } from './completeness'

/** One sentence of the lead: key below `organizations.lead`, the numbers in it, the facts it names. */
export interface Sentence {
  key: string
  numbers?: Record<string, number>
  facts?: Fact[]
}

/** The two to four sentences an inspector would say before reading on. */
export function sentences(school: School): Sentence[] {
  return [...standing(school), complete(school), party(school), ...people(school)]
}

function standing({ status }: School): Sentence[] {
  return status === 'operating' ? [] : [{ key: status }]
}

function complete(school: School): Sentence {
  const { known, total, missing } = completeness(school)
  if (!missing.length) return { key: 'complete', numbers: { total } }
  return { key: 'incomplete', numbers: { known, total }, facts: missing }
}

function party({ party_coverage, party_organization, party_members }: School): Sentence {
  if (party_coverage === null) return { key: 'coverageUnknown' }
  if (party_coverage === 'none') return { key: 'uncovered' }
  const organized = party_organization !== null && party_organization !== 'none'
  if (party_members === null) return { key: organized ? 'organizedUncounted' : 'coveredUncounted' }
  return { key: organized ? 'organized' : 'covered', numbers: { members: party_members } }
}

function people({ pupils, staff, boarders }: School): Sentence[] {
  if (!pupils || !staff) return []
  const numbers = { ratio: Math.round((pupils / staff) * 10) / 10 }
  if (!boarders) return [{ key: 'ratio', numbers }]
  return [{ key: 'ratioBoarding', numbers: { ...numbers, share: Math.round((boarders / pupils) * 100) } }]
}
