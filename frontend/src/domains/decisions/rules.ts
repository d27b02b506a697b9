import type { CheckResult, Meeting, MeetingRow, Topic } from './api'
import { blankResolution } from './blanks'
import type { Resolution, TopicPart } from './parts'

/** The shape that stands for a state; what came back or is being revised is told apart from a first draft. */
export const shapeOf = (row: Pick<MeetingRow, 'state' | 'edition'>) => {
  if (row.state === 'draft') return row.edition ? ('returned' as const) : ('underway' as const)
  return row.state === 'submitted' ? ('waiting' as const) : ('done' as const)
}

export const hasPassed = (result: Resolution['result']) => result === 'passed' || result === 'passed_with_changes'
/** What a result says of its topic and its vote: a deferred one has not been voted on. */
export function withResult(topic: TopicPart, result: Resolution['result'] | null): TopicPart {
  if (result === null) return { ...topic, decision: null, status: 'scheduled' }
  const decision = { ...(topic.decision ?? blankResolution(result)), result }
  const passed = result === 'deferred' ? null : hasPassed(result)
  const vote = topic.vote && { ...topic.vote, passed }
  return { ...topic, decision, vote, status: result === 'deferred' ? 'deferred' : 'discussed' }
}

/** What the rules found in a topic or in its decision. */
export function foundIn(topic: Topic, results: readonly CheckResult[]): CheckResult[] {
  const ids = [topic.id, topic.decision?.id]
  return results.filter(({ answer, subject }) => answer === 'fail' && ids.includes(subject.id))
}

/** The titles of topics in what was typed or pasted: one to a line, numbers before them left out. */
export const titlesIn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+|[一二三四五六七八九十]+)\s*[.、．)）]\s*/, '').trim())
    .filter(Boolean)

/** A list with the item at one place moved to another. */
export function reordered<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

export interface Gap {
  /** The step of the sheet in which it is filled. */
  at: string
  what: string
  /** Without it the record cannot be submitted; the rest is only asked about. */
  needed?: boolean
  topic?: string
}
/** What a record does not say yet, in the order of its steps. */
export function gapsOf(meeting: Meeting): Gap[] {
  const lacks = (at: string, what: string, there: unknown, topic?: string): Gap[] =>
    there ? [] : [{ at, what, topic }]
  return [
    ...lacks('basics', 'place', meeting.place),
    ...lacks('basics', 'chair', meeting.chair),
    ...lacks('basics', 'recorder', meeting.recorder),
    ...lacks('basics', 'notice_at', meeting.notice_at || meeting.emergency),
    ...(meeting.attendance.length ? [] : [{ at: 'people', what: 'attendance', needed: true }]),
    ...(meeting.agenda.length ? [] : [{ at: 'agenda', what: 'topics', needed: true }]),
    ...meeting.agenda.flatMap(({ id, title, ...topic }) => [
      ...lacks(id, 'matter', topic.matter_codes.length, title),
      ...lacks(id, 'background', topic.background, title),
      ...lacks(id, 'decision', topic.decision || topic.status === 'withdrawn', title),
      ...lacks(id, 'responsible', !carriedOut(topic.decision) || topic.decision?.responsible_person, title),
      ...lacks(id, 'due_on', !carriedOut(topic.decision) || topic.decision?.due_on, title),
    ]),
    ...lacks('minutes', 'minutes', meeting.minutes?.text),
    ...lacks(
      'minutes',
      'signed',
      meeting.attendance.some(({ signed_on }) => signed_on),
    ),
  ]
}
const carriedOut = (decision: Topic['decision']) => !!decision && hasPassed(decision.result)
