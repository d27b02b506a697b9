import type { Campaign, CampaignRow, Progress } from './api'
import type { CloneIn, Preview, Quota } from './ways'

// --- From an earlier assessment

export const SWITCHES = ['enrolments', 'assignments', 'entries', 'comments'] as const
/** What goes with schools goes only where they do. */
const WITH_SCHOOLS = ['assignments', 'entries', 'comments'] as const
export interface CloneForm extends Record<(typeof SWITCHES)[number], boolean> {
  code: string
  title: string
  cycle: string
  period_first_on: string
  period_last_on: string
  version_id: string
}
/** "2026年度评估" → "2027年度评估"; what names no year stays. */
export const nextYear = (text: string) => text.replace(/\d{4}/g, (year) => String(Number(year) + 1))

/** The day a year later; the last of February stays the last of February. */
export function yearAfter(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const last = new Date(Date.UTC(Number(year) + 1, Number(month), 0)).getUTCDate()
  return `${Number(year) + 1}-${month}-${String(Math.min(Number(date), last)).padStart(2, '0')}`
}

export type Earlier = Pick<CampaignRow, 'code' | 'title' | 'cycle' | 'period_first_on' | 'period_last_on' | 'framework'>
/** The form as it begins: everything a year later, the same framework, the same schools. */
export const cloneOf = (from: Earlier | undefined): CloneForm => ({
  code: nextYear(from?.code ?? ''),
  title: nextYear(from?.title ?? ''),
  cycle: nextYear(from?.cycle ?? ''),
  period_first_on: from ? yearAfter(from.period_first_on) : '',
  period_last_on: from ? yearAfter(from.period_last_on) : '',
  version_id: from?.framework.version_id ?? '',
  enrolments: true,
  assignments: false,
  entries: false,
  comments: false,
})
export const cloneIn = (form: CloneForm, from: Pick<Campaign, 'framework'> | undefined): CloneIn => ({
  ...form,
  ...Object.fromEntries(WITH_SCHOOLS.map((name) => [name, form.enrolments && form[name]])),
  version_id: form.version_id === from?.framework.version_id ? null : form.version_id || null,
})

// --- Quotas

/** How many may still be admitted; null is no limit, or not told. */
export const leftOf = ({ quota, admitted }: Pick<Quota, 'quota' | 'admitted'>) =>
  quota === null || admitted === null ? null : Math.max(0, quota - admitted)

interface Place {
  id: string
  parent_id: string | null
  kind: string
  name: string
}
/** The districts below a unit; parents stand before their children. */
export function districtsBelow<Unit extends Place>(units: readonly Unit[], top: string): Unit[] {
  const below = new Set([top])
  for (const { id, parent_id } of units) if (parent_id && below.has(parent_id)) below.add(id)
  return units.filter(({ id, kind }) => kind === 'district' && below.has(id))
}

// --- Schools beside the desk

export type SchoolRow = Progress['items'][number]
/** The schools before and after the one at hand. */
export function beside(rows: readonly { id: string }[], id: string): { before?: string; after?: string } {
  const at = rows.findIndex((row) => row.id === id)
  return at < 0 ? { after: rows[0]?.id } : { before: rows[at - 1]?.id, after: rows[at + 1]?.id }
}

// --- A newer framework

export const TREATMENTS = ['kept', 'rescored', 'reenter', 'new', 'dropped'] as const
export type Treatment = (typeof TREATMENTS)[number]
/** What would be lost or asked for again: entries and signed rounds. */
export const costOf = (preview: Pick<Preview, 'moves' | 'rounds'>) => ({
  cleared: preview.moves.reduce((sum, { cleared }) => sum + cleared, 0),
  reopened: preview.rounds.reduce((sum, { reopened }) => sum + reopened, 0),
})
/** What changes first, what stays last. */
export function movesShown(moves: Preview['moves']): Preview['moves'] {
  const order = ['reenter', 'dropped', 'new', 'rescored', 'kept']
  return [...moves].sort((a, b) => order.indexOf(a.treatment) - order.indexOf(b.treatment))
}
