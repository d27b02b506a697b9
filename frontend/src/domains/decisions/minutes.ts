import type { Meeting, Topic } from './api'

/** What minutes are written with: messages, days and numbers, the names of meetings. */
export interface Pen {
  t: (key: string, given?: Record<string, unknown>) => string
  format: { moment: (instant: string) => string; money: (fen: number) => string; day: (day: string) => string }
  words: { meeting: (row: Pick<Meeting, 'type' | 'serial_no'>) => string }
}
const there = (status: string) => status === 'present' || status === 'late'

/** The minutes as the record gives them: who, when, where, and each topic with what was decided. To be finished by hand. */
export function composed(meeting: Meeting, pen: Pen): string {
  const { t, format, words } = pen
  const names = (wanted: (line: Meeting['attendance'][number]) => boolean) =>
    meeting.attendance
      .filter(wanted)
      .map(({ person, reason, status }) => (reason && !there(status) ? `${person.name}（${reason}）` : person.name))
      .join(t('shared.comma'))
  const head = [
    words.meeting(meeting),
    line(pen, 'time', format.moment(meeting.held_at)),
    line(pen, 'place', meeting.place),
    line(pen, 'chair', meeting.chair?.name),
    line(
      pen,
      'members',
      names(({ role, status }) => role === 'voting_member' && there(status)),
    ),
    line(
      pen,
      'absent',
      names(({ role, status }) => role === 'voting_member' && !there(status)),
    ),
    line(
      pen,
      'guests',
      names(({ role, status }) => role !== 'voting_member' && there(status)),
    ),
    line(pen, 'recorder', meeting.recorder?.name),
  ]
  return [...head, ...meeting.agenda.flatMap((topic) => ['', ...aboutTopic(topic, pen)])].filter(isLine).join('\n')
}
const isLine = (text: string | null): text is string => text !== null
function line({ t }: Pen, name: string, value: string | null | undefined): string | null {
  return value ? t(`decisions.composed.${name}`, { value }) : null
}

function aboutTopic(topic: Topic, pen: Pen): (string | null)[] {
  const { t, format } = pen
  const { vote, decision } = topic
  const counted = vote && vote.method !== 'principal_decides' && vote.in_favour !== null
  return [
    `${topic.number}. ${topic.title}`,
    line(pen, 'background', topic.background),
    ...topic.voices
      .filter(({ said }) => said)
      .map(({ person, said }) => `${person.name}${t('decisions.colon')}${said}`),
    line(
      pen,
      'recused',
      topic.voices
        .filter(({ recused }) => recused)
        .map(({ person }) => person.name)
        .join(t('shared.comma')),
    ),
    counted
      ? t('decisions.composed.vote', {
          method: t(`decisions.values.method.${vote.method}`),
          for: vote.in_favour,
          against: vote.against ?? 0,
          abstained: vote.abstained ?? 0,
        })
      : null,
    decision
      ? t('decisions.composed.decision', {
          result: t(`decisions.values.result.${decision.result}`),
          text: decision.text ?? '',
        })
      : null,
    decision?.responsible_person
      ? t('decisions.composed.responsible', {
          name: decision.responsible_person.name,
          day: decision.due_on ? format.day(decision.due_on) : t('shared.unknown'),
        })
      : null,
  ]
}
