import type { Browser, Page } from 'playwright-core'
import { drawn } from './settled.js'

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
  const keep = (list) => {
    for (const { duration, interactionId, entryType } of list.getEntries())
      if (interactionId > 0 || entryType === 'first-input') measured.inputs.push(duration)
  }
  new PerformanceObserver(keep).observe({ type: 'event', buffered: true, durationThreshold: 16 })
  new PerformanceObserver(keep).observe({ type: 'first-input', buffered: true })
  const look = () => {
    const loss = [...document.querySelectorAll('dt')].find(({ textContent }) => textContent === 'Loss')
    if (/\\d/.test(loss?.nextElementSibling?.textContent ?? '')) measured.picture = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

/** A shift of what was already there, by how much of the window, and of what. */
interface Shift {
  readonly value: number
  readonly of: readonly string[]
}

/**
 * Shifts by which nobody loses their place, all together: a hundredth of what is called good (web.dev/cls: 0.1). A number of
 * another width moves the few letters beside it by some 0.00002.
 */
export const still = 0.001

/** All shifts that {@link observe} has kept until now, together, and what moved. */
export const shiftsOf = async (page: Page): Promise<{ readonly total: number; readonly told: string }> => {
  // What has been drawn is told a little later.
  await drawn(page)
  const shifts: readonly Shift[] = await page.evaluate('measured.shifts')
  return { total: shifts.reduce((sum, { value }) => sum + value, 0), told: JSON.stringify(shifts) }
}

/** Milliseconds from each input that {@link observe} has kept until its effect was on the screen; none below 16 but the first. */
export const inputsOf = (page: Page): Promise<readonly number[]> => page.evaluate('measured.inputs')

/** Milliseconds from the start of the navigation to the first paint that shows something. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)

/** Milliseconds from the start of the navigation to the first frame with a model's boundary and figures. */
export const firstPicture = async (page: Page): Promise<number> => {
  await page.waitForFunction('measured.picture !== undefined')
  return page.evaluate('measured.picture')
}

/**
 * What {@link reference} takes on a machine of two usual processors that does nothing else, in milliseconds: a third of the
 * 0.75 to 0.95 s until the first picture of a model there, which was seen to take 2.4 to 4.7 times as long as it.
 */
const usual = 300

/** What a worker does that goes through twenty million additions and 16 MB of new memory. */
const work = `
  let sum = 0
  for (let i = 0; i < 2e7; i++) sum += 0.5 * i
  postMessage(sum + new Uint8Array(1.6e7).fill(1)[0])
`

/** A page whose worker works for a while, before it says in a frame that it has. */
const reference = `<!doctype html><title>Reference</title><p>A worker works.</p><script>
  const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(work)}], { type: 'text/javascript' })))
  worker.onmessage = () => requestAnimationFrame(() => { globalThis.ended = performance.now() })
</script>`

/**
 * How many times longer a page that does a known work takes than on a usual machine, at least 1. What is promised in
 * milliseconds is promised of a usual machine; a virtual one is at times given a fraction of that, for minutes, by a host
 * that has others to serve.
 */
export const slowness = async (browser: Browser): Promise<number> => {
  const page = await browser.newPage()
  // Workers need an address to be of: this one is of no host, and is answered here.
  const place = 'http://reference.invalid/'
  await page.route(place, (route) => route.fulfill({ contentType: 'text/html', body: reference }))
  await page.goto(place)
  await page.waitForFunction('globalThis.ended !== undefined')
  const ended = await page.evaluate<number>('ended')
  await page.close()
  return Math.max(1, ended / usual)
}

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

/** For how long something is measured again and again, in milliseconds. */
const patience = 30_000

/**
 * The first measurement that `keeps` what is promised, or else the last of half a minute's. What else a machine does makes a
 * page take longer, and never less: so what a page needs is what it takes at best, and a page that needs more keeps no
 * promise however often it is measured.
 */
export const atBest = async <A>(
  measure: () => Promise<A>,
  keeps: (measured: A) => boolean,
  until = performance.now() + patience,
): Promise<A> => {
  const measured = await measure()
  return keeps(measured) || performance.now() > until ? measured : atBest(measure, keeps, until)
}
