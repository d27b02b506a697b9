import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const panels: DomainPanels = [
  {
    place: 'school',
    order: 25,
    permission: 'decision.read',
    component: defineAsyncComponent(() => import('./components/record/SchoolPanel.vue')),
  },
]

export default panels
