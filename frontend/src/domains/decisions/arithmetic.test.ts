import { describe, expect, it } from 'vitest'
// The vectors that the product publishes: the server is held to the same ones.
import vectors from '../../../../api/decisions/data/arithmetic.json'
import type { Member } from './api'
import { count, need, presentMembers, voteCount, type Mode } from './arithmetic'

describe('the arithmetic of meetings', () => {
  it('needs what the published vectors say, for every base and share', () => {
    expect(vectors.need.map(({ base, share }) => need(base, share))).toEqual(vectors.need.map((vector) => vector.need))
  })
  it('lights a quorum as the published vectors do', () => {
    for (const { entitled, present, share, ...said } of vectors.quorum) {
      expect(count(entitled, present, share), said.en).toMatchObject({ need: said.need, met: said.met })
    }
  })
  it('counts votes as the published vectors do', () => {
    for (const { base_of: base, share, recused_in_base, in_favour: inFavour, ...said } of vectors.vote) {
      const mode = { base, share, recused_in_base } as Mode
      expect(voteCount({ ...said, inFavour }, mode), said.en).toMatchObject({
        base: said.base,
        need: said.need,
        met: said.won,
      })
    }
  })
  it('meets nothing where nobody is entitled', () => expect(count(0, 0, '≥1/2').met).toBe(false))
})

describe('who is there', () => {
  const member = (id: string, counts = true): Member => ({ person: { id, name: id }, posts: [], counts })
  it('is who is entitled and came, late or not; who sits in does not count', () => {
    const attendance = [
      { person_id: 'a', status: 'present' as const },
      { person_id: 'b', status: 'late' as const },
      { person_id: 'c', status: 'leave' as const },
      { person_id: 'd', status: 'present' as const },
      { person_id: 'guest', status: 'present' as const },
    ]
    const members = [member('a'), member('b'), member('c'), member('d', false)]
    expect(presentMembers(members, attendance)).toEqual(['a', 'b'])
  })
})
