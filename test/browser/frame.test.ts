import { describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

describe.skipIf(chromium() === undefined)(`the page${without}`, () => {
  const { open } = visits()

  it('shows the view that the address names, and goes where a link leads, also while a training writes its own state', async () => {
    const { page, faults } = await open('#graph')
    const links = page.getByRole('navigation', { name: 'Views' })
    const isAt = (name: string) =>
      expect.poll(() => links.getByRole('link', { name }).getAttribute('aria-current')).toBe('page')
    const run = page.getByRole('button', { name: 'Run', exact: true })
    const step = page.locator('dt:text-is("Step") + dd')
    await isAt('Graph')
    await links.getByRole('link', { name: 'Train' }).click()
    await isAt('Train')
    expect(await page.evaluate('location.hash')).toMatch(/^#train/)
    await page.getByLabel('Speed').selectOption('full speed')
    for (const name of ['Graph', 'Check gradients', 'Graph']) {
      await step.filter({ hasText: /\d/ }).waitFor()
      const before = await step.innerText()
      await run.click()
      await expect.poll(() => step.innerText()).not.toBe(before)
      await links.getByRole('link', { name }).click()
      await isAt(name)
      await page.goBack()
      await run.waitFor()
    }
    expect(faults).toEqual([])
  })
})
