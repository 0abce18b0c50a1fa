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
})
