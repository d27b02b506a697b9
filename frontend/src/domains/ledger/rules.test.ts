import { describe, expect, it } from 'vitest'
import type { Job, LedgerHead } from './api'
import { dayStart, eventQuery, headName, pauseOf, standingOf } from './rules'

const none = { object_type: '', action: '', unit: '', since: '', until: '' }

describe('a day of the bureau', () => {
  it('begins at its own midnight, not at that of the caller', () => {
    expect(dayStart('2026-11-20', 'Asia/Shanghai')).toBe('2026-11-19T16:00:00.000Z')
    expect(dayStart('2026-11-20', 'UTC')).toBe('2026-11-20T00:00:00.000Z')
  })
})

describe('what the ledger is asked', () => {
  it('is everything without filters', () => expect(eventQuery(none, 'Asia/Shanghai')).toEqual({}))
  it('includes the last day whole', () => {
    expect(
      eventQuery({ ...none, object_type: 'school', since: '2026-11-30', until: '2026-11-30' }, 'Asia/Shanghai'),
    ).toEqual({
      object_type: 'school',
      since: '2026-11-29T16:00:00.000Z',
      until: '2026-11-30T16:00:00.000Z',
    })
  })
})

describe('how the chain stands', () => {
  const job = (state: string, result: object | null = null) => ({ state, result }) as unknown as Job
  const head = (verification: Job | null, witness: Job | null = null, pending = 0) =>
    ({ verification, witness, pending }) as unknown as LedgerHead
  it.each([
    ['never', null],
    ['running', job('running')],
    ['running', job('queued')],
    ['failed', job('failed')],
    ['sound', job('succeeded', { found: 0 })],
    ['faulty', job('succeeded', { found: 3 })],
  ])('is %s', (verified, verification) => expect(standingOf(head(verification)).verified).toBe(verified))
  it.each([
    ['unwitnessed', null],
    ['retrying', job('queued')],
    ['retrying', job('failed')],
    ['notConfigured', job('succeeded', { folder: false, inboxes: 0 })],
    ['witnessed', job('succeeded', { folder: true, inboxes: 0 })],
    ['witnessed', job('succeeded', { folder: false, inboxes: 2 })],
  ])('outside is %s', (witness, delivery) => expect(standingOf(head(null, delivery)).witness).toBe(witness))
  it('is looked at again while something is under way', () => {
    expect(pauseOf(head(job('running')))).toBe(1_000)
    expect(pauseOf(head(null, null, 2))).toBe(3_000)
    expect(pauseOf(head(job('succeeded')))).toBe(false)
  })
})

describe('a signed head', () => {
  it('is kept under its name, epoch and size', () =>
    expect(headName('qinglian/7d1f/1\n1024\nroot\n')).toBe('qinglian-7d1f-1-000000001024.head'))
})
