import { useI18n } from 'vue-i18n'
import { meta } from './meta'

const MINUS = '−'

/** The legal day and the wall clock of an instant, both in the time zone of the bureau. */
function wallClock(instant: Date, zone: string): { day: string; time: string } {
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(instant)
    .split(' ')
  return { day, time }
}

function utcDay(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}

/** "11月20日" in the year of `today`, else "2027年02月06日"; English "20 Nov" and "6 Feb 2027". */
export function formatDay(day: string, today: string, locale: string): string {
  const [year, month, date] = day.split('-')
  const thisYear = year === today.slice(0, 4)
  if (locale === 'zh-CN') return thisYear ? `${Number(month)}月${date}日` : `${year}年${month}月${date}日`
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(utcDay(day))
}

/** "今天 15:30", "昨天 15:30", else the day with the time. */
export function formatMoment(instant: string, now: Date, locale: string, zone: string): string {
  const { day, time } = wallClock(new Date(instant), zone)
  const today = wallClock(now, zone).day
  const age = (utcDay(today).getTime() - utcDay(day).getTime()) / 86_400_000
  const word = locale === 'zh-CN' ? ['今天', '昨天'][age] : ['Today', 'Yesterday'][age]
  return `${word ?? formatDay(day, today, locale)} ${time}`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} KB`
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/** Fen as people say it: "9,800 元", from ten thousand yuan "186.00 万元"; English "¥9,800.00". */
export function formatMoney(fen: number, locale: string): string {
  const yuan = fen / 100
  const written = (value: number, least: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: 2 }).replace('-', MINUS)
  if (locale !== 'zh-CN') return `¥${written(yuan, 2)}`
  if (Math.abs(yuan) >= 10_000) return `${written(yuan / 10_000, 2)} 万元`
  return `${written(yuan, Number.isInteger(yuan) ? 0 : 2)} 元`
}

/** A sum as the API writes it, in yuan: "9800.00" → 980000 fen. By its digits, for a float is no sum. */
export function fenOf(yuan: string): number {
  const [whole = '0', part = ''] = yuan.replace('-', '').split('.')
  const fen = Number(whole) * 100 + Number(part.padEnd(2, '0').slice(0, 2))
  return yuan.startsWith('-') ? -fen : fen
}

/** Formatters bound to the language and the time zone in force. Unknown is never a number: test for null first. */
export function useFormat() {
  const { locale } = useI18n()
  const zone = () => meta.value?.time_zone ?? 'Asia/Shanghai'
  const today = () => wallClock(new Date(), zone()).day
  return {
    /** The legal day now, "2026-11-20". */
    today,
    day: (day: string) => formatDay(day, today(), locale.value),
    moment: (instant: string) => formatMoment(instant, new Date(), locale.value, zone()),
    /** The form of grids and records: "2026-11-20 15:30". */
    stamp: (instant: string) => Object.values(wallClock(new Date(instant), zone())).join(' '),
    number: (value: number) => value.toLocaleString('en-US').replace('-', MINUS),
    money: (fen: number) => formatMoney(fen, locale.value),
    /** A sum as the API writes it. */
    yuan: (sum: string) => formatMoney(fenOf(sum), locale.value),
    /** Bytes as people say them: "820 KB", "1.2 MB", "2.0 GB". */
    bytes: formatBytes,
    /** Basis points as a share: 7125 → "71%". */
    share: (basisPoints: number) => `${Math.round(basisPoints / 100)}%`,
  }
}
