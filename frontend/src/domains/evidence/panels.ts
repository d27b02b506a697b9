import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const panels: DomainPanels = [
  {
    place: 'school',
    order: 20,
    permission: 'evidence.read',
    component: defineAsyncComponent(() => import('./components/SchoolPanel.vue')),
  },
]

export default panels
