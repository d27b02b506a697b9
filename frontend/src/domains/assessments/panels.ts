import { defineAsyncComponent } from 'vue'
import type { DomainPanels } from '@/shared/lib/panels'

const permission = 'assessment.read'
const panels: DomainPanels = [
  {
    place: 'overviewMain',
    order: 10,
    permission,
    component: defineAsyncComponent(() => import('./components/ProgressPanel.vue')),
  },
  {
    place: 'overview',
    order: 5,
    permission,
    component: defineAsyncComponent(() => import('./components/GapPanel.vue')),
  },
  {
    place: 'school',
    order: 5,
    permission,
    component: defineAsyncComponent(() => import('./components/SchoolPanel.vue')),
  },
  {
    place: 'schoolBeside',
    order: 10,
    permission,
    component: defineAsyncComponent(() => import('./components/HonoursPanel.vue')),
  },
]

export default panels
