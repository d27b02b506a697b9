import { inject, nextTick, provide, reactive, ref, type InjectionKey } from 'vue'
import { Problem, type Fault } from '@/client/problem'

interface Faults {
  /** What is wrong at this pointer or below it. */
  at(pointer: string): Fault[]
}
const FAULTS: InjectionKey<Faults> = Symbol('faults')

/** For fields that save themselves: the faults of what was sent last, by their pointers. */
export const provideFaults = (faults: () => readonly Fault[]) =>
  provide(FAULTS, { at: (pointer) => faults().filter((fault) => below(pointer, fault)) })
export const useFaults = () => inject(FAULTS, { at: () => [] })

const below = (pointer: string, fault: Fault) =>
  fault.pointer === pointer || (fault.pointer ?? '').startsWith(`${pointer}/`)

/**
 * A form that keeps what was typed whatever happens, and puts each fault the server names beside its field:
 * all at once, the first one focused. `check` may find faults before anything is sent.
 */
export function useForm<Values extends object, Result>(options: {
  values: () => Values
  submit: (values: Values) => Promise<Result>
  check?: (values: Values) => Fault[]
  done?: (result: Result) => void
}) {
  const values = reactive(options.values()) as Values
  const faults = ref<Fault[]>([])
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  let element: HTMLElement | null = null
  const claimed = new Set<string>()

  provide(FAULTS, {
    at(pointer) {
      claimed.add(pointer)
      return faults.value.filter((fault) => below(pointer, fault))
    },
  })

  async function refuse(found: Fault[], cause: Problem | null) {
    faults.value = found
    problem.value = cause
    await nextTick()
    const field = element?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, select, button)')
    field?.focus()
  }

  async function submit() {
    if (busy.value) return
    const found = options.check?.(values) ?? []
    if (found.length) return refuse(found, null)
    busy.value = true
    try {
      const result = await options.submit(values)
      await refuse([], null)
      options.done?.(result)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await refuse(error.faults, error)
    } finally {
      busy.value = false
    }
  }

  function reset() {
    Object.assign(values, options.values())
    faults.value = []
    problem.value = null
  }

  /** Faults that no field of the form shows; they stand above it. */
  const stray = () => faults.value.filter((fault) => ![...claimed].some((pointer) => below(pointer, fault)))

  /** Goes to the `ref` of the form element, so that a fault can be given the focus. */
  const attach = (mounted: unknown) => (element = mounted as HTMLElement | null)

  return reactive({ values, problem, busy, attach, submit, reset, stray })
}

export type Form = Pick<ReturnType<typeof useForm>, 'problem' | 'busy' | 'attach' | 'submit' | 'reset' | 'stray'>
