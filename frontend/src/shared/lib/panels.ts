import type { Component, InjectionKey } from 'vue'
import type { Permission } from './session'

/** Where a domain may show something of its own on a page of another: each place says what it hands over. */
export interface Places {
  /** The page of a school: its id. */
  school: { unit: string }
  /** The narrow column beside it. */
  schoolBeside: { unit: string }
  /** The narrow column of the overview: the unit it is narrowed to. */
  overview: { unit?: string }
  /** The broad column of the overview. */
  overviewMain: { unit?: string }
}

export interface Panel {
  place: keyof Places
  order: number
  /** Without it everyone who sees the page sees the panel. */
  permission?: Permission
  component: Component
}

/** What `domains/<name>/panels.ts` exports by default; the app finds the files by their name. */
export type DomainPanels = Panel[]

export const PANELS: InjectionKey<readonly Panel[]> = Symbol('panels')
