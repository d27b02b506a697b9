import { useI18n } from 'vue-i18n'
import type { Rule } from './inputs'
import { shownPoints } from './points'

type Titled = { title: string; title_en?: string }
export interface RuleLine {
  title: string
  value: string
}
export interface RuleWords {
  /** One sentence: how points come about. */
  sentence: string
  /** The parts that it counts, with what each is worth. */
  lines: RuleLine[]
}

/** What differs between the languages of the product in a document: the second title, where there is one. */
export function useTitles() {
  const { locale } = useI18n()
  return (of: Titled) => (locale.value === 'en' && of.title_en ? of.title_en : of.title)
}

/** A rule in plain words. */
export function useRuleWords() {
  const { t } = useI18n()
  const titled = useTitles()
  const points = (value: string | undefined) => t('scoring.points', { n: shownPoints(value) })
  const say = (kind: string, values: Record<string, unknown> = {}) => t(`scoring.rule.says.${kind}`, values)
  const worth = (items: readonly Titled[], value: (item: never) => string): RuleLine[] =>
    items.map((item) => ({ title: titled(item), value: value(item as never) }))
  const deduction = (entry: { per: string; max_times?: number | null; max_total?: string | null }) =>
    [
      t('scoring.rule.each', { n: shownPoints(entry.per) }),
      entry.max_times ? t('scoring.rule.atMostTimes', { n: entry.max_times }) : '',
      entry.max_total ? t('scoring.rule.atMostPoints', { n: shownPoints(entry.max_total) }) : '',
    ]
      .filter(Boolean)
      .join(t('shared.comma'))

  function words(rule: Rule): RuleWords {
    switch (rule.kind) {
      case 'manual':
        return { sentence: say('manual', { step: shownPoints(rule.step ?? '0.01') }), lines: [] }
      case 'range_parts':
        return { sentence: say('range_parts'), lines: worth(rule.parts, (part: { max: string }) => points(part.max)) }
      case 'level':
        return {
          sentence: say('level'),
          lines: worth(rule.levels, (level: { points: string }) => points(level.points)),
        }
      case 'abc_conditions':
        return {
          sentence: say('abc_conditions', {
            a: shownPoints(rule.points_a),
            b: shownPoints(rule.points_b),
            c: shownPoints(rule.points_c),
          }),
          lines: [...worth(rule.a, () => t('scoring.rule.forA')), ...worth(rule.c, () => t('scoring.rule.forC'))],
        }
      case 'checklist':
        return {
          sentence: say(rule.all_or_nothing ? 'checklist_all' : 'checklist', { n: rule.items.length }),
          lines: worth(rule.items, () => ''),
        }
      case 'count_deduct':
        return {
          sentence: say('count_deduct', { floor: shownPoints(rule.floor) }),
          lines: worth(rule.entries, deduction),
        }
      case 'frequency':
        return {
          sentence: say('frequency', {
            required: rule.required,
            period: t(`scoring.rule.period.${rule.period ?? 'year'}`),
            periods: rule.periods ?? 1,
            per: shownPoints(rule.per_missing),
          }),
          lines: [],
        }
      case 'count_gain':
        return {
          sentence: say('count_gain', {
            more: shownPoints(rule.each_more),
            cap: rule.cap ? points(rule.cap) : t('scoring.rule.noCap'),
          }),
          lines: rule.steps.map((step) => ({
            title: t('scoring.rule.reached', { n: step.at }),
            value: points(step.points),
          })),
        }
      case 'ratio':
        return {
          sentence: say('ratio', { numerator: rule.numerator, denominator: rule.denominator }),
          lines: [],
        }
      case 'bands':
        return {
          sentence: say('bands'),
          lines: rule.thresholds.map((threshold) => ({
            title: `≥ ${shownPoints(threshold.min)}${rule.unit ?? '%'}`,
            value: points(threshold.points),
          })),
        }
      case 'proportional':
        return {
          sentence: say('proportional'),
          lines: worth(rule.states, (state: { factor: string }) => `× ${shownPoints(state.factor)}`),
        }
      case 'presence':
        return { sentence: say('presence', { n: rule.expected }), lines: [] }
      case 'fixed_if':
      case 'zero_if':
        return { sentence: say(rule.kind, { condition: rule.condition }), lines: [] }
      case 'derived': {
        const inner = words(rule.rule as Rule)
        const source = t('scoring.rule.derived', { source: rule.source })
        return { sentence: `${source}${inner.sentence}`, lines: inner.lines }
      }
    }
  }
  return words
}
