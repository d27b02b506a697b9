import { useI18n } from 'vue-i18n'
import type { MeetingRow } from './api'

/** What meetings, their people and their numbers are called in the language in force. */
export function useWords() {
  const { t } = useI18n()
  const type = (code: string) => t(`decisions.values.type.${code}`)
  return {
    type,
    /** "第 3 次党组织会议"; without a number its kind. */
    meeting: (row: Pick<MeetingRow, 'type' | 'serial_no'>) =>
      row.serial_no === null
        ? type(row.type)
        : t('decisions.numbered', { number: row.serial_no, type: type(row.type) }),
    /** "二分之一以上" for `≥1/2`: 以上 includes the number, 超过 does not. */
    share(share: string) {
      const [, sign, num, den] = /^(≥|>)(\d+)\/(\d+)$/.exec(share) ?? []
      if (!sign) return t('decisions.shares.all')
      const known = `${sign === '≥' ? 'least' : 'over'}_${num}_${den}`
      return ['least_1_2', 'least_2_3', 'least_4_5', 'over_1_2', 'over_2_3'].includes(known)
        ? t(`decisions.shares.${known}`)
        : t(`decisions.shares.${sign === '≥' ? 'least' : 'over'}`, { num, den })
    },
  }
}
