import type { Meeting, Named, Topic } from './api'

type Maybe = Named | null | undefined
const known = (all: readonly Maybe[]) => all.flatMap((one) => (one ? [[one.id, one.name] as const] : []))

const inTopic = (topic: Topic): Maybe[] => [
  ...topic.voices.map(({ person }) => person),
  ...[...topic.concerned_persons, ...topic.concerned_suppliers, topic.proposer, topic.vote?.counted_by],
  ...[topic.decision?.responsible_person, topic.decision?.approved_supplier, topic.decision?.decided_by],
]
/** Everybody whom a record names, by id. */
export function namesIn(meeting: Meeting): Map<string, string> {
  const there = meeting.attendance.map(({ person }) => person)
  return new Map(known([...there, meeting.chair, meeting.recorder, ...meeting.agenda.flatMap(inTopic)]))
}
