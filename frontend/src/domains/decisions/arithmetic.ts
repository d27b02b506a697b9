import type { Member } from './api'
import type { Attendance } from './parts'

// The server's arithmetic is the truth. What is typed and not saved yet is counted here in the same way; both are held
// to the vectors that the product publishes (api/decisions/data/arithmetic.json).

export interface Count {
  base: number
  need: number
  have: number
  met: boolean
  share: string
}
/** How many of `base` people satisfy a share: `≥p/q` ⌈n·p/q⌉, `>p/q` ⌊n·p/q⌋ + 1, `all`. */
export function need(base: number, share: string): number {
  if (share === 'all') return base
  const [, sign, num, den] = /^(≥|>)(\d+)\/(\d+)$/.exec(share) ?? []
  const product = base * Number(num)
  return sign === '≥' ? Math.ceil(product / Number(den)) : Math.floor(product / Number(den)) + 1
}
/** A base of nobody meets nothing. */
export function count(base: number, have: number, share: string): Count {
  const needed = need(base, share)
  return { base, need: needed, have, met: base > 0 && have >= needed, share }
}

export interface Mode {
  base: 'entitled' | 'present'
  share: string
  recused_in_base: boolean
}
/** The votes of a topic: of whom they are counted, less those who withdrew where the policy says so. */
export function voteCount(
  people: { entitled: number; present: number; recused: number; inFavour: number },
  mode: Mode,
): Count {
  const whole = mode.base === 'entitled' ? people.entitled : people.present
  const base = mode.recused_in_base ? whole : Math.max(whole - people.recused, 0)
  return count(base, people.inFavour, mode.share)
}

const there = ({ status }: { status: string }) => status === 'present' || status === 'late'
/** The entitled members who are there; sit-ins never count. */
export function presentMembers(
  members: readonly Member[],
  attendance: readonly Pick<Attendance, 'person_id' | 'status'>[],
): string[] {
  const here = new Set(attendance.filter(there).map(({ person_id }) => person_id))
  return members.filter(({ person, counts }) => counts && here.has(person.id)).map(({ person }) => person.id)
}
