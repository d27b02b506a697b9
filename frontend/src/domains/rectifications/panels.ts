import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const panels: DomainPanels = [
  {
    place: 'overview',
    order: 30,
    permission: 'rectification.read',
    component: defineAsyncComponent(() => import('./components/SummaryPanel.vue')),
  },
  {
    place: 'school',
    order: 30,
    permission: 'rectification.read',
    component: defineAsyncComponent(() => import('./components/SchoolPanel.vue')),
  },
]

export default panels
