import { useQueryClient } from '@tanstack/vue-query'
import { computed, inject, nextTick, onScopeDispose, provide, reactive, ref, watch, type InjectionKey } from 'vue'
import { Problem } from '@/client/problem'
import { useDraft } from '@/shared/lib/draft'
import { changeMeeting, changeTopic, getMeeting, meetingKey, type Meeting } from './api'
import { cleaned, partsOf, patchOf, type PartName, type Parts, type TopicPart } from './parts'

/** What is typed and not stored yet, with what the server held when typing began. */
interface Kept {
  own: unknown
  base: string
  known: string
}
const QUIET = 800
const RETRY = 5_000
const text = (value: unknown) => JSON.stringify(value)

/**
 * The parts of a record while they are typed. Each is saved by itself when typing rests; what is not stored is kept in
 * this tab whatever happens to the line or the page. Two who change different parts do not notice each other; two who
 * change the same part are asked which version stands.
 */
export function useSheet(options: { meeting: () => Meeting; account: string; id: string }) {
  const queries = useQueryClient()
  const own = reactive<Record<string, unknown>>({})
  /** Of each part: what one's own version was, and what the server's was, when both were the same. */
  const base: Record<string, string> = {}
  const known: Record<string, string> = {}
  const dirty = reactive(new Set<string>())
  const conflicts = reactive<Record<string, unknown>>({})
  /** What the server refused, until something else is typed. */
  const problems = reactive<Record<string, { problem: Problem; sent: string }>>({})
  const offline = ref(false)
  const savedAt = ref<string | null>(null)
  let latest = options.meeting()
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Takes up what the server holds now; a part that one is typing in is left alone, or put to the choice. */
  function sync(meeting: Meeting) {
    const parts = partsOf(meeting) as unknown as Record<string, unknown>
    for (const [name, part] of Object.entries(parts)) {
      const now = text(part)
      if (now === known[name]) continue
      if (dirty.has(name)) conflicts[name] = part
      else settleOn(name, part, now)
    }
    for (const name of Object.keys(own)) if (!(name in parts)) drop(name)
  }
  function settleOn(name: string, part: unknown, now = text(part)) {
    own[name] = part
    base[name] = known[name] = now
    dirty.delete(name)
  }
  function drop(name: string) {
    for (const held of [own, base, known, conflicts, problems]) Reflect.deleteProperty(held, name)
    dirty.delete(name)
  }

  const next = () => [...dirty].find((name) => !conflicts[name] && !problems[name]) as PartName | undefined
  function later(wait = QUIET) {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), wait)
  }
  /** Sends what waits, one part after the other, as each change makes a new revision. */
  function send(): Promise<void> {
    running ??= work().finally(() => {
      running = undefined
      if (next()) later(offline.value ? RETRY : QUIET)
    })
    return running
  }
  async function work(): Promise<void> {
    for (let name = next(); name; name = next()) {
      const sent = text(own[name])
      try {
        stored(name, sent, await put(name, JSON.parse(sent)))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (!(await excused(name, sent, error))) return
      }
    }
  }
  function put(name: PartName, part: Parts[PartName]): Promise<Meeting> {
    return name.startsWith('topic:')
      ? changeTopic(latest, name.slice(6), cleaned(part as TopicPart))
      : changeMeeting(latest, patchOf(name, part))
  }
  function stored(name: string, sent: string, meeting: Meeting) {
    base[name] = sent
    known[name] = text((partsOf(meeting) as unknown as Record<string, unknown>)[name])
    if (text(own[name]) === sent) dirty.delete(name)
    offline.value = false
    savedAt.value = new Date().toISOString()
    take(meeting)
  }
  /** True when it may go on: somebody else changed the record meanwhile, or this part alone is refused. */
  async function excused(name: string, sent: string, problem: Problem): Promise<boolean> {
    offline.value = problem.code === 'network'
    if (offline.value) return false
    if (problem.status === 412) take(await getMeeting(options.id))
    else problems[name] = { problem, sent }
    return true
  }
  /** An answer of the server is what the page shows next; what is counted over it is asked again. */
  function take(meeting: Meeting) {
    latest = meeting
    queries.setQueryData(meetingKey(options.id, 'tree'), meeting)
    sync(meeting)
    queries.invalidateQueries({ queryKey: meetingKey(options.id, 'arithmetic') })
    // The rules are asked when nothing more is on its way.
    if (!dirty.size) queries.invalidateQueries({ queryKey: meetingKey(options.id, 'preview') })
    queries.invalidateQueries({ queryKey: ['meetings', 'list'] })
  }

  /** Which of two versions stands: one's own, or the other's. */
  function settle(name: string, mine: boolean) {
    const theirs = conflicts[name]
    Reflect.deleteProperty(conflicts, name)
    if (!mine) return settleOn(name, theirs)
    known[name] = text(theirs)
    later(0)
  }
  /** Sends everything that waits; true when nothing is left. */
  async function flush(): Promise<boolean> {
    await running
    await send()
    await nextTick()
    return dirty.size === 0
  }

  sync(latest)
  useDraft<Record<string, Kept>>(
    `meeting:${options.account}:${options.id}`,
    () =>
      Object.fromEntries(
        [...dirty].map((name) => [name, { own: own[name], base: base[name] ?? '', known: known[name] ?? '' }]),
      ),
    (kept) => Object.entries(kept).forEach(([name, part]) => name in own && restore(name, part)),
  )
  function restore(name: string, kept: Kept) {
    const now = own[name]
    own[name] = kept.own
    base[name] = kept.base
    dirty.add(name)
    if (known[name] !== kept.known) conflicts[name] = now
  }
  watch(
    own,
    () => {
      for (const name of Object.keys(own)) {
        const now = text(own[name])
        if (now === base[name]) dirty.delete(name)
        else dirty.add(name)
        if (problems[name]?.sent !== now) Reflect.deleteProperty(problems, name)
      }
      if (next()) later()
    },
    { deep: true },
  )
  watch(options.meeting, (meeting) => {
    if (meeting.revision <= latest.revision) return
    latest = meeting
    sync(meeting)
  })
  if (dirty.size) later(0)

  const online = () => later(0)
  const hold = (event: BeforeUnloadEvent) => dirty.size && event.preventDefault()
  addEventListener('online', online)
  addEventListener('beforeunload', hold)
  onScopeDispose(() => {
    removeEventListener('online', online)
    removeEventListener('beforeunload', hold)
    clearTimeout(timer)
    if (dirty.size) void send()
  })

  const state = computed(() => {
    if (Object.keys(conflicts).length || Object.keys(problems).length) return 'refused' as const
    if (offline.value) return 'offline' as const
    if (dirty.size) return 'waiting' as const
    return savedAt.value ? ('saved' as const) : ('quiet' as const)
  })
  const part = <Name extends PartName>(name: Name) => own[name] as Parts[Name]
  const revision = () => latest.revision
  return reactive({ part, own, conflicts, problems, settle, flush, take, revision, state, savedAt })
}
export type Sheet = ReturnType<typeof useSheet>

const SHEET: InjectionKey<Sheet> = Symbol('sheet')
export const provideSheet = (sheet: Sheet) => provide(SHEET, sheet)
export function useGivenSheet(): Sheet {
  const sheet = inject(SHEET)
  if (!sheet) throw new Error('A step of a meeting stands within its sheet')
  return sheet
}
