/** One thing wrong with a request: `pointer` into the body or the name of a query parameter. */
export interface Fault {
  pointer?: string
  parameter?: string
  code: string
  message: string
  /** What the message is made of, and what a page may need beside it. */
  params?: Record<string, unknown>
}

interface Details {
  detail?: string | null
  errors?: Fault[]
  /** Seconds until the same request may be sent again (429, 503). */
  retryAfter?: number | null
  /** The request id, which the operator finds in the log. */
  trace?: string | null
}

/** RFC 9457 answer of the API, or code "network" when no answer came. Text is in the language of the request. */
export class Problem extends Error {
  readonly faults: Fault[]
  readonly retryAfter: number | null
  readonly trace: string | null

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    details: Details = {},
  ) {
    super(details.detail ?? title)
    this.faults = details.errors ?? []
    this.retryAfter = details.retryAfter ?? null
    this.trace = details.trace ?? null
  }

  static async from(response: Response): Promise<Problem> {
    const body = await response.json().catch(() => ({}))
    const retryAfter = Number(response.headers.get('Retry-After')) || null
    return new Problem(response.status, body.code ?? 'unreadable', body.title ?? response.statusText, {
      detail: body.detail,
      errors: body.errors,
      trace: body.instance,
      retryAfter,
    })
  }
}
