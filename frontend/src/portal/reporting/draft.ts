import { randomId, type Category, type Complaint, type Concern, type Place, type Portal } from '../api'
import type { Words } from '../words.zh'

/** What a reporter has typed. It lives in this page's memory only: a shared phone keeps nothing. */
export interface Draft {
  key: string
  concerns: Concern | ''
  unit: Place | null
  place: string
  category: string
  text: string
  answers: Record<string, string>
  named: boolean
  identity: { name: string; phone: string; address: string; relation: string }
  files: File[]
}

export const emptyDraft = (): Draft => ({
  key: randomId(),
  concerns: '',
  unit: null,
  place: '',
  category: '',
  text: '',
  answers: {},
  named: false,
  identity: { name: '', phone: '', address: '', relation: '' },
  files: [],
})

/** Fewer characters tell nothing that could be looked into. */
export const LEAST_TEXT = 20

export type Faults = Partial<Record<'place' | 'category' | 'text' | 'name' | 'phone' | `answer-${string}`, string>>

/** Faults of the step that tells what happened. */
export function matterFaults(draft: Draft, asked: Category | undefined, most: number, words: Words): Faults {
  const { length } = draft.text.trim()
  const faults: Faults = {}
  if (!draft.unit && !draft.place.trim()) faults.place = words.report.noPlace
  if (!asked) faults.category = words.report.noCategory
  if (length < LEAST_TEXT) faults.text = words.report.short(length)
  if (length > most) faults.text = words.report.long(length, most)
  for (const field of asked?.fields ?? [])
    if (field.required && !draft.answers[field.code]?.trim()) faults[`answer-${field.code}`] = words.report.noAnswer
  return faults
}

/** Faults of the step that asks who reports. */
export function identityFaults(draft: Draft, words: Words): Faults {
  if (!draft.named) return {}
  const faults: Faults = {}
  if (!draft.identity.name.trim()) faults.name = words.report.noName
  if (!draft.identity.phone.trim() && !draft.identity.address.trim()) faults.phone = words.report.noContact
  return faults
}

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()))

/** The letter as it is sent, without proof of work. */
export function letterOf(draft: Draft, portal: Portal, language: 'zh-CN' | 'en'): Complaint {
  return {
    concerns: draft.concerns || 'other',
    text: draft.text.trim(),
    privacy_version: portal.privacy.version,
    category: draft.category || null,
    unit_id: draft.unit?.id ?? null,
    place: draft.unit ? null : draft.place.trim() || null,
    answers: filled(draft.answers),
    identity: draft.named ? (filled(draft.identity) as { name: string }) : null,
    under_14: false,
    language,
  }
}

/** The places whose names hold what was typed, schools before the rest, a few. */
export function matching(places: Place[], typed: string, most = 8): Place[] {
  const words = typed.trim().split(/\s+/).filter(Boolean)
  if (!words.length) return []
  const found = places.filter(({ name }) => words.every((word) => name.includes(word)))
  return found.sort((left, right) => Number(right.kind === 'school') - Number(left.kind === 'school')).slice(0, most)
}
