import { describe, expect, it } from 'vitest'
import { axisOf, placeOn } from './axis'

describe('an axis', () => {
  it('holds every value between round tens', () => {
    expect(axisOf([84.6, 95], 100)).toEqual({ low: 80, high: 100, ticks: [80, 90, 100] })
    expect(axisOf([12, 95], 100)).toEqual({ low: 10, high: 100, ticks: [20, 40, 60, 80, 100] })
  })
  it('goes beyond the full where a bonus does, and has a width even where all are full', () => {
    expect(axisOf([100.5], 100).high).toBe(110)
    expect(axisOf([100], 100)).toEqual({ low: 90, high: 100, ticks: [90, 100] })
    expect(axisOf([], 100).low).toBe(0)
  })
  it('places a value as a share', () => expect(placeOn(axisOf([80], 100), 95)).toBe(0.75))
})
