import { named } from '../named'

/** What the log-in, the frame and the overview with its panels say; the check of the build and a journey hold to it. */
export default named(
  import.meta.glob<Record<string, unknown>>(
    [
      './accounts.json',
      './app.json',
      './assessmentStanding.json',
      './checking.json',
      './checks.json',
      './complaints.json',
      './dashboard.json',
      './jobs.json',
      './ledger.json',
      './menu.json',
      './organizations.json',
      './people.json',
      './rectifications.json',
      './scoring.json',
      './shared.json',
    ],
    { eager: true, import: 'default' },
  ),
)
