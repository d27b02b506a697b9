/** The values of each attribute in the order in which people name them. */
export const VALUES = {
  type: [
    'kindergarten',
    'primary',
    'junior_secondary',
    'nine_year',
    'senior_secondary',
    'complete_secondary',
    'vocational',
    'special',
  ],
  stage: ['preschool', 'primary', 'junior', 'senior'],
  ownership: ['public', 'private'],
  area: ['urban', 'town', 'rural'],
  boarding: ['true', 'false'],
  canteen: ['self_run', 'contracted', 'delivered', 'none'],
  party_coverage: ['independent', 'joint', 'dispatched', 'none'],
  party_organization: ['branch', 'joint_branch', 'general_branch', 'committee', 'none'],
  status: ['operating', 'suspended', 'closed'],
  has_code: ['true', 'false'],
  complete: ['true', 'false'],
} as const
export type Facet = keyof typeof VALUES
export const FACETS = Object.keys(VALUES) as Facet[]

/** What a county may not know of a school; the filter then offers `unknown` as well. */
const MAY_BE_UNKNOWN: Facet[] = ['area', 'boarding', 'canteen', 'party_coverage', 'party_organization']
/** Yes or no: choosing one gives up the other. */
const SINGLE: Facet[] = ['has_code', 'complete']

export const RANGES = ['pupils', 'staff', 'party_members'] as const
export type Range = (typeof RANGES)[number]

const BOUNDS = RANGES.flatMap((range) => [`${range}_min`, `${range}_max`] as const)
export const SCHOOL_FILTERS = ['q', 'unit', ...FACETS, ...BOUNDS] as const
export type SchoolFilter = (typeof SCHOOL_FILTERS)[number]
export type Filters = Record<SchoolFilter, string>

export const chosen = (filters: Filters, facet: Facet): string[] => filters[facet].split(',').filter(Boolean)

export const valuesOf = (facet: Facet): string[] => [
  ...VALUES[facet],
  ...(MAY_BE_UNKNOWN.includes(facet) ? ['unknown'] : []),
]

/** The filter after a click on `value`, with several values in the order of `valuesOf`. */
export function toggled(filters: Filters, facet: Facet, value: string): string {
  const before = chosen(filters, facet)
  const on = !before.includes(value)
  if (SINGLE.includes(facet)) return on ? value : ''
  const now = on ? [...before, value] : before.filter((other) => other !== value)
  return valuesOf(facet)
    .filter((known) => now.includes(known))
    .join(',')
}

/** A bound as the API takes it: digits only, "1,200 人" counts as 1200. */
export const bound = (typed: string): string => typed.replace(/\D/g, '').replace(/^0+(?=\d)/, '')

/** What is in force, one entry per attribute, in the order of the panel. */
export function inForce(
  filters: Filters,
): (
  | { kind: 'unit' }
  | { kind: 'facet'; facet: Facet; values: string[] }
  | { kind: 'range'; range: Range; min: string; max: string }
)[] {
  return [
    ...(filters.unit ? [{ kind: 'unit' as const }] : []),
    ...FACETS.filter((facet) => filters[facet]).map((facet) => ({
      kind: 'facet' as const,
      facet,
      values: chosen(filters, facet),
    })),
    ...RANGES.filter((range) => filters[`${range}_min`] || filters[`${range}_max`]).map((range) => ({
      kind: 'range' as const,
      range,
      min: filters[`${range}_min`],
      max: filters[`${range}_max`],
    })),
  ]
}
