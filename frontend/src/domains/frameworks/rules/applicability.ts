import { useI18n } from 'vue-i18n'
import type { Indicator } from '../api'

type Applies = NonNullable<Indicator['applies']>
type Predicate = NonNullable<Applies['include']>[number]

/** Facts whose values are words of the product; districts are codes or names as they are. */
const WORDED = ['type', 'stage', 'ownership', 'boarding', 'canteen', 'area', 'party_organization']

/** To which schools an indicator applies, in words; empty where it is every school. */
export function useApplicability() {
  const { t, te } = useI18n()
  function word(fact: string, value: string): string {
    const key = `organizations.values.${fact}.${value === 'yes' ? 'true' : value === 'no' ? 'false' : value}`
    return WORDED.includes(fact) && te(key) ? t(key) : value
  }
  const one = ({ all_of }: Predicate) =>
    all_of
      .map(({ fact, any_of }) => any_of.map((value) => word(fact, value)).join(t('frameworks.applies.or')))
      .join(' + ')
  const list = (predicates: readonly Predicate[] | undefined) => (predicates ?? []).map(one).join(t('shared.comma'))

  return ({ applies }: Pick<Indicator, 'applies'>): string => {
    const [include, exclude] = [list(applies?.include), list(applies?.exclude)]
    if (include && exclude) return t('frameworks.applies.both', { include, exclude })
    if (include) return t('frameworks.applies.include', { include })
    return exclude ? t('frameworks.applies.exclude', { exclude }) : t('frameworks.applies.all')
  }
}
