import type { Schemas } from '@/client/api'
import type { Meeting, Topic } from './api'

/** The parts of a record that are edited and saved each for itself, in the shape in which the fields hold them. */
export type Attendance = Required<Schemas['MeetingAttendanceIn']>
export type Step = Required<Schemas['TopicStepIn']>
export type Voice = Required<Schemas['VoiceIn']>
export type Vote = Required<Schemas['VoteIn']>
export type Resolution = Required<Schemas['ResolutionIn']>
export type Minutes = Required<Omit<Schemas['MinutesIn'], 'elements'>>
export type Basics = Required<Omit<Schemas['MeetingPatch'], 'attendance' | 'minutes'>>
export type TopicPart = Required<Omit<Schemas['TopicPatch'], 'number' | 'steps' | 'voices' | 'vote' | 'decision'>> & {
  steps: Step[]
  voices: Voice[]
  vote: Vote | null
  decision: Resolution | null
}
export interface Parts {
  basics: Basics
  attendance: Attendance[]
  minutes: Minutes
  [topic: `topic:${string}`]: TopicPart
}
export type PartName = 'basics' | 'attendance' | 'minutes' | `topic:${string}`

const ids = (named: readonly { id: string }[]) => named.map(({ id }) => id)

export const basicsOf = (meeting: Meeting): Basics => ({
  type: meeting.type,
  form: meeting.form,
  serial_no: meeting.serial_no,
  held_at: meeting.held_at,
  ended_at: meeting.ended_at,
  place: meeting.place,
  chair_id: meeting.chair?.id ?? null,
  chair_delegated: meeting.chair_delegated,
  recorder_id: meeting.recorder?.id ?? null,
  notice_at: meeting.notice_at,
  papers_at: meeting.papers_at,
  emergency: meeting.emergency,
  ratified_by_id: meeting.ratified_by_id,
})
export const attendanceOf = (meeting: Meeting): Attendance[] =>
  meeting.attendance.map(({ person, ...rest }) => ({ person_id: person.id, ...rest }))
export const minutesOf = ({ minutes }: Meeting): Minutes => ({
  issued_at: minutes?.issued_at ?? null,
  text: minutes?.text ?? null,
  supervisor_opinion: minutes?.supervisor_opinion ?? null,
  distribution: minutes?.distribution ?? null,
  archive_class: minutes?.archive_class ?? null,
  box_no: minutes?.box_no ?? null,
})

function voteOf(vote: Topic['vote']): Vote | null {
  if (!vote) return null
  const { counted_by, ...rest } = vote
  return { ...rest, counted_by_id: counted_by?.id ?? null }
}
function resolutionOf(decision: Topic['decision']): Resolution | null {
  if (!decision) return null
  return {
    result: decision.result,
    text: decision.text,
    conditions: decision.conditions,
    responsible_person_id: decision.responsible_person?.id ?? null,
    due_on: decision.due_on,
    effective_on: decision.effective_on,
    approved_amount: decision.approved_amount,
    approved_supplier_id: decision.approved_supplier?.id ?? null,
    decided_by_id: decision.decided_by?.id ?? null,
    confidentiality: decision.confidentiality,
  }
}
export function topicOf(topic: Topic): TopicPart {
  const { proposer, concerned_persons: persons, concerned_suppliers: suppliers, ...rest } = topic
  const part = {
    ...rest,
    proposer_id: proposer?.id ?? null,
    concerned_person_ids: ids(persons),
    concerned_supplier_ids: ids(suppliers),
    voices: rest.voices.map(({ person, ...said }) => ({ person_id: person.id, ...said })),
    vote: voteOf(rest.vote),
    decision: resolutionOf(rest.decision),
  }
  // Where it stands is a matter of the agenda.
  for (const name of ['id', 'number', 'related_topics']) Reflect.deleteProperty(part, name)
  return part
}

/** Every part of a record by its name. */
export function partsOf(meeting: Meeting): Parts {
  const topics = meeting.agenda.map((topic) => [`topic:${topic.id}`, topicOf(topic)] as const)
  return {
    basics: basicsOf(meeting),
    attendance: attendanceOf(meeting),
    minutes: minutesOf(meeting),
    ...(Object.fromEntries(topics) as Record<`topic:${string}`, TopicPart>),
  }
}

/** Empty fields say nothing: they are sent as null. */
export function cleaned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(cleaned) as Value
  if (value === null || typeof value !== 'object') return (value === '' || value === undefined ? null : value) as Value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cleaned(part)])) as Value
}
/** The merge patch that stores a part of the meeting itself. Minutes in which nothing is written are none. */
export function patchOf(name: PartName, part: Parts[PartName]): Schemas['MeetingPatch'] {
  const said = cleaned(part)
  if (name === 'attendance') return { attendance: said as Attendance[] }
  if (name !== 'minutes') return said as Basics
  return { minutes: Object.values(said).some((value) => value !== null) ? (said as Minutes) : null }
}
