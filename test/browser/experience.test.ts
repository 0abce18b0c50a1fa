import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import {
  atBest,
  firstPaint,
  firstPicture,
  frameTimes,
  inputsOf,
  observe,
  quantile,
  shiftsOf,
  slowness,
  still,
} from './support/measures.js'
import { visits } from './support/visit.js'

/** What the playground promises, in milliseconds, on a machine of two usual processors. */
const promised = { paint: 1500, latency: 100 }

/** Of a screen that shows 60 pictures a second: the time of one, and of two where one is missed. */
const [frame, missed] = [1000 / 60, 2000 / 60]

/** What measurements may be off: half a picture, which timers and screens round to. */
const rounding = frame / 2

/** Changes what a training is looked at by, there and back; gives the milliseconds until each was on the screen. */
const latencies = async (page: Page): Promise<readonly number[]> => {
  const before = (await inputsOf(page)).length
  for (const name of ['Show test points', 'Likeliest class only', 'Logarithmic loss'])
    for (const wait of [50, 60]) {
      await page.getByLabel(name).click()
      await page.waitForTimeout(wait)
    }
  // An answer in time has been told by then.
  await page.waitForTimeout(2 * promised.latency)
  return (await inputsOf(page)).slice(before)
}

describe.skipIf(chromium() === undefined)(`what a visitor feels${without}`, () => {
  const { browser, open } = visits()

  it('the first paint and the first picture of a model come soon', async () => {
    const least = {
      paint: Number.POSITIVE_INFINITY,
      picture: Number.POSITIVE_INFINITY,
      slowness: Number.POSITIVE_INFINITY,
    }
    // Each visitor is new: nothing is kept of those before.
    const visit = async () => {
      const { page } = await open('#train', { before: observe })
      least.picture = Math.min(least.picture, await firstPicture(page))
      least.paint = Math.min(least.paint, await firstPaint(page))
      await page.close()
      least.slowness = Math.min(least.slowness, await slowness(browser()))
      return { ...least, bound: promised.paint * least.slowness }
    }
    const { paint, picture, bound } = await atBest(visit, (each) => each.picture < each.bound)
    expect(paint).toBeLessThan(bound)
    expect(picture).toBeLessThan(bound)
  })

  it('pictures follow each other smoothly while a network is trained, inputs are answered at once, and nothing moves', async () => {
    const { page, faults } = await open('#train?data=spirals', { before: observe })
    await firstPicture(page)
    await page.getByLabel('Speed').selectOption('full speed')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.waitForTimeout(500)
    const smoothness = async () => {
      const times = await frameTimes(page, 2000)
      return { half: quantile(times, 0.5), most: quantile(times, 0.95) }
    }
    const { half, most } = await atBest(
      smoothness,
      (each) => each.half < frame + rounding && each.most < missed + rounding,
    )
    expect(half).toBeLessThan(frame + rounding)
    expect(most).toBeLessThan(missed + rounding)
    const slow = async () => (await latencies(page)).filter((duration) => duration >= promised.latency)
    expect(await atBest(slow, ({ length }) => length === 0)).toEqual([])
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    // The first of all inputs is always told, the others where they take more than a picture.
    expect((await inputsOf(page)).length).toBeGreaterThan(0)
    const { total, told } = await shiftsOf(page)
    expect(total, told).toBeLessThan(still)
    expect(faults).toEqual([])
  })
})
