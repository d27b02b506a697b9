import { useQueryClient } from '@tanstack/vue-query'
import { computed, nextTick, onScopeDispose, reactive, ref } from 'vue'
import { Problem } from '@/client/problem'
import { useDraft } from '@/shared/lib/draft'
import type { Rule } from '@/shared/scoring/inputs'
import { deskKey, saveScore, type DeskRound, type Explained, type RoundName, type Score } from './desk'
import { bodyOf, conflictOf, entryOf, sendable, type Entry } from './deskRules'

/** What is typed and not stored yet, with the revision that it was typed over. */
interface Pending {
  entry: Entry
  revision: number
}
const QUIET = 700
const RETRY = 5_000

/**
 * Saves entries while they are typed. What is not stored yet is kept in this tab, whatever happens to the line or the
 * page; it goes out as soon as the server answers again. Two who edit one item choose which version stands.
 */
export function useSaving(options: {
  place: { id: string; round: RoundName }
  /** Whoever else logs in in this tab does not find it. */
  account: string
  round: () => DeskRound
  rule: (code: string) => Rule | undefined
}) {
  const { place } = options
  const queries = useQueryClient()
  const pending = reactive<Record<string, Pending>>({})
  const conflicts = reactive<Record<string, { stored: Score | null }>>({})
  const problems = reactive<Record<string, Problem>>({})
  /** How an entry that was just saved comes to its points. */
  const lines = reactive<Record<string, Explained['lines']>>({})
  const sending = new Map<string, Promise<void>>()
  const offline = ref(false)
  const savedAt = ref<string | null>(null)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const stored = (code: string) => options.round().scores.find((score) => score.code === code)
  const entry = (code: string): Entry => pending[code]?.entry ?? entryOf(options.rule(code), stored(code))
  const ready = (code: string) => !!pending[code] && !conflicts[code] && !problems[code] && sendable(entry(code))

  function later(code: string, wait = QUIET) {
    clearTimeout(timers.get(code))
    timers.set(
      code,
      setTimeout(() => send(code), wait),
    )
  }
  function edit(code: string, now: Entry) {
    pending[code] = { entry: now, revision: pending[code]?.revision ?? stored(code)?.revision ?? 0 }
    Reflect.deleteProperty(problems, code)
    if (!conflicts[code]) later(code)
  }

  /** One at a time of each item: what is typed while it is on its way goes out after it. */
  function send(code: string): Promise<void> {
    const running = sending.get(code)
    if (running) return running
    const sent = put(code).finally(() => {
      sending.delete(code)
      if (ready(code)) later(code, offline.value ? RETRY : QUIET)
    })
    sending.set(code, sent)
    return sent
  }
  async function put(code: string): Promise<void> {
    const wanted = pending[code]
    if (!wanted || !ready(code)) return
    const { entry: sent, revision } = wanted
    try {
      const saved = await saveScore(place, code, revision, bodyOf(options.rule(code), sent))
      offline.value = false
      savedAt.value = new Date().toISOString()
      take(saved)
      // What was typed meanwhile goes on from what is stored now.
      if (pending[code]?.entry === sent) Reflect.deleteProperty(pending, code)
      else if (pending[code]) pending[code].revision = saved.revision
    } catch (error) {
      refuse(code, error)
    }
  }
  function refuse(code: string, error: unknown) {
    if (!(error instanceof Problem)) throw error
    offline.value = error.code === 'network'
    const conflict = conflictOf(error)
    if (conflict) conflicts[code] = conflict
    else if (!offline.value) problems[code] = error
  }
  /** The answer is what the desk shows next; distances and what is missing are asked again. */
  function take({ round, values, lines: said, ...score }: Awaited<ReturnType<typeof saveScore>>) {
    lines[score.code] = said
    // With the first entry a round begins, and more can be done with it.
    const begun = options.round().state !== round.state
    queries.setQueryData<DeskRound>(deskKey(place.id, 'round', place.round), (now) => {
      if (!now) return now
      const others = now.scores.filter(({ code }) => code !== score.code)
      const entered = score.points !== null || score.not_applicable
      const open = now.open_items.filter((code) => code !== score.code)
      return {
        ...now,
        ...round,
        values,
        scores: [...others, score],
        open_items: entered ? open : [...open, score.code],
      }
    })
    const parts = ['items', 'readiness', 'explanation', 'enrolment', ...(begun ? ['round'] : [])]
    for (const part of parts) queries.invalidateQueries({ queryKey: deskKey(place.id, part) })
  }

  /** Which of two versions stands: one's own, typed over what the other stored, or the other's. */
  function settle(code: string, own: boolean) {
    const other = conflicts[code]?.stored
    Reflect.deleteProperty(conflicts, code)
    Reflect.deleteProperty(problems, code)
    if (own && pending[code]) {
      pending[code].revision = other?.revision ?? 0
      later(code, 0)
    } else Reflect.deleteProperty(pending, code)
    queries.invalidateQueries({ queryKey: deskKey(place.id) })
  }
  /** Sends everything that waits; true when nothing is left. */
  async function flush(): Promise<boolean> {
    await Promise.all([...sending.values()])
    await Promise.all(Object.keys(pending).map(send))
    // The draft of this tab forgets what was stored before anybody leaves.
    await nextTick()
    return !Object.keys(pending).length
  }

  useDraft<Record<string, Pending>>(
    `assessment:${options.account}:${place.id}:${place.round}`,
    () => pending,
    (kept) => Object.assign(pending, kept),
  )
  Object.keys(pending).forEach((code) => later(code, 0))
  const online = () => Object.keys(pending).forEach((code) => later(code, 0))
  const hold = (event: BeforeUnloadEvent) => Object.keys(pending).length && event.preventDefault()
  addEventListener('online', online)
  addEventListener('beforeunload', hold)
  onScopeDispose(() => {
    removeEventListener('online', online)
    removeEventListener('beforeunload', hold)
    timers.forEach((timer) => clearTimeout(timer))
  })

  const state = computed(() => {
    if (Object.keys(conflicts).length || Object.keys(problems).length) return 'refused' as const
    if (offline.value) return 'offline' as const
    if (Object.keys(pending).length) return 'waiting' as const
    return savedAt.value ? ('saved' as const) : ('quiet' as const)
  })
  return reactive({ entry, edit, settle, flush, pending, conflicts, problems, lines, state, savedAt })
}
export type Saving = ReturnType<typeof useSaving>
