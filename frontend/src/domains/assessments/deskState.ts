import { computed, inject, onScopeDispose, provide, reactive, ref, type InjectionKey } from 'vue'
import { useSession } from '@/shared/lib/session'
import { useUrlFilters } from '@/shared/lib/useUrlFilters'
import type { Rule } from '@/shared/scoring/inputs'
import type { DeskEnrolment, DeskRound, Indicator, SideItem, Slot } from './desk'
import { filtered, FILTERS, treeRows, type Filter } from './deskRules'
import { useSaving } from './deskSaving'

export interface DeskData {
  enrolment: DeskEnrolment
  indicators: readonly Indicator[]
  round: DeskRound
  items: readonly SideItem[]
  slots: readonly Slot[]
}

/** Whether there is room for three columns. */
function useWide() {
  const media = matchMedia('(width >= 1280px)')
  const wide = ref(media.matches)
  const follow = () => (wide.value = media.matches)
  media.addEventListener('change', follow)
  onScopeDispose(() => media.removeEventListener('change', follow))
  return wide
}

/** What every part of the desk knows: the round at hand, the item that is chosen, what is typed. */
function makeDesk(data: DeskData) {
  const place = { id: data.enrolment.id, round: data.round.round }
  const { filters: url } = useUrlFilters(['item', 'only', 'stand'] as const)
  const rows = computed(() => treeRows(data.indicators))
  const indicator = (code: string) => rows.value.find((row) => row.indicator.code === code)?.indicator
  const rule = (code: string) => indicator(code)?.rule as Rule | undefined
  const saving = useSaving({ place, account: useSession().account?.id ?? '', round: () => data.round, rule })
  const only = computed({
    get: () => FILTERS.filter((one) => url.only.split(',').includes(one)),
    set: (wanted: Filter[]) => (url.only = wanted.join(',')),
  })
  const shown = computed(() => filtered(data.items, only.value, data))
  const item = computed(() => data.items.find(({ code }) => code === url.item) ?? shown.value[0] ?? data.items[0])
  const open = ref(false)

  function writable(code: string) {
    const mine = data.round.verbs.includes('save')
    const applies = data.items.find((one) => one.code === code)?.applies
    return mine && !!applies && (data.round.writable?.includes(code) ?? true)
  }
  return reactive({
    data,
    place,
    rows,
    indicator,
    rule,
    saving,
    only,
    shown,
    item,
    writable,
    wide: useWide(),
    /** Where there is no room for it, the chosen item stands in a drawer. */
    open,
    choose: (code: string) => (url.item = code),
    /** Which schools the list beside the desk shows: those whose round stands there. */
    stand: computed({ get: () => url.stand, set: (wanted: string) => (url.stand = wanted) }),
    /** The same round of another school, with the list as it is. */
    at: (id: string) => ({
      name: 'assessment-enrolment',
      params: { id },
      query: { round: place.round, ...(url.stand ? { stand: url.stand } : {}) },
    }),
    /** The rounds side by side: those that the reader sees, up to the one at hand or further where they are shown. */
    rounds: computed(() => data.enrolment.rounds),
  })
}
export type DeskState = ReturnType<typeof makeDesk>
const DESK: InjectionKey<DeskState> = Symbol('desk')

export function provideDesk(data: DeskData): DeskState {
  const desk = makeDesk(data)
  provide(DESK, desk)
  return desk
}
export function useDesk(): DeskState {
  const desk = inject(DESK)
  if (!desk) throw new Error('A part of the desk stands outside of it')
  return desk
}
