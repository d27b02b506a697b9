import { isAtWork } from '@/shared/lib/jobs'
import type { EventQuery, Job, LedgerHead } from './api'

export const LEDGER_FILTERS = ['object_type', 'action', 'unit', 'since', 'until'] as const
export type LedgerFilters = Record<(typeof LEDGER_FILTERS)[number], string>

/** The verbs that each type of object knows; a filter offers them when the type is chosen. */
export const ACTIONS: Record<string, string[]> = {
  account: [
    'account.created',
    'account.updated',
    'account.password_reset',
    'account.password_changed',
    'session.started',
    'session.refused',
    'session.locked_out',
    'session.ended',
    'access.denied',
    'complaint.read.read',
    'complaint.package.read',
    'ledger.read.read',
  ],
  calendar_year: ['calendar_year.loaded'],
  complaint_category: ['complaint.category_changed'],
  complaint_clock_rule: ['complaint.rule_set'],
  complaint_portal: ['complaint_portal.channels_changed'],
  custodian_key: [
    ...['custodian_key.made', 'custodian_key.passphrase_changed', 'custodian_key.retired', 'custodian_key.shared'],
    'custodian_key.wrong_passphrase',
  ],
  identity_request: ['identity.asked', 'identity.granted', 'identity.denied', 'identity.lapsed', 'identity.viewed'],
  grant: ['grant.proposed', 'grant.given', 'grant.approved', 'grant.refused', 'grant.revoked', 'grant.suspended'],
  import: [
    'import.created',
    'import.started',
    'import.checked',
    'import.applied',
    'import.completed',
    'import.failed',
    'import.cancelled',
    'import.rolled_back',
    'import.partly_rolled_back',
  ],
  job: ['export.started', 'job.output_read'],
  ledger_epoch: ['ledger.epoch_opened'],
  ledger_event: ['ledger.payload_erased'],
  school: ['school.created', 'school.updated', 'school.imported', 'school.import_undone'],
  school_year_terms: ['school_year_terms.set', 'school_year_terms.withdrawn'],
  unit: ['unit.created', 'unit.updated', 'unit.imported', 'unit.import_undone'],
}

const DAY = 86_400_000

/** How far the clocks of `zone` are ahead of UTC at an instant, in milliseconds. */
function offset(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return Date.parse(`${parts.format(instant).replace(' ', 'T')}Z`) - instant.getTime()
}

/** The instant at which a legal day begins where the bureau is: "2026-11-20" in Asia/Shanghai is 16:00Z the day before. */
export function dayStart(day: string, zone: string): string {
  const midnight = new Date(`${day}T00:00:00Z`)
  return new Date(midnight.getTime() - offset(midnight, zone)).toISOString()
}

/** What the API is asked: whole days of the bureau, both ends included. */
export function eventQuery(filters: LedgerFilters, zone: string): Omit<EventQuery, 'cursor' | 'limit'> {
  const { since, until, ...rest } = filters
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value))
  const after = until && new Date(Date.parse(`${until}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
  return {
    ...given,
    ...(since ? { since: dayStart(since, zone) } : {}),
    ...(after ? { until: dayStart(after, zone) } : {}),
  }
}

/** One thing that a verification found: its kind, and figures and ids that say where. */
export type Fault = { kind: string } & Record<string, string | number>
export interface VerificationReport {
  size: number
  objects: number
  heads: number
  unproven: number
  found: number
  faults: Fault[]
}

/** The result of a verification that is done; null while it is at work, or when it failed. */
export function reportOf(job: Job | null): VerificationReport | null {
  return job?.state === 'succeeded' && job.result ? (job.result as unknown as VerificationReport) : null
}

/** How the chain stands, as words: verified never, running, failed, sound, faulty; witnessed or not. */
export function standingOf({ verification, witness }: LedgerHead) {
  const report = reportOf(verification)
  const verified = !verification
    ? 'never'
    : isAtWork(verification)
      ? 'running'
      : report
        ? report.found
          ? 'faulty'
          : 'sound'
        : 'failed'
  return { verified, faults: report?.found ?? 0, witness: witnessOf(witness) } as const
}

function witnessOf(job: Job | null) {
  if (!job) return 'unwitnessed'
  if (job.state !== 'succeeded') return 'retrying'
  return job.result?.folder || job.result?.inboxes ? 'witnessed' : 'notConfigured'
}

/** How long until the page looks again: at once while something is under way, else not at all. */
export function pauseOf(head: LedgerHead | undefined): number | false {
  if (head?.verification && isAtWork(head.verification)) return 1_000
  return head?.pending ? 3_000 : false
}

/** The name under which a signed head is kept; it sorts by epoch and size. */
export function headName(note: string): string {
  const [origin = '', size = ''] = note.split('\n')
  return `${origin.replaceAll('/', '-')}-${size.padStart(12, '0')}.head`
}
