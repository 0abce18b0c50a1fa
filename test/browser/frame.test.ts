import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { settled } from './support/settled.js'
import { visits } from './support/visit.js'

const links = (page: Page) => page.getByRole('navigation', { name: 'Views' })

const isAt = (page: Page, name: string) =>
  expect.poll(() => links(page).getByRole('link', { name }).getAttribute('aria-current')).toBe('page')

const themeOf = (page: Page) => page.evaluate('document.documentElement.dataset.theme')

const change = (page: Page) => page.getByRole('button', { name: /^Change to the (light|dark) theme$/ }).click()

/** Run before a page's own scripts, it has no service worker: its requests, too, pass by those who hold them back. */
const unserved = 'delete Navigator.prototype.serviceWorker'

describe.skipIf(chromium() === undefined)(`the page${without}`, () => {
  const { open } = visits()

  it('goes where links lead, also while a training writes its own state, and finds each view as it was left', async () => {
    const { page, faults } = await open('#graph')
    const follow = async (name: string) => {
      await links(page).getByRole('link', { name }).click()
      await isAt(page, name)
    }
    const step = page.locator('dt:text-is("Step") + dd')
    /** Goes elsewhere while a training runs. */
    const followRunning = async (name: string) => {
      await step.filter({ hasText: /\d/ }).waitFor()
      const before = await step.innerText()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await expect.poll(() => step.innerText()).not.toBe(before)
      await follow(name)
    }
    const data = page.getByLabel('Data set')
    await isAt(page, 'Graph')
    await follow('Train')
    expect(await page.evaluate('location.hash')).toMatch(/^#train/)
    await data.selectOption('moons')
    await page.getByLabel('Speed').selectOption('full speed')
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/data=moons.*speed=1000/)
    await follow('Train')
    expect(await data.inputValue()).toBe('moons')
    await followRunning('Graph')
    await page.goBack()
    await isAt(page, 'Train')
    await followRunning('Check gradients')
    const editor = page.getByRole('textbox', { name: 'Code of the check' })
    const outcome = page.getByText(/exports no check/).first()
    await editor.fill('export const own = 1')
    await outcome.waitFor()
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/code=/)
    await follow('Train')
    expect(await data.inputValue()).toBe('moons')
    await followRunning('Check gradients')
    // It runs again without being asked for: it is the reader's own.
    await outcome.waitFor()
    expect(await editor.inputValue()).toBe('export const own = 1')
    expect(faults).toEqual([])
  })

  it('leaves a view that is still loading, loads it once it is wanted again, and says where it cannot be loaded', async () => {
    const { page, faults } = await open('#train', { before: unserved })
    const follow = (name: string) => links(page).getByRole('link', { name }).click()
    let release = (): void => undefined
    const released = new Promise<void>((done) => {
      release = done
    })
    await page.route(/GraphView.*\.js$/, async (route) => {
      await released
      await route.continue()
    })
    const arrived = page.waitForResponse(/GraphView.*\.js$/)
    await follow('Graph')
    await page.getByText('Loading', { exact: true }).waitFor()
    await follow('Train')
    await settled.train(page)
    release()
    await (await arrived).finished()
    // Longer than views take to write what they show into the address.
    await page.waitForTimeout(1000)
    expect(await page.evaluate('location.hash')).toMatch(/^#train/)
    expect(await page.locator('main > *').count()).toBe(1)
    expect(page.workers().length).toBe(1)
    await follow('Graph')
    await settled.graph(page)
    expect(page.workers().length).toBe(1)
    expect(faults).toEqual([])
    await page.route(/CheckView.*\.js$/, (route) => route.abort())
    await follow('Check gradients')
    await page
      .getByRole('alert')
      .getByText(/could not be loaded/)
      .waitFor()
    await page.unroute(/CheckView.*\.js$/)
    await page.getByRole('button', { name: 'Load the page again' }).click()
    await settled.check(page)
  })

  it('keeps a theme that is chosen by hand, and follows the system again once that is chosen', async () => {
    const { page, faults } = await open('#check', { colorScheme: 'light' })
    expect(await themeOf(page)).toBe('light')
    await change(page)
    expect(await themeOf(page)).toBe('dark')
    const other = await page.context().newPage()
    await other.goto(page.url())
    expect(await themeOf(other)).toBe('dark')
    await change(page)
    expect(await themeOf(page)).toBe('light')
    await expect.poll(() => themeOf(other)).toBe('light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => themeOf(page)).toBe('dark')
    // Paper is white, whatever the screen is.
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    await expect.poll(() => themeOf(page)).toBe('light')
    expect(faults).toEqual([])
  })

  it('does without a memory, without a clipboard and without service workers where it is given none', async () => {
    const refusing = `
      Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('refused', 'SecurityError') } })
      delete Navigator.prototype.clipboard
      ${unserved}
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
