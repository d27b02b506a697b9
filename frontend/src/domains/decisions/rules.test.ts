import { describe, expect, it } from 'vitest'
import type { Meeting, Topic } from './api'
import { differences } from './editions'
import { instantOf, wallOf } from './moments'
import { cleaned, partsOf, patchOf, topicOf } from './parts'
import { gapsOf, reordered, titlesIn, withResult } from './rules'

const topic: Topic = {
  ...{ id: 't1', number: 1, title: '采购多媒体设备', category: 'large_fund_use', matter_codes: ['LF01'] },
  ...{ proposer: null, background: '设备老化', proposal: null, submitted_at: null, added_at: null, amount: '86000.00' },
  ...{
    spend_type: 'goods',
    budget_state: 'budgeted',
    budget_line: null,
    related_topic_ids: [],
    related_topics: [],
    status: 'scheduled',
  },
  ...{ deferred_until: null, deferral_reason: null, concerned_persons: [], concerned_suppliers: [] },
  ...{ minutes_spent: null, steps: [], voices: [], vote: null, decision: null },
}
const person = { id: 'p1', name: '罗建平' }
const meeting: Meeting = {
  ...{ id: 'm1', unit: { id: 'u1', name: '石桥小学', kind: 'school' }, type: 'party_organization_meeting' },
  ...{ form: 'in_person', serial_no: 3, held_at: '2026-11-20T06:30:00Z', place: '会议室', emergency: false },
  ...{
    state: 'draft',
    edition: 0,
    topics: 1,
    present: 1,
    expected: 1,
    findings: null,
    received_at: null,
    updated_at: '',
    revision: 1,
  },
  ...{ ended_at: null, chair: person, chair_delegated: null, recorder: person, notice_at: '2026-11-16T01:00:00Z' },
  ...{
    papers_at: null,
    ratified_by_id: null,
    ratified_by: null,
    changed_by_topic: null,
    state_reason: null,
    source_system: null,
    source_id: null,
  },
  attendance: [{ person, role: 'voting_member', status: 'present', reason: null, adviser: null, signed_on: null }],
  ...{ agenda: [topic], minutes: null, editions: [], verbs: ['change'] },
}

describe('the parts of a record', () => {
  it('are told apart by name, a topic by its id', () => {
    expect(Object.keys(partsOf(meeting))).toEqual(['basics', 'attendance', 'minutes', 'topic:t1'])
    expect(partsOf(meeting).basics).toMatchObject({ chair_id: 'p1', recorder_id: 'p1' })
  })
  it('say nothing where a field is empty', () => {
    expect(cleaned({ place: '', list: [{ reason: '' }], n: 0, on: false })).toEqual({
      ...{ place: null, list: [{ reason: null }], n: 0, on: false },
    })
  })
  it('hold no minutes while nothing is written in them', () => {
    const { minutes } = partsOf(meeting)
    expect(patchOf('minutes', minutes)).toEqual({ minutes: null })
    expect(patchOf('minutes', { ...minutes, text: '会议同意' }).minutes).toMatchObject({ text: '会议同意' })
  })
})

describe('what a record lacks', () => {
  it('is named with the step in which it is filled', () => {
    expect(gapsOf(meeting).map(({ at, what }) => [at, what])).toEqual([
      ['t1', 'decision'],
      ['minutes', 'minutes'],
      ['minutes', 'signed'],
    ])
  })
  it('stops the submission only without topics or attendance', () => {
    const bare = { ...meeting, agenda: [], attendance: [] }
    expect(
      gapsOf(bare)
        .filter(({ needed }) => needed)
        .map(({ what }) => what),
    ).toEqual(['attendance', 'topics'])
  })
})

describe('a result', () => {
  const vote = { ...{ method: 'oral' as const, base: 1, in_favour: 1, against: 0, abstained: 0 }, passed: null }
  const part = { ...topicOf(topic), vote: { ...vote, per_topic: true, counted_by_id: null } }
  it('says of its topic that it was discussed, and of its vote that it was won', () => {
    const now = withResult(part, 'passed')
    expect([now.status, now.vote?.passed, now.decision?.result]).toEqual(['discussed', true, 'passed'])
    expect(withResult(now, 'rejected').vote?.passed).toBe(false)
  })
  it('that defers leaves the vote open, and none takes the decision away', () => {
    expect([withResult(part, 'deferred').status, withResult(part, 'deferred').vote?.passed]).toEqual(['deferred', null])
    expect(withResult(withResult(part, 'passed'), null).decision).toBeNull()
  })
})

describe('an agenda that is pasted', () => {
  it('gives one title for each line, without its number', () =>
    expect(titlesIn('一、学习传达\n 2. 采购设备\n\n3、 聘任副主任 \n1号楼维修')).toEqual([
      ...['学习传达', '采购设备', '聘任副主任', '1号楼维修'],
    ]))
})

describe('an instant', () => {
  it('is what the clock of the school shows, there and back', () => {
    expect(wallOf('2026-11-20T06:30:00Z', 'Asia/Shanghai')).toBe('2026-11-20T14:30')
    expect(instantOf('2026-11-20T14:30', 'Asia/Shanghai')).toBe('2026-11-20T06:30:00.000Z')
    expect([wallOf(null, 'Asia/Shanghai'), instantOf('', 'Asia/Shanghai')]).toEqual(['', null])
  })
})

describe('two editions', () => {
  it('differ where they say something else, each list by what its parts are about', () => {
    const before = { place: '会议室', topics: [{ id: 't1', vote: { in_favour: 5 } }], attendance: [{ person_id: 'a' }] }
    const after = { place: '礼堂', topics: [{ id: 't1', vote: { in_favour: 6 } }], attendance: [] }
    expect(differences(before, after)).toEqual([
      { path: ['place'], before: '会议室', after: '礼堂' },
      { path: ['topics', 't1', 'vote', 'in_favour'], before: 5, after: 6 },
      { path: ['attendance', 'a'], before: { person_id: 'a' }, after: undefined },
    ])
    expect(differences(before, before)).toEqual([])
  })
})

it('an agenda is put in another order by moving one topic', () => {
  const agenda = ['a', 'b', 'c', 'd']
  expect(reordered(agenda, 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(reordered(agenda, 3, 0)).toEqual(['d', 'a', 'b', 'c'])
  expect(reordered(agenda, 1, 1)).toEqual(agenda)
})
