import type { Verb } from './api'

/** What a verb asks for beside the finding: a text, or who looks after it and until when. Without a row: nothing. */
export const TEXTS: readonly Verb[] = ['respond', 'submit', 'return', 'close', 'propose', 'dismiss', 'keep', 'reopen']
/** Asked before it is done: it makes something elsewhere. */
export const GRAVE: readonly Verb[] = ['rectify']

/** The verb that brings a finding on, in the order of preference: it is the one filled button. */
const MAIN: readonly Verb[] = ['dismiss', 'acknowledge', 'submit', 'respond', 'close', 'assign', 'rectify']
export const mainVerb = (verbs: readonly Verb[]) => MAIN.find((verb) => verbs.includes(verb))

/** The others; the ones that are done most stand first. */
const ORDER: readonly Verb[] = [...MAIN, 'return', 'keep', 'propose', 'reopen']
export const otherVerbs = (verbs: readonly Verb[]) => {
  const main = mainVerb(verbs)
  return verbs.filter((verb) => verb !== main).sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other))
}
