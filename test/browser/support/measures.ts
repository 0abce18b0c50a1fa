import type { Page } from 'playwright-core'

/**
 * Run before a page's own scripts: keeps what the browser tells of shifts and of the time from an input to what it shows,
 * and when the figures of a model are first to be seen.
 */
export const observe = `
  globalThis.measured = { shifts: [], inputs: [] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (!entry.hadRecentInput)
        measured.shifts.push({ value: entry.value, of: entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.nodeName) })
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries())
      if (interactionId > 0) measured.inputs.push({ name, duration })
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 })
  const look = () => {
    const loss = [...document.querySelectorAll('dt')].find(({ textContent }) => textContent === 'Loss')
    if (/\\d/.test(loss?.nextElementSibling?.textContent ?? '')) measured.picture = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

/** A shift of what was already there, by how much of the window, and of what. */
export interface Shift {
  readonly value: number
  readonly of: readonly string[]
}

/** An input, and the milliseconds until its effect was on the screen. */
export interface Input {
  readonly name: string
  readonly duration: number
}

/** What {@link observe} has kept until now. */
export const measured = (
  page: Page,
): Promise<{ readonly shifts: readonly Shift[]; readonly inputs: readonly Input[] }> => page.evaluate('measured')

/** Milliseconds from the start of the navigation to the first paint that shows something. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)

/** The times between animation frames for so many milliseconds. */
export const frameTimes = (page: Page, milliseconds: number): Promise<readonly number[]> =>
  page.evaluate(`new Promise((resolve) => {
    const times = []
    const start = performance.now()
    let last = start
    const next = (now) => {
      times.push(now - last)
      last = now
      if (now - start < ${milliseconds}) requestAnimationFrame(next)
      else resolve(times.slice(1))
    }
    requestAnimationFrame(next)
  })`)

/** The value below which so large a share of values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN

/** Milliseconds from the start of the navigation to the first frame with a model's boundary and figures. */
export const firstPicture = async (page: Page): Promise<number> => {
  await page.waitForFunction('measured.picture !== undefined', undefined, { timeout: 20_000 })
  return page.evaluate('measured.picture')
}
