import { describe, expect, it } from 'vitest'
import type { Meeting, Topic } from './api'
import { blankResolution, blankVoice, blankVote } from './blanks'
import { composed, type Pen } from './minutes'

/** Messages by their keys, with what they are given. */
const pen: Pen = {
  t: (key, given) => (given ? `${key.split('.').at(-1)}<${Object.values(given).join('|')}>` : key),
  format: { moment: (at) => at.slice(0, 10), money: String, day: (day) => day },
  words: { meeting: () => '第 3 次党组织会议' },
}
const [chief, other] = [
  { id: 'a', name: '邱杰' },
  { id: 'b', name: '林静' },
]
const line = (person: typeof chief, status: 'present' | 'leave', reason: string | null = null) => ({
  ...{ person, role: 'voting_member' as const, status, reason, adviser: null, signed_on: null },
})
const topic = {
  ...{ number: 1, title: '采购设备', background: '设备老化' },
  voices: [{ ...blankVoice('a'), person: chief, said: '同意。' }],
  vote: { ...blankVote('show_of_hands'), in_favour: 1, counted_by: null },
  decision: { ...blankResolution('passed'), text: '同意采购。', responsible_person: other, due_on: '2026-12-31' },
} as unknown as Topic
const meeting = {
  ...{ held_at: '2026-11-27T06:30:00Z', place: '会议室', chair: chief, recorder: null, agenda: [topic] },
  attendance: [line(chief, 'present'), line(other, 'leave', '外出')],
} as unknown as Meeting

describe('minutes drafted from a record', () => {
  it('say who, when and where, and of each topic what was said, voted and decided', () => {
    expect(composed(meeting, pen).split('\n')).toEqual([
      ...[
        '第 3 次党组织会议',
        'time<2026-11-27>',
        'place<会议室>',
        'chair<邱杰>',
        'members<邱杰>',
        'absent<林静（外出）>',
      ],
      ...['', '1. 采购设备', 'background<设备老化>', '邱杰decisions.colon同意。'],
      ...['vote<decisions.values.method.show_of_hands|1|0|0>', 'decision<decisions.values.result.passed|同意采购。>'],
      'responsible<林静|2026-12-31>',
    ])
  })
  it('leave out what is not recorded', () => {
    const bare = { ...meeting, place: null, agenda: [{ ...topic, voices: [], vote: null, decision: null }] } as Meeting
    const text = composed(bare, pen)
    for (const absent of ['place', 'vote', 'decision<', 'recused']) expect(text).not.toContain(absent)
  })
})
