import { afterEach, describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

describe.skipIf(chromium() === undefined)(`the page${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  it('shows the view that the address names, and the others by their links', async () => {
    const { page, faults } = await open('#graph')
    const views = page.getByRole('navigation', { name: 'Views' })
    expect(await views.getByRole('link', { name: 'Graph' }).getAttribute('aria-current')).toBe('page')
    await views.getByRole('link', { name: 'Train' }).click()
    expect(await page.evaluate('location.hash')).toMatch(/^#train/)
    expect(faults).toEqual([])
  })

  it('goes where a link leads, also while a training writes its own state into the address', async () => {
    const { page, faults } = await open('#train?data=moons')
    const views = page.getByRole('navigation', { name: 'Views' })
    for (const name of ['Graph', 'Check gradients', 'Graph']) {
      await page.getByLabel('Speed').selectOption('full speed')
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await page.locator('dt:text-is("Step") + dd').filter({ hasText: /[1-9]/ }).waitFor()
      await views.getByRole('link', { name }).click()
      await expect.poll(() => views.getByRole('link', { name }).getAttribute('aria-current')).toBe('page')
      await page.goBack()
      await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    }
    expect(faults).toEqual([])
  })
})
