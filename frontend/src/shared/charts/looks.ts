import type { ChartOption } from './engine'

/** A colour of the theme in force: `colour('s4')` reads `--ql-s4`. */
export type Colour = (token: string) => string

export const themeColour: Colour = (token) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--ql-${token}`).trim()

/** Axes, grid and tooltip as every chart has them. The tooltip is drawn: the policy of the page refuses styled HTML. */
export function withLooks(option: ChartOption, colour: Colour, font: string): ChartOption {
  const words = { color: colour('chart-axis'), fontFamily: font, fontSize: 12 }
  const axis = (own: object) => ({
    ...own,
    axisLine: { lineStyle: { color: colour('line-strong') } },
    axisTick: { show: false },
    axisLabel: { ...words, ...(own as { axisLabel?: object }).axisLabel },
    nameTextStyle: words,
    splitLine: { lineStyle: { color: colour('chart-grid') }, ...(own as { splitLine?: object }).splitLine },
  })
  return {
    animation: false,
    textStyle: words,
    grid: { left: 8, right: 16, top: 24, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    tooltip: {
      renderMode: 'richText',
      trigger: 'item',
      confine: true,
      backgroundColor: colour('surface'),
      borderColor: colour('line-strong'),
      textStyle: { ...words, color: colour('ink-1') },
    },
    ...option,
    xAxis: axis(option.xAxis as object),
    yAxis: axis(option.yAxis as object),
  } as ChartOption
}
