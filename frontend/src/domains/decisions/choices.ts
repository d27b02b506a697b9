export const FILTERS = ['unit', 'type', 'state', 'held_from', 'held_to'] as const
export const TYPES = [
  ...(['party_organization_meeting', 'principal_office_meeting', 'party_branch_assembly'] as const),
  ...(['staff_congress', 'school_affairs_committee'] as const),
] as const
export const FORMS = ['in_person', 'video', 'circulation'] as const
export const STATES = ['draft', 'submitted', 'filed'] as const
export const CATEGORIES = ['major_decision', 'personnel_appointment', 'major_project', 'large_fund_use'] as const

export const PRESENCES = ['present', 'late', 'leave', 'absent'] as const
export const ROLES = ['sit_in', 'recorder', 'invited_supervisor', 'voting_member'] as const
export const ADVISERS = ['legal', 'finance', 'staff_delegate', 'expert', 'other'] as const
export const STEPS = [
  ...(['secretary_principal_talk', 'research', 'consultation', 'expert', 'risk', 'legality'] as const),
  ...(['publicity_comment', 'staff_congress', 'discipline_opinion', 'parent_committee'] as const),
] as const
export const TOPIC_STATES = ['scheduled', 'discussed', 'deferred', 'withdrawn'] as const
export const STANCES = ['agree', 'disagree', 'suggestion'] as const
export const BALLOTS = ['for', 'against', 'abstain'] as const
export const METHODS = [
  ...(['show_of_hands', 'oral', 'signed_ballot', 'secret_ballot', 'principal_decides'] as const),
] as const
export const RESULTS = ['passed', 'passed_with_changes', 'rejected', 'deferred'] as const
export const SPEND_TYPES = [
  ...(['goods', 'works', 'services', 'hospitality', 'travel', 'other', 'treasury_remittance', 'utilities'] as const),
  ...(['salary', 'student_aid', 'tax', 'settlement'] as const),
] as const
export const BUDGET_STATES = ['budgeted', 'unbudgeted'] as const
export const CONFIDENTIALITIES = ['public', 'internal', 'confidential'] as const
/** How long a record is kept: permanent, as those of offices are (国家档案局令第8号); others where a school says so. */
export const ARCHIVE_CLASSES = ['permanent', 'thirty_years', 'ten_years'] as const
/** Why a member is left out of the base: the cases that the party's meeting arithmetic names. */
export const EXCLUDED = [
  ...(['cannot_express_will', 'abroad', 'suspended', 'on_probation', 'detained'] as const),
  ...(['bedridden', 'away_half_year'] as const),
] as const
