import { named } from '../named'

/** Every word of every page. */
export default named(import.meta.glob<Record<string, unknown>>('./*.json', { eager: true, import: 'default' }))
