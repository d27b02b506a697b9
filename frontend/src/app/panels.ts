import type { DomainPanels } from '@/shared/lib/panels'

/** Every panel that a domain shows on a page of another. */
export const panels = Object.values(
  import.meta.glob<DomainPanels>('../domains/*/panels.ts', { eager: true, import: 'default' }),
).flat()
