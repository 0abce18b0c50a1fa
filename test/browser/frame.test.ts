import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

const links = (page: Page) => page.getByRole('navigation', { name: 'Views' })

const isAt = (page: Page, name: string) =>
  expect.poll(() => links(page).getByRole('link', { name }).getAttribute('aria-current')).toBe('page')

const themeOf = (page: Page) => page.evaluate('document.documentElement.dataset.theme')

const change = (page: Page) => page.getByRole('button', { name: /^Change to the (light|dark) theme$/ }).click()

describe.skipIf(chromium() === undefined)(`the page${without}`, () => {
  const { open } = visits()

  it('shows the view that the address names, and goes where a link leads, also while a training writes its own state', async () => {
    const { page, faults } = await open('#graph')
    const run = page.getByRole('button', { name: 'Run', exact: true })
    const step = page.locator('dt:text-is("Step") + dd')
    await isAt(page, 'Graph')
    await links(page).getByRole('link', { name: 'Train' }).click()
    await isAt(page, 'Train')
    expect(await page.evaluate('location.hash')).toMatch(/^#train/)
    await page.getByLabel('Speed').selectOption('full speed')
    for (const name of ['Graph', 'Check gradients', 'Graph']) {
      await step.filter({ hasText: /\d/ }).waitFor()
      const before = await step.innerText()
      await run.click()
      await expect.poll(() => step.innerText()).not.toBe(before)
      await links(page).getByRole('link', { name }).click()
      await isAt(page, name)
      await page.goBack()
      await run.waitFor()
    }
    expect(faults).toEqual([])
  })

  it('finds a view as it was left, a program of the reader’s own running again, and leaves one that is there as it is', async () => {
    const { page, faults } = await open('#train?data=xor&seed=3')
    await page.getByLabel('Data set').selectOption('moons')
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/data=moons/)
    await links(page).getByRole('link', { name: 'Train' }).click()
    expect(await page.getByLabel('Data set').inputValue()).toBe('moons')
    await links(page).getByRole('link', { name: 'Check gradients' }).click()
    const editor = page.getByRole('textbox', { name: 'Code of the check' })
    await editor.fill('export const own = 1')
    await page
      .getByText(/exports no check/)
      .first()
      .waitFor()
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/code=/)
    await links(page).getByRole('link', { name: 'Train' }).click()
    expect(await page.getByLabel('Data set').inputValue()).toBe('moons')
    expect(await page.getByLabel('Seed').inputValue()).toBe('3')
    await links(page).getByRole('link', { name: 'Check gradients' }).click()
    await page
      .getByText(/exports no check/)
      .first()
      .waitFor()
    expect(await editor.inputValue()).toBe('export const own = 1')
    expect(faults).toEqual([])
  })

  it('keeps a theme that is chosen by hand, and follows the system again once that is chosen', async () => {
    const { page, faults } = await open('#check', { colorScheme: 'light' })
    expect(await themeOf(page)).toBe('light')
    await change(page)
    expect(await themeOf(page)).toBe('dark')
    const other = await page.context().newPage()
    await other.goto(page.url())
    expect(await themeOf(other)).toBe('dark')
    await page.reload()
    expect(await themeOf(page)).toBe('dark')
    await change(page)
    expect(await themeOf(page)).toBe('light')
    await expect.poll(() => themeOf(other)).toBe('light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => themeOf(page)).toBe('dark')
    expect(faults).toEqual([])
  })

  it('does without a memory, without a clipboard and without service workers where it is given none', async () => {
    const refusing = `
      Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('refused', 'SecurityError') } })
      delete Navigator.prototype.clipboard
      delete Navigator.prototype.serviceWorker
    `
    const { page, faults } = await open('#check', { colorScheme: 'light', before: refusing })
    await change(page)
    expect(await themeOf(page)).toBe('dark')
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    const editor = page.getByRole('textbox', { name: 'Code of the check' })
    await editor.fill('')
    await page.keyboard.press('Control+V')
    await expect.poll(() => editor.inputValue()).toMatch(/^http:.*#check\?example=\w+$/)
    expect(faults).toEqual([])
  })
})
