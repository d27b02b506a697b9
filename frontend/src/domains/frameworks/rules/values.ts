import type { ListSpec, Value } from './forms'

/** What a form that is described as data makes of its values. */
const unset = (value: unknown) => value === undefined || value === null || value === ''

/** A thing with what its form asks for at first: empty lists, the usual choice. */
export function blank(form: Pick<ListSpec, 'fields' | 'lists'>): Value {
  const chosen = form.fields.flatMap(({ key, choices }) => (choices ? [[key, choices.standard]] : []))
  return { ...Object.fromEntries(chosen), ...Object.fromEntries((form.lists ?? []).map(({ key }) => [key, []])) }
}

const stepsOf = (key: string): [string, string | undefined] => {
  const at = key.indexOf('.')
  return at < 0 ? [key, undefined] : [key.slice(0, at), key.slice(at + 1)]
}
/** What a thing holds for a field, also for one inside. */
export function valueAt(value: Value, key: string): unknown {
  const [own, inside] = stepsOf(key)
  return inside ? (value[own] as Value | undefined)?.[inside] : value[own]
}
/** The thing with a field changed, also one inside. */
export function withValue(value: Value, key: string, given: unknown): Value {
  const [own, inside] = stepsOf(key)
  return { ...value, [own]: inside ? { ...(value[own] as Value | undefined), [inside]: given } : given }
}

/** As the server takes it: numbers are numbers, and what is left empty is not sent. */
export function settled(form: Pick<ListSpec, 'fields' | 'lists'>, value: Value): Value {
  const kinds = new Map(form.fields.map(({ key, kind }) => [key, kind]))
  const lists = new Map((form.lists ?? []).map((list) => [list.key, list]))
  const insides = [...new Set([...kinds.keys()].flatMap((key) => (stepsOf(key)[1] ? [stepsOf(key)[0]] : [])))]
  function one(key: string, given: unknown): unknown {
    const list = lists.get(key)
    if (list) return ((given as Value[] | undefined) ?? []).map((item) => settled(list, item))
    return kinds.get(key) === 'count' ? Number(given) : given
  }
  function within(name: string): Value {
    const fields = form.fields.flatMap((field) => {
      const [own, key] = stepsOf(field.key)
      return own === name && key ? [{ ...field, key }] : []
    })
    return settled({ fields }, (value[name] as Value | undefined) ?? {})
  }
  const plain = Object.entries(value).filter(
    ([key, given]) => !(kinds.has(key) && unset(given)) && !insides.includes(key),
  )
  const inner = insides.map((name) => [name, within(name)] as const).filter(([, held]) => Object.keys(held).length)
  return Object.fromEntries([...plain.map(([key, given]) => [key, one(key, given)]), ...inner])
}

/** What differs, as a merge patch: what is gone is null, which means the standard. */
export function changes(before: Value, after: Value): Value {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const differs = (key: string) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null)
  return Object.fromEntries(keys.filter(differs).map((key) => [key, after[key] ?? null]))
}
