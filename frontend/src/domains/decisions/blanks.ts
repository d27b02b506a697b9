import type { Attendance, Resolution, Step, Voice, Vote } from './parts'

export const blankAttendance = (person_id: string): Attendance => ({
  ...{ person_id, role: 'voting_member', status: 'present' },
  ...{ reason: null, adviser: null, signed_on: null },
})
export const blankStep = (type: Step['type']): Step => ({
  ...{ type, done: null, starts_on: null, ends_on: null, result: null, agreed: null },
  ...{ expected: null, present: null, in_favour: null, written: false, participants: null },
})
export const blankVoice = (person_id: string): Voice => ({
  ...{ person_id, speak_order: null, stance: null, said: null, ballot: null },
  ...{ recused: false, recusal_ground: null, left_at: null, returned_at: null, left_before: null },
})
export const blankVote = (method: Vote['method']): Vote => ({
  ...{ method, base: null, in_favour: null, against: null, abstained: null },
  ...{ passed: null, per_topic: true, counted_by_id: null },
})
export const blankResolution = (result: Resolution['result']): Resolution => ({
  ...{ result, text: null, conditions: null, responsible_person_id: null, due_on: null, effective_on: null },
  ...{ approved_amount: null, approved_supplier_id: null, decided_by_id: null, confidentiality: 'internal' },
})
