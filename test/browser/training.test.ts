import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { ends } from '../examples/playground/train/ends.js'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

/** How long a training may take to its end, in milliseconds: it takes some hundred times less. */
const patience = 20_000

/** The figure that stands beside a name, as it is shown. */
const shown = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`)

/** The figure as a number, a share in place of a percentage. */
const figure = async (page: Page, name: string): Promise<number> => {
  const text = (await shown(page, name).innerText()).replace(/\s/g, '')
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
}

const ready = (page: Page) => shown(page, 'Loss').filter({ hasText: /\d/ }).waitFor({ timeout: patience })

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Waits until a figure is what it should be. */
const until = async (page: Page, name: string, holds: (value: number) => boolean): Promise<void> => {
  await expect.poll(async () => holds(await figure(page, name)), { timeout: patience, interval: 50 }).toBe(true)
}

/** Pauses, and waits for the step that was on its way: what the worker had been asked for before is still shown. */
const pause = async (page: Page): Promise<void> => {
  await press(page, 'Pause')
  await rest(page)
}

/** Waits until the training does not go on: its step is the same a quarter of a second later. */
const rest = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
  const moved = async () => {
    const before = await figure(page, 'Step')
    await page.waitForTimeout(250)
    return (await figure(page, 'Step')) - before
  }
  await expect.poll(moved, { timeout: patience }).toBe(0)
}

describe.skipIf(chromium() === undefined)(`a training in the browser${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  it.each(ends)('comes to a good end: %s', async (data, _, least) => {
    const { page, faults } = await open('#train')
    await ready(page)
    await page.getByLabel('Data set').selectOption(data)
    if (data === 'own') {
      // Two columns of points, one class on the left and the other on the right.
      const plane = page.getByRole('application', { name: 'Your points' })
      const { width, height } = (await plane.boundingBox()) ?? { width: 0, height: 0 }
      for (const [label, x] of [0.25, 0.75].entries()) {
        await page
          .getByRole('radio', { name: /^puts a / })
          .nth(label)
          .check()
        for (const y of [0.2, 0.35, 0.5, 0.65, 0.8]) await plane.click({ position: { x: x * width, y: y * height } })
      }
    }
    await ready(page)
    await page.getByLabel('Speed').selectOption('full speed')
    await press(page, 'Run')
    await until(page, 'Accuracy', (accuracy) => accuracy >= least)
    await pause(page)
    expect(await figure(page, 'Step')).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })

  it('is the same in a page that its link opens: settings, step and figures', async () => {
    const { page, faults } = await open('#train?data=moons&seed=7&layers=relu.6-tanh.3', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await ready(page)
    await page.getByLabel('Optimizer').selectOption('rmsprop')
    await press(page, 'Add a layer')
    await ready(page)
    await press(page, 'Run')
    await until(page, 'Step', (step) => step > 30)
    await pause(page)
    await press(page, 'Copy link')
    const link: string = await page.evaluate('navigator.clipboard.readText()')
    const names = ['Step', 'Loss', 'Accuracy', 'Test loss', 'Test accuracy', 'Epoch']
    const figures = (of: Page) => Promise.all(names.map((name) => shown(of, name).innerText()))
    const other = await open(new URL(link).hash)
    await until(other.page, 'Step', (step) => step > 30)
    expect(await figures(other.page)).toEqual(await figures(page))
    for (const name of ['Data', 'Model', 'Training', 'Code'])
      expect(await other.page.getByRole('region', { name, exact: true }).ariaSnapshot()).toBe(
        await page.getByRole('region', { name, exact: true }).ariaSnapshot(),
      )
    expect([...faults, ...other.faults]).toEqual([])
  })

  it('goes on step by step, is begun again, and is another with another seed', async () => {
    const { page, faults } = await open('#train?data=xor')
    await ready(page)
    const first = await shown(page, 'Loss').innerText()
    await press(page, 'Step')
    await until(page, 'Step', (step) => step === 1)
    expect(await shown(page, 'Loss').innerText()).not.toBe(first)
    await press(page, 'Reset')
    await until(page, 'Step', (step) => step === 0)
    expect(await shown(page, 'Loss').innerText()).toBe(first)
    await page.getByLabel('Seed').fill('5')
    await page.getByLabel('Seed').press('Enter')
    await expect.poll(() => shown(page, 'Loss').innerText()).not.toBe(first)
    await expect.poll(() => page.evaluate('location.hash')).toContain('seed=5')
    expect(faults).toEqual([])
  })

  it('says what is in its way, and goes on once it is away', async () => {
    const { page, faults } = await open('#train?data=moons&optimizer=sgd&rate=10&layers=linear.32-linear.32-linear.32')
    await ready(page)
    await page.getByLabel('Speed').selectOption('full speed')
    await press(page, 'Run')
    const alert = page.getByRole('alert').filter({ hasText: /learning rate/i })
    await alert.waitFor({ timeout: patience })
    await press(page, 'Settings that suit the data')
    await ready(page)
    await alert.waitFor({ state: 'detached' })
    await press(page, 'Run')
    await until(page, 'Accuracy', (accuracy) => accuracy > 0.9)
    expect(faults).toEqual([])
  })

  it('shows its program, which follows the settings and is copied as it stands', async () => {
    const { page, faults } = await open('#train?data=spirals', { permissions: ['clipboard-read', 'clipboard-write'] })
    await ready(page)
    const code = page.getByRole('region', { name: 'Code' })
    await page.getByLabel('Activation of layer 1').selectOption('silu')
    await code.getByText('activation(silu)').first().waitFor()
    await press(page, 'Copy code')
    const copied: string = await page.evaluate('navigator.clipboard.readText()')
    expect(copied.trim()).toBe((await code.locator('code').innerText()).trim())
    expect(faults).toEqual([])
  })

  it('is run, paused, stepped and begun again by keys', async () => {
    const { page, faults } = await open('#train?data=moons')
    await ready(page)
    await page.keyboard.press('Space')
    await until(page, 'Step', (step) => step > 3)
    await page.keyboard.press('Space')
    await rest(page)
    const at = await figure(page, 'Step')
    await page.keyboard.press('ArrowRight')
    await until(page, 'Step', (step) => step === at + 1)
    await page.keyboard.press('Backspace')
    await until(page, 'Step', (step) => step === 0)
    expect(faults).toEqual([])
  })
})
