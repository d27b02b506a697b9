import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/lib/format'
import { linesOf, type Kind, type Line, type Piece } from './evidence'
import { useCheckRules, type CheckResult } from './rules'

/** A result as it is said in one sentence: people whom its evidence names by their names. */
type Said = Pick<CheckResult, 'rule_id' | 'evidence' | 'people'>

/** Evidence in words: each line with its name, and all of it in one sentence for a cell of a table. */
export function useEvidence() {
  const { t, te } = useI18n()
  const format = useFormat()
  const rules = useCheckRules()

  const word = (value: unknown) => {
    const [kind, ...rest] = String(value).split(':')
    const known = `checking.words.${String(rest.length ? kind : value).replaceAll('.', '_')}`
    if (!te(known)) return String(value)
    return rest.length ? `${t(known)} ${rest.join(':')}` : t(known)
  }
  const priced = (value: unknown) => {
    const { name, unit_price, usual } = value as { name: string; unit_price: number; usual: number }
    return t('checking.priced', { name, price: format.money(unit_price), usual: format.money(usual) })
  }
  const SAY: Record<Exclude<Kind, 'record'>, (value: never) => string> = {
    money: (value: number) => format.money(value),
    percent: (value: number) => `${value}%`,
    share: (value: number) => format.share(value),
    number: (value: number) => (value > 1900 && value < 2200 ? String(value) : format.number(value)),
    day: (value: string) => format.day(value),
    moment: (value: string) => format.stamp(value),
    flag: (value: boolean) => t(value ? 'shared.yes' : 'shared.no'),
    word,
    priced,
  }
  /** A piece in words; a record by `name`, or as nothing where it is only counted. */
  const say = (piece: Piece) => (piece.kind === 'record' ? '' : SAY[piece.kind](piece.value as never))
  const label = (key: string) => (te(`checking.evidence.${key}`) ? t(`checking.evidence.${key}`) : key)
  const lines = (rule: string, evidence: Record<string, unknown>) => {
    const limits = Object.keys(rules.find(rule)?.limits ?? {})
    return linesOf(
      rule,
      evidence,
      limits.some((name) => name.endsWith('percent')),
    )
  }
  const values = ({ pieces }: Line, people: Said['people']) => {
    const known = ({ value }: Piece) => people.find(({ id }) => id === value)?.name
    const said = pieces.flatMap((piece) => (piece.kind === 'record' ? (known(piece) ?? []) : say(piece)))
    const records = pieces.length - said.length
    return [...said, ...(records ? [t('checking.records', { n: records }, records)] : [])].join(t('shared.comma'))
  }
  const brief = ({ rule_id, evidence, people }: Said) =>
    lines(rule_id, evidence)
      .map((line) => (line.key === 'formula' ? values(line, people) : `${label(line.key)} ${values(line, people)}`))
      .join(t('checking.then'))
  /** What a record is called: meetings by body and number, members of a team by their post. */
  function recordName({ type, label: written }: { type: string; label: string }): string {
    if (type === 'meeting') {
      const [body, serial] = written.split('#')
      return t('checking.meetingName', { body: word(body), serial: serial ?? '–' })
    }
    return type === 'team_member' ? word(written) : written || t(`checking.subject.${type}`)
  }
  return { lines, say, label, brief, recordName }
}
