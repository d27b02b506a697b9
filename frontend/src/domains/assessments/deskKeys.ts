import { nextTick, type Ref } from 'vue'
import { neighbour } from './deskRules'
import type { DeskState } from './deskState'

const TYPING = 'input, textarea, select, [role="combobox"], [role="dialog"]'
const ROW = '[data-item]'

/** ↑ and ↓ go from row to row, Enter into the score, E to how it came about. */
export function useKeys(desk: DeskState, root: Ref<HTMLElement | null>) {
  const within = <Found extends HTMLElement>(selector: string) =>
    (root.value?.querySelector<Found>(selector) ?? document.querySelector<Found>(`.desk-drawer ${selector}`)) || null
  const row = (code: string) => within(`[data-item="${CSS.escape(code)}"]`)

  /** Chooses an item, and opens it where it is not in sight. */
  function show(code: string) {
    desk.choose(code)
    desk.open = true
  }
  /** Into the score: beside the rounds where it is one number, else into the fields of its rule. */
  async function enter(code: string) {
    const cell = row(code)?.querySelector<HTMLInputElement>('input')
    if (cell) {
      desk.choose(code)
      return cell.select()
    }
    show(code)
    await nextTick()
    requestAnimationFrame(() => within<HTMLElement>('.desk-entry :is(input, textarea):not(:disabled)')?.focus())
  }
  async function step(by: 1 | -1, from: HTMLElement) {
    const codes = desk.shown.map(({ code }) => code)
    const code = neighbour(codes, from.dataset.item ?? '', by)
    const typing = document.activeElement instanceof HTMLInputElement
    desk.choose(code)
    await nextTick()
    const next = row(code)
    const cell = typing ? next?.querySelector<HTMLElement>('input') : null
    ;(cell ?? next?.querySelector<HTMLElement>('button'))?.focus()
  }
  function press(event: KeyboardEvent) {
    const target = event.target as HTMLElement
    const from = target.closest<HTMLElement>(ROW)
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      step(event.key === 'ArrowDown' ? 1 : -1, from)
    } else if (event.key.toLowerCase() === 'e' && !target.matches(TYPING)) {
      show(from.dataset.item ?? '')
      requestAnimationFrame(() => within<HTMLElement>('.desk-right')?.focus())
    }
  }
  return { show, enter, press }
}
