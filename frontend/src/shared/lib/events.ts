import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/client/api'
import { useFormat } from './format'
import { useSession } from './session'

export type LedgerEvent = Schemas['Event']
export type EventLine = Omit<LedgerEvent, 'changes'>

/**
 * For each type of object the domain whose messages hold its words (`<domain>.events.<action>`, `.fields.<field>`,
 * `.values.<field>.<value>`; what means something else for one type in `.<type>Fields` and `.<type>Values`) and the page
 * that shows one. A type without a row is told by its codes.
 */
const OBJECTS: Record<string, { domain: string; page?: string }> = {
  accountability_action: { domain: 'rectifications', page: 'accountability-action' },
  account: { domain: 'accounts', page: 'account' },
  assessment_adjustment: { domain: 'assessmentEvents' },
  assessment_appeal: { domain: 'assessmentEvents', page: 'assessment-appeal' },
  assessment_award: { domain: 'assessmentEvents', page: 'award' },
  assessment_campaign: { domain: 'assessmentEvents', page: 'assessment' },
  assessment_enrolment: { domain: 'assessmentEvents', page: 'assessment-enrolment' },
  assessment_outcome: { domain: 'assessmentEvents', page: 'outcome' },
  assessment_round: { domain: 'assessmentEvents' },
  calendar_year: { domain: 'calendars' },
  committee: { domain: 'people', page: 'committee' },
  committee_member: { domain: 'people' },
  complaint: { domain: 'complaintEvents' },
  complaint_category: { domain: 'complaintEvents' },
  complaint_clock_rule: { domain: 'complaintEvents' },
  complaint_portal: { domain: 'complaintEvents' },
  contract: { domain: 'decisionRecords', page: 'contract' },
  custodian_key: { domain: 'complaintEvents' },
  decision: { domain: 'decisionRecords', page: 'decision' },
  decision_catalogue: { domain: 'decisionMatters' },
  decision_matter: { domain: 'decisionMatters' },
  decision_policy: { domain: 'decisionPolicies', page: 'policy' },
  evidence: { domain: 'evidence', page: 'evidence-item' },
  file: { domain: 'evidence' },
  finding: { domain: 'checks', page: 'finding' },
  framework: { domain: 'frameworks', page: 'framework' },
  framework_crosswalk: { domain: 'frameworks', page: 'framework-crosswalk' },
  framework_profile: { domain: 'frameworks', page: 'framework-profile' },
  framework_version: { domain: 'frameworks', page: 'framework-version' },
  grant: { domain: 'accounts' },
  identity_request: { domain: 'complaintEvents' },
  import: { domain: 'exchange', page: 'import' },
  import_mapping: { domain: 'exchange', page: 'import-mappings' },
  job: { domain: 'jobs' },
  ledger_epoch: { domain: 'ledger' },
  ledger_event: { domain: 'ledger' },
  meeting: { domain: 'decisions', page: 'meeting' },
  payment: { domain: 'decisionRecords', page: 'payment' },
  public_notice: { domain: 'disclosures', page: 'notice' },
  person: { domain: 'people', page: 'person' },
  post: { domain: 'people' },
  rectification: { domain: 'rectifications', page: 'rectification' },
  rectification_campaign: { domain: 'rectifications', page: 'rectification-campaign' },
  registration: { domain: 'people' },
  school: { domain: 'organizations', page: 'school' },
  school_group: { domain: 'organizations', page: 'school-group' },
  school_year_terms: { domain: 'calendars' },
  supplier: { domain: 'decisionRecords', page: 'supplier' },
  unit: { domain: 'organizations', page: 'units' },
}
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
export const OBJECT_TYPES = Object.keys(OBJECTS)

/** What events say, in the language in force; a code without words is shown as it is. */
export function useEventWords() {
  const { t, te } = useI18n()
  const router = useRouter()
  const session = useSession()
  const format = useFormat()

  function word(type: string, key: string): string | undefined {
    const path = `${OBJECTS[type]?.domain}.${key}`
    return te(path) ? t(path) : undefined
  }
  /** Null is said as such; what is no word of the domain stands as it was written. */
  function value(type: string, field: string, given: unknown): string {
    if (given === null || given === undefined || given === '') return t('shared.unknown')
    if (Array.isArray(given))
      return given.map((item) => value(type, field, item)).join(t('shared.comma')) || t('shared.none')
    const named =
      word(type, `${type}Values.${field}.${String(given)}`) ?? word(type, `values.${field}.${String(given)}`)
    if (named) return named
    if (typeof given === 'number') return given.toLocaleString('en-US')
    if (typeof given === 'boolean') return t(given ? 'shared.yes' : 'shared.no')
    if (typeof given === 'string' && MOMENT.test(given)) return format.stamp(given)
    return typeof given === 'object' ? parts(type, field, given) : String(given)
  }
  /** Parts that have a word are named by it, and left out where there is none of them; others stand in a row. */
  function parts(type: string, field: string, given: object): string {
    const nameOf = (key: string) => word(type, `values.${field}.${key}`) ?? word(type, `${type}Fields.${key}`)
    const named = Object.entries(given).map(([key, part]) => ({ key, name: nameOf(key), part }))
    const told = named.filter(({ name, part }) => !name || (part !== 0 && part !== null))
    const said = (key: string, part: unknown) => (typeof part === 'number' ? String(part) : value(type, key, part))
    const each = told.map(({ key, name, part }) => (name ? `${name} ${said(key, part)}` : said(key, part)))
    return each.join(named.some(({ name }) => name) ? t('shared.comma') : ' ') || t('shared.none')
  }
  /** The page of the object, for those who may open it. */
  function page(event: EventLine): RouteLocationRaw | undefined {
    const name = OBJECTS[event.object_type]?.page
    // A log-in under a name that nobody has is about nobody: it has no label and no page.
    if (!name || event.object_label === '') return undefined
    const to = { name, params: { id: event.object_id } }
    return session.can(router.resolve(to).meta.permission) ? to : undefined
  }
  const action = (type: string, code: string) => word(type, `events.${code}`) ?? code
  return {
    action,
    value,
    page,
    did: (event: EventLine) => action(event.object_type, event.action),
    object: (type: string) => word(type, `objects.${type}`) ?? type,
    actor: (event: EventLine) => event.actor?.name ?? t('shared.system'),
    field: (type: string, field: string) =>
      word(type, `${type}Fields.${field}`) ?? word(type, `fields.${field}`) ?? field,
  }
}
