import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const panels: DomainPanels = [
  {
    place: 'overview',
    order: 20,
    permission: 'complaint.figures',
    component: defineAsyncComponent(() => import('./components/OverviewPanel.vue')),
  },
]

export default panels
