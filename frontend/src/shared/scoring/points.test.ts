import { describe, expect, it } from 'vitest'
import { shownPoints } from './points'

describe('shownPoints', () => {
  it.each([
    ['2.5', '2.5'],
    ['10.00', '10'],
    ['0.2500', '0.25'],
    [undefined, '0'],
  ])('%s is shown as %s', (given, shown) => {
    expect(shownPoints(given)).toBe(shown)
  })
})
