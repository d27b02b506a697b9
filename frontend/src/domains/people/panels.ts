import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const panels: DomainPanels = [
  {
    place: 'school',
    order: 10,
    permission: 'person.read',
    component: defineAsyncComponent(() => import('./components/TeamPanel.vue')),
  },
  {
    place: 'overview',
    order: 10,
    permission: 'person.read',
    component: defineAsyncComponent(() => import('./components/TermsPanel.vue')),
  },
]

export default panels
