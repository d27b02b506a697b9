import { describe, expect, it } from 'vitest'
import type { Campaign } from './api'
import { currentWindow, nextState } from './rules'
import { formOf, heldRounds, patchOf, settingsOf } from './settings'

const WINDOWS = [
  { round: 'self', opens_on: '2026-10-08', closes_on: '2026-10-31' },
  { round: 'county', opens_on: '2026-11-21', closes_on: '2026-12-15' },
] as Campaign['windows']
const campaign = (change: Partial<Campaign> = {}) =>
  ({
    unit: { id: 'u', name: '锦岚县教育局', kind: 'bureau' },
    framework: { version_id: 'v', title: '参考框架', version: '1' },
    code: '2026',
    title: '2026年评估',
    cycle: '2026',
    period_first_on: '2026-01-01',
    period_last_on: '2026-12-31',
    mode: 'application',
    subject: 'school',
    round_policy: 'county_final',
    weights: {},
    district_mode: 'score',
    late_policy: 'mark',
    windows: WINDOWS,
    disagreement_threshold: null,
    publicity_days: 5,
    appeal_days: 5,
    visibility: { county: 'final' },
    quotas: { '*': 3, d1: 5 },
    state: 'draft',
    verbs: ['change', 'open'],
    ...change,
  }) as Campaign

describe('the form of a campaign', () => {
  it('begins a new one with the year, all rounds and a gap to explain', () => {
    const form = formOf(undefined, '2027')
    expect([form.cycle, form.period_last_on, form.disagreement_threshold]).toEqual(['2027', '2027-12-31', '2'])
    expect(heldRounds(form)).toEqual(['self', 'district', 'county'])
  })
  it('sends back what it was given: rounds that are held, no gap, quotas of single districts too', () => {
    const sent = settingsOf(formOf(campaign(), '2026'))
    expect(sent.windows).toEqual(WINDOWS)
    expect(sent.disagreement_threshold).toBeNull()
    expect(sent.quotas).toEqual({ '*': 3, d1: 5 })
    expect(sent.visibility).toEqual({ county: 'final' })
  })
  it('sends weights and quotas only where they mean something', () => {
    const form = {
      ...formOf(campaign(), '2026'),
      mode: 'full' as const,
      weights: { self: '10', district: '', county: '90' },
    }
    expect(settingsOf(form)).toMatchObject({ quotas: {}, weights: {} })
    expect(settingsOf({ ...form, round_policy: 'weights' }).weights).toEqual({ self: '10', county: '90' })
  })
  it('patches everything of a draft, and only what decides nothing once it runs', () => {
    const running = campaign({ state: 'self', verbs: ['adjust', 'advance'] })
    expect(patchOf(formOf(running, '2026'), running)).not.toHaveProperty('version_id')
    expect(patchOf(formOf(running, '2026'), running)).toHaveProperty('windows')
    expect(patchOf(formOf(campaign(), '2026'), campaign())).toHaveProperty('version_id', 'v')
    expect(patchOf(formOf(campaign(), '2026'), campaign())).not.toHaveProperty('unit_id')
  })
})

describe('where a campaign stands', () => {
  it.each([
    ['2026-10-20', 'self'],
    ['2026-11-05', 'county'],
    ['2027-01-05', 'county'],
  ])('on %s its window is that of the round %s', (today, round) => {
    expect(currentWindow(WINDOWS, today)?.round).toBe(round)
  })
  it('goes on to the next round that it holds', () => {
    expect(nextState(campaign({ state: 'self' }))).toBe('county')
    expect(nextState(campaign({ state: 'county' }))).toBe('moderation')
    expect(nextState(campaign())).toBe('self')
  })
})
