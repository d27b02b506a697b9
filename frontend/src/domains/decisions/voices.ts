import type { Named } from './api'
import { blankVoice } from './blanks'
import type { TopicPart, Voice, Vote } from './parts'

type Ballots = Pick<TopicPart, 'voices'>
/** Whether each ballot is known: in a secret one only the sums are, and where the principal decides nobody votes. */
export const isOpen = (method: Vote['method'] | undefined) =>
  !!method && method !== 'secret_ballot' && method !== 'principal_decides'

/**
 * A line for each who should attend: who is away is absent, who withdrew is recused. A ballot that was recorded stays,
 * also one that could not be: what went wrong is recorded all the same.
 */
export function withEveryLine(
  voices: readonly Voice[],
  members: readonly string[],
  present: readonly string[],
): Voice[] {
  const held = new Map(voices.map((voice) => [voice.person_id, voice]))
  for (const id of members) {
    const voice = held.get(id) ?? blankVoice(id)
    const cast = voice.ballot === 'absent' || voice.ballot === 'recused' ? null : voice.ballot
    const ballot = voice.recused ? 'recused' : (cast ?? (present.includes(id) ? null : 'absent'))
    held.set(id, { ...voice, ballot })
  }
  return [...held.values()].filter(said)
}
/** Nothing is known of whom nothing is written. */
const said = (voice: Voice) => Object.entries(voice).some(([name, value]) => name !== 'person_id' && !!value)

export const ballots = ({ voices }: Ballots, ballot: Voice['ballot']) =>
  voices.filter((voice) => voice.ballot === ballot).length
/** The sums that the lines give. */
export const sums = (topic: Ballots) => ({
  in_favour: ballots(topic, 'for'),
  against: ballots(topic, 'against'),
  abstained: ballots(topic, 'abstain'),
})
/** Votes in favour of those who are entitled, there and not recused; the claimed number of a secret ballot; or nobody votes. */
export function inFavour(topic: Pick<TopicPart, 'voices' | 'vote'>, present: readonly string[]): number | null {
  const { vote, voices } = topic
  if (!vote || vote.method === 'principal_decides') return null
  if (!isOpen(vote.method) || !voices.some(({ ballot }) => ballot)) return vote.in_favour
  const counted = voices.filter((voice) => voice.ballot === 'for' && !voice.recused)
  return counted.filter(({ person_id }) => present.includes(person_id)).length
}

// --- Speaking ---------------------------------------------------------------------------------------------------------

/** Those who spoke, first to last; of whom no place is known come after them. */
export const bySpeaking = (voices: readonly Voice[]) =>
  [...voices].sort((a, b) => (a.speak_order ?? Infinity) - (b.speak_order ?? Infinity))
/** Who spoke last though a leader should have (末位表态); null while it is in order or nobody has spoken. */
export function spokeTooLate(voices: readonly Voice[], leaders: readonly string[]): string | null {
  const spoken = bySpeaking(voices).filter(({ speak_order: place }) => place !== null)
  const last = spoken.at(-1)
  const led = spoken.some(({ person_id }) => leaders.includes(person_id))
  return last && spoken.length > 1 && led && !leaders.includes(last.person_id) ? last.person_id : null
}
/** The sums were typed by hand: the record says something else than its lines. */
export const sumsAreTyped = (topic: Pick<TopicPart, 'voices' | 'vote'>) => {
  const { vote } = topic
  const typed = vote && [vote.in_favour, vote.against, vote.abstained].some((value) => value !== null)
  const counted = sums(topic)
  return !!typed && Object.entries(counted).some(([name, sum]) => vote[name as keyof typeof counted] !== sum)
}
export const withVoice = (voices: readonly Voice[], voice: Voice): Voice[] =>
  [...voices.filter(({ person_id }) => person_id !== voice.person_id), voice].filter(said)
/** Who withdraws neither speaks nor votes. */
export function withRecusal(voices: readonly Voice[], id: string, on: boolean, ground?: string): Voice[] {
  const held = voices.find(({ person_id }) => person_id === id) ?? blankVoice(id)
  const free = held.speak_order === null ? voices : withPlace(voices, id)
  return withVoice(
    free,
    on
      ? { ...blankVoice(id), recused: true, ballot: 'recused', recusal_ground: ground ?? held.recusal_ground }
      : { ...held, recused: false, ballot: null, recusal_ground: null, left_before: null },
  )
}
/** All who are there and may speak agree, and vote for it where ballots are open; what somebody else said stays. */
export function allAgree(voices: readonly Voice[], present: readonly string[], votes: boolean): Voice[] {
  return present.reduce<Voice[]>(
    (held, id) => {
      const voice = held.find(({ person_id }) => person_id === id) ?? blankVoice(id)
      if (voice.recused) return held
      return withVoice(held, {
        ...voice,
        stance: voice.stance ?? 'agree',
        ballot: voice.ballot ?? (votes ? 'for' : null),
      })
    },
    [...voices],
  )
}

/** How a member's seat is drawn after a vote; the note is a word of `decisions.values.ballot`. */
export function seatOf(person: Named, voice: Voice, present: readonly string[]) {
  const ballot = voice.recused ? 'recused' : present.includes(person.id) ? (voice.ballot ?? 'not_voting') : 'absent'
  const kinds = {
    for: 'yes',
    against: 'no',
    abstain: 'no',
    recused: 'apart',
    absent: 'away',
    not_voting: 'away',
  } as const
  return { ...person, kind: kinds[ballot], ballot }
}

/** What stands below a seat: the place in which somebody spoke, and the ballot. */
export const seatNote = ({ speak_order: place }: Pick<Voice, 'speak_order'>, ballot: string) =>
  place === null ? ballot : `${place} ${ballot}`
/** Names of the members and of everybody else who spoke. */
export const namedIn = (members: readonly { person: Named }[], spoke: readonly { person: Named }[]) =>
  new Map([...spoke, ...members].map(({ person }) => [person.id, person.name]))

/** The place of one more speaker, or the others moved up when a place is taken back. */
export function withPlace(voices: readonly Voice[], id: string): Voice[] {
  const held = voices.find(({ person_id }) => person_id === id) ?? blankVoice(id)
  const rest = voices.filter(({ person_id }) => person_id !== id)
  const place = held.speak_order
  if (place === null) {
    const last = Math.max(0, ...voices.map(({ speak_order: one }) => one ?? 0))
    return [...rest, { ...held, speak_order: last + 1 }]
  }
  const moved = rest.map((voice) =>
    voice.speak_order !== null && voice.speak_order > place ? { ...voice, speak_order: voice.speak_order - 1 } : voice,
  )
  return [...moved, { ...held, speak_order: null }].filter(said)
}
