import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const permission = 'check.read'
const panels: DomainPanels = [
  {
    place: 'overviewMain',
    order: 20,
    permission,
    component: defineAsyncComponent(() => import('./components/ChecksPanel.vue')),
  },
  {
    place: 'overview',
    order: 15,
    permission,
    component: defineAsyncComponent(() => import('./components/RedPanel.vue')),
  },
  {
    place: 'schoolBeside',
    order: 5,
    permission,
    component: defineAsyncComponent(() => import('./components/SchoolPanel.vue')),
  },
]

export default panels
