import { IDENTITY, type Field, type SchoolValues } from './form'

export type TextOnly = Exclude<Field, 'external_ids' | 'parent_id'>
export type Control = 'text' | 'number' | 'choice' | 'lines'
export type SheetField = { optional: boolean; identity: boolean; wide: boolean } & (
  | { name: TextOnly; control: Control }
  | { name: 'parent_id'; control: 'parent' }
  | { name: 'external_ids'; control: 'ids' }
)
type Section = 'identity' | 'people' | 'board' | 'party' | 'place' | 'other'

const REQUIRED: Field[] = ['name', 'parent_id', 'type', 'ownership', 'status']
const WIDE: Field[] = ['name', 'address', 'former_names', 'external_ids']

const about = (name: Field) => ({
  optional: !REQUIRED.includes(name),
  identity: IDENTITY.includes(name),
  wide: WIDE.includes(name),
})
const field = (name: TextOnly, control: Control): SheetField => ({ ...about(name), name, control })

/** The form in the order of the paper sheet that schools know. */
export const SHEET: { section: Section; fields: SheetField[] }[] = [
  {
    section: 'identity',
    fields: [
      field('name', 'text'),
      field('short_name', 'text'),
      { ...about('parent_id'), name: 'parent_id', control: 'parent' },
      field('type', 'choice'),
      field('ownership', 'choice'),
      field('status', 'choice'),
      field('code', 'text'),
      field('credit_code', 'text'),
      field('former_names', 'lines'),
    ],
  },
  { section: 'people', fields: [field('pupils', 'number'), field('staff', 'number')] },
  { section: 'board', fields: [field('boarding', 'choice'), field('boarders', 'number'), field('canteen', 'choice')] },
  {
    section: 'party',
    fields: [
      field('party_coverage', 'choice'),
      field('party_organization', 'choice'),
      field('party_members', 'number'),
    ],
  },
  {
    section: 'place',
    fields: [field('area', 'choice'), field('address', 'text'), field('longitude', 'text'), field('latitude', 'text')],
  },
  { section: 'other', fields: [{ ...about('external_ids'), name: 'external_ids', control: 'ids' }] },
]

/** Values of a field that the form shows as words. */
export const isChoice = (name: keyof SchoolValues): boolean =>
  SHEET.some(({ fields }) => fields.some((one) => one.name === name && one.control === 'choice'))
