import type { OwnVerb, Verb, Why } from '../acts'

/** What stands in the menu of a school, in this order; merge and split have pages of their own. */
export const MENU = ['rename', 'recode', 'move', 'merge', 'split', 'close', 'reopen'] as const
export type MenuVerb = (typeof MENU)[number]

export const menuOf = (legal: readonly Verb[]): MenuVerb[] => MENU.filter((verb) => legal.includes(verb))

export const isOwn = (verb: MenuVerb): verb is OwnVerb => verb !== 'merge' && verb !== 'split'

export interface WhyValues {
  effective_on: string
  reason: string
  basis: string
}
export const emptyWhy = (today: string): WhyValues => ({ effective_on: today, reason: '', basis: '' })

/** Why and since when, as the API takes it. */
export function whyOf(values: WhyValues, expect?: string): Why {
  const { effective_on, reason, basis } = values
  return { effective_on, reason: reason.trim(), basis: basis.trim() || null, ...(expect ? { expect } : {}) }
}

/** One part of a school that is split. */
export interface Part {
  parent_id: string
  name: string
  code: string
}

export const partOf = (part: Part, school: { type: string; ownership: string }) => ({
  parent_id: part.parent_id,
  name: part.name.trim(),
  type: school.type,
  ownership: school.ownership,
  ...(part.code.trim() ? { code: part.code.trim() } : {}),
})
