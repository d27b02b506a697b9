/** What a verb asks for, by the names of the API. The kinds of field are few, and `VerbField` draws each. */
export type Kind = 'text' | 'line' | 'day' | 'choice' | 'choices' | 'flag' | 'number' | 'money'
/** `Own`: kinds that only one domain knows, drawn by the slot of its drawer. */
export interface Field<Own extends string = never> {
  name: string
  kind: Kind | Own
  /** Where a choice has its options: the words of the domain's locale under `values`. */
  from?: string
  /** Codes that are numbers on the wire. */
  numeric?: true
  optional?: boolean
  /** Most characters of a text. */
  most?: number
}
export type Given = Record<string, string | number | boolean | string[] | null>
/** Fields of whatever kinds. */
type Fields = readonly Field<string>[]

const isLeft = (value: Given[string] | undefined) =>
  value === '' || value === null || value === undefined || (Array.isArray(value) && !value.length)

/** What was entered, as the API takes it: what was left out is not sent, money goes in fen. */
export function sentOf(fields: Fields, given: Given): Record<string, unknown> {
  const filled = fields.filter(({ name }) => !isLeft(given[name]))
  return Object.fromEntries(
    filled.map(({ name, kind, numeric }) => {
      const value = given[name]
      if (kind === 'money') return [name, Math.round(Number(value) * 100)]
      return [name, numeric || kind === 'number' ? Number(value) : value]
    }),
  )
}
/** The fields that were left out and are needed. */
export const missing = (fields: Fields, given: Given) =>
  fields.filter(({ name, kind, optional }) => !optional && kind !== 'flag' && !String(given[name] ?? '').trim())
/** What a form begins with. */
export const blank = (fields: Fields): Given =>
  Object.fromEntries(fields.map(({ name, kind }) => [name, kind === 'flag' ? false : kind === 'choices' ? [] : '']))
/** What is known already of the fields of a form. */
export const begun = (fields: Fields, known: Given): Given => ({
  ...blank(fields),
  ...Object.fromEntries(fields.flatMap(({ name }) => (isLeft(known[name]) ? [] : [[name, known[name]]]))),
})
