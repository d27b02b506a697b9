/** The parts of ECharts in use, in a chunk of their own that only pages with charts load. */
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([AriaComponent, BarChart, GridComponent, SVGRenderer])

export { init }
