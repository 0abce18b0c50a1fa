/** What one exchange may take. */
export interface Bounds {
  /** Milliseconds without a byte. */
  readonly timeout: number
  readonly maxRedirects: number
  /** Ends everything. */
  readonly signal: AbortSignal
  /** Which addresses a redirect from others must not lead to. */
  readonly isPrivate: (address: string) => boolean
}
