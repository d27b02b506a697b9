import { describe, expect, it } from 'vitest'
import { dayStart, eventQuery } from './rules'

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
