import type { RouteLocationRaw } from 'vue-router'
import type { Notification, Preference } from './api'

/** The page that shows an object of a type; a type without a row has none. */
const PAGES: Record<string, (object: Notification['object'], kind: string) => RouteLocationRaw> = {
  accountability_action: ({ id }) => ({ name: 'accountability-action', params: { id } }),
  assessment_award: ({ id }) => ({ name: 'award', params: { id } }),
  // A round is worked on at the desk of its enrolment, whose id it is told by.
  assessment_round: ({ id }) => ({ name: 'assessment-enrolment', params: { id } }),
  complaint: ({ id }) => ({ name: 'complaint', params: { id } }),
  complaint_package: ({ id }) => ({ name: 'complaint-package', params: { id } }),
  calendar_year: ({ label }) => ({ name: 'calendar', params: { year: label ?? undefined } }),
  public_notice: ({ id }) => ({ name: 'notice', params: { id } }),
  evidence: ({ id }) => ({ name: 'evidence-item', params: { id } }),
  grant: () => ({ name: 'roles' }),
  // Custodians decide; who asked sees what became of it.
  identity_request: (_, kind) => ({ name: kind === 'identity.asked' ? 'custody' : 'identity-requests' }),
  import: ({ id }) => ({ name: 'import', params: { id } }),
  job: () => ({ name: 'jobs' }),
  ledger_verification: () => ({ name: 'ledger' }),
  post: () => ({ name: 'posts' }),
  rectification: ({ id }) => ({ name: 'rectification', params: { id } }),
  rectification_campaign: ({ id }) => ({ name: 'rectification-campaign', params: { id } }),
  school: ({ id }) => ({ name: 'school', params: { id } }),
}

/** Where a notification leads; nowhere when what it is about is out of the reader's reach. */
export function pageOf({ object, kind }: Pick<Notification, 'object' | 'kind'>): RouteLocationRaw | undefined {
  return object.label === null ? undefined : PAGES[object.type]?.(object, kind)
}

export interface DayOfNotifications {
  day: string
  items: Notification[]
}

/** Newest first, each day once: what came in a hurry, or was entered later, may stand apart from the others of its day. */
export function byDay(items: Notification[], dayOf: (instant: string) => string): DayOfNotifications[] {
  const days = new Map<string, Notification[]>()
  for (const item of items) {
    const day = dayOf(item.last_at)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  const newest = [...days].sort(([one], [other]) => other.localeCompare(one))
  return newest.map(([day, own]) => ({ day, items: own }))
}

/** The kinds that stay off when one is switched. */
export function switchedOff(preferences: Preference[], kind: string, enabled: boolean): string[] {
  const now = preferences.map((one) => (one.kind === kind ? { ...one, enabled } : one))
  return now.filter((one) => !one.enabled).map((one) => one.kind)
}

/** What fits beside the bell. */
export const shortCount = (count: number): string => (count > 99 ? '99+' : String(count))
