import { describe, expect, it } from 'vitest'
import { views } from '../../examples/playground/app/address.js'
import { chromium, without } from './support/chromium.js'
import { firstPicture, observe } from './support/measures.js'
import { settled } from './support/settled.js'
import { type Hosting, hostings } from './support/site.js'
import { visits } from './support/visit.js'

const threads = 'dt:text-is("Threads") + dd'

const ways = Object.entries(hostings).map(([hosting, way]) => ({ hosting: hosting as Hosting, ...way }))

describe.skipIf(chromium() === undefined).each(ways)(
  `served with isolation $isolated from the folder $base${without}`,
  ({ hosting, isolated }) => {
    const visit = visits(hosting).stay('#train?data=moons', { before: observe })

    it('trains, with threads where memory may be shared', async () => {
      const { page, faults } = await visit()
      await firstPicture(page)
      expect(await page.evaluate('crossOriginIsolated')).toBe(isolated)
      const count = Number(await page.locator(threads).innerText())
      if (isolated) expect(count).toBeGreaterThanOrEqual(1)
      else expect(count).toBe(1)
      await page.getByRole('button', { name: 'Step', exact: true }).click()
      await page.locator('dt:text-is("Step") + dd').filter({ hasText: '1' }).waitFor()
      expect(faults).toEqual([])
    })

    it('is there without a network once it has been visited, every view of it', async () => {
      const { page, faults } = await visit()
      await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
      await page.context().setOffline(true)
      await page.reload()
      await firstPicture(page)
      for (const view of views.filter((each) => each !== 'train')) {
        await page.getByRole('navigation', { name: 'Views' }).locator(`a[href="#${view}"]`).click()
        await settled[view](page)
      }
      expect(await page.evaluate('crossOriginIsolated')).toBe(isolated)
      expect(faults).toEqual([])
    })
  },
)
