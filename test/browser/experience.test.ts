import { afterEach, describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { firstPaint, firstPicture, frameTimes, measured, observe, quantile, type Shift } from './support/measures.js'
import { visits } from './support/visit.js'

/** What the playground promises, in milliseconds, on a machine of two processors. */
const promised = { paint: 1500, latency: 100 }

/** Of a screen that shows 60 pictures a second: the time of one, and of two where one is missed. */
const [frame, missed] = [1000 / 60, 2000 / 60]

/** What measurements of a busy machine may be off: half a picture, which timers and screens round to. */
const rounding = frame / 2

/**
 * Shifts by which nobody loses their place, all together: a hundredth of what is called good (web.dev/cls: 0.1). A number of
 * another width moves the few letters beside it by some 0.00002.
 */
const still = 0.001

const total = (shifts: readonly Shift[]): number => shifts.reduce((sum, { value }) => sum + value, 0)

describe.skipIf(chromium() === undefined)(`what a visitor feels${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  it('the first paint and the first picture of a model come soon', async () => {
    // The browser's own start is not the page's: the second visitor counts, to whom nothing is kept of the first.
    const first = await open('#train', {}, observe)
    await firstPicture(first.page)
    await closeAll()
    const { page } = await open('#train', {}, observe)
    const picture = await firstPicture(page)
    expect(await firstPaint(page)).toBeLessThan(promised.paint)
    expect(picture).toBeLessThan(promised.paint)
  })

  it.each(['train', 'graph', 'check'])('nothing moves that was there while the view of %s is made', async (view) => {
    const { page } = await open(`#${view}`, {}, observe)
    await page.getByRole('heading').first().waitFor()
    if (view === 'train') await firstPicture(page)
    else await page.waitForTimeout(1000)
    const { shifts } = await measured(page)
    expect(total(shifts), JSON.stringify(shifts)).toBeLessThan(still)
  })

  it('pictures follow each other smoothly while a network is trained, and inputs are answered at once', async () => {
    const { page, faults } = await open('#train?data=spirals', {}, observe)
    await firstPicture(page)
    await page.getByLabel('Speed').selectOption('full speed')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.waitForTimeout(500)
    const times = await frameTimes(page, 2000)
    expect(quantile(times, 0.5)).toBeLessThan(frame + rounding)
    expect(quantile(times, 0.95)).toBeLessThan(missed + rounding)
    for (const name of ['Show test points', 'Likeliest class only', 'Logarithmic loss'])
      for (const checked of [0, 1]) {
        await page.getByLabel(name).click()
        await page.waitForTimeout(50 + 10 * checked)
      }
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    const { inputs, shifts } = await measured(page)
    // Durations below 16 ms are not told: none told at all would mean that nothing is measured.
    expect(inputs.length).toBeGreaterThan(0)
    expect(inputs.filter(({ duration }) => duration >= promised.latency)).toEqual([])
    expect(total(shifts), JSON.stringify(shifts)).toBeLessThan(still)
    expect(faults).toEqual([])
  })
})
