import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ends } from '../examples/playground/train/ends.js'
import { chromium, without } from './support/chromium.js'
import { drawn } from './support/settled.js'
import { visits } from './support/visit.js'

/** The figure that stands beside a name, as it is shown. */
const shown = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`)

/** All figures by their names, but for the time of a step, and the program, as they are at one moment. */
const figures = async (page: Page): Promise<{ readonly [name: string]: string }> => {
  const { 'Time a step': _, ...others } = (await page.evaluate(`Object.fromEntries([
    ...[...document.querySelectorAll('.figures dt')].map((dt) => [dt.textContent, dt.nextSibling.textContent]),
    ['program', document.querySelector('pre code').textContent],
  ])`)) as { readonly [name: string]: string }
  return others
}

const numberOf = (text: string | undefined): number => {
  const plain = (text ?? '').replace(/\s/g, '')
  return plain.endsWith('%') ? Number(plain.slice(0, -1)) / 100 : Number(plain)
}

/** The figure as a number, a share in place of a percentage. */
const figure = async (page: Page, name: string): Promise<number> => numberOf(await shown(page, name).innerText())

/** Until what the page shows is of the settings as they are, and not of those before. */
const ready = async (page: Page): Promise<void> => {
  await page.locator('section[aria-busy="false"]').filter({ hasText: 'Decision boundary' }).waitFor()
  await drawn(page)
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Waits until a figure is what it should be. */
const until = async (page: Page, name: string, holds: (value: number) => boolean): Promise<void> => {
  await expect.poll(async () => holds(await figure(page, name))).toBe(true)
}

/** Looks whether a training that was paused goes on: its step is the same a quarter of a second later. */
const rests = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
  const moved = async () => {
    const before = await figure(page, 'Step')
    await page.waitForTimeout(250)
    return (await figure(page, 'Step')) - before
  }
  // Once it may: the step that was on its way when the button was pressed is still shown.
  await expect.poll(moved).toBe(0)
}

/** The step that an address leads to. */
const stepsOf = (link: string): number =>
  Number(new URLSearchParams(new URL(link).hash.replace(/^.*?\?/, '')).get('steps'))

/**
 * The link that is copied, and the figures that belong to it: the last picture of a training that was paused may come
 * between the two, and then they are of different steps.
 */
const copied = async (page: Page): Promise<{ readonly link: string; readonly told: typeof told }> => {
  await press(page, 'Copy link')
  const link: string = await page.evaluate('navigator.clipboard.readText()')
  await drawn(page)
  const told = await figures(page)
  return numberOf(told.Step) === stepsOf(link) ? { link, told } : copied(page)
}

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

describe.skipIf(chromium() === undefined)(`a training in the browser${without}`, () => {
  const { open, stay } = visits()
  const visit = stay('#train', clipboard)

  it.each(ends)('comes to a good end: %s', async (data, _, least) => {
    const { page, faults } = await visit()
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
    expect(await figure(page, 'Step')).toBe(0)
    await page.getByLabel('Speed').selectOption('full speed')
    await press(page, 'Run')
    await until(page, 'Accuracy', (accuracy) => accuracy >= least)
    await press(page, 'Pause')
    expect(await figure(page, 'Step')).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })

  it('goes on step by step, is begun again, and is another with another seed', async () => {
    const { page, faults } = await visit()
    await page.getByLabel('Data set').selectOption('xor')
    await ready(page)
    const first = await figures(page)
    expect(first.Step).toBe('0')
    await press(page, 'Step')
    await until(page, 'Step', (step) => step === 1)
    expect((await figures(page)).Loss).not.toBe(first.Loss)
    await press(page, 'Reset')
    await until(page, 'Step', (step) => step === 0)
    expect(await figures(page)).toEqual(first)
    await page.getByLabel('Seed').fill('5')
    await page.getByLabel('Seed').press('Enter')
    await ready(page)
    expect((await figures(page)).Loss).not.toBe(first.Loss)
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/\bseed=5\b/)
    expect(faults).toEqual([])
  })

  it('shows its program, which follows the settings and is copied as it stands', async () => {
    const { page, faults } = await visit()
    await page.getByLabel('Data set').selectOption('spirals')
    const code = page.getByRole('region', { name: 'Code' })
    await page.getByLabel('Activation of layer 1').selectOption('silu')
    await code.getByText('activation(silu)').first().waitFor()
    await press(page, 'Copy code')
    const text: string = await page.evaluate('navigator.clipboard.readText()')
    expect(text.trim()).toBe((await code.locator('code').innerText()).trim())
    expect(faults).toEqual([])
  })

  it('is run, paused, stepped and begun again by keys', async () => {
    const { page, faults } = await visit()
    // No control has the focus: it was clicked beside all of them.
    await page.getByRole('heading', { name: 'Curves' }).click()
    await page.keyboard.press('Backspace')
    await until(page, 'Step', (step) => step === 0)
    await page.keyboard.press('Space')
    await until(page, 'Step', (step) => step > 3)
    await page.keyboard.press('Space')
    await rests(page)
    await page.keyboard.press('Backspace')
    await until(page, 'Step', (step) => step === 0)
    await page.keyboard.press('ArrowRight')
    await until(page, 'Step', (step) => step > 0)
    expect(await figure(page, 'Step')).toBe(1)
    expect(faults).toEqual([])
  })

  it('is the same in a page that its link opens: settings, step and figures', async () => {
    const { page, faults } = await open('#train?data=moons&seed=7&layers=relu.6-tanh.3', clipboard)
    await ready(page)
    await page.getByLabel('Optimizer').selectOption('rmsprop')
    await press(page, 'Add a layer')
    await ready(page)
    await press(page, 'Run')
    await until(page, 'Step', (step) => step > 30)
    await press(page, 'Pause')
    const { link, told } = await copied(page)
    const other = await open(new URL(link).hash)
    await expect.poll(() => figures(other.page)).toEqual(told)
    for (const name of ['Data', 'Model', 'Training'])
      expect(await other.page.getByRole('region', { name, exact: true }).ariaSnapshot()).toBe(
        await page.getByRole('region', { name, exact: true }).ariaSnapshot(),
      )
    expect([...faults, ...other.faults]).toEqual([])
  })

  it('says what is in its way, and goes on once it is away', async () => {
    const { page, faults } = await open('#train?data=moons&optimizer=sgd&rate=10&layers=linear.32-linear.32-linear.32')
    await ready(page)
    await page.getByLabel('Speed').selectOption('full speed')
    await press(page, 'Run')
    const alert = page.getByRole('alert').filter({ hasText: /learning rate/i })
    await alert.waitFor()
    await press(page, 'Settings that suit the data')
    await ready(page)
    await alert.waitFor({ state: 'detached' })
    await press(page, 'Run')
    await until(page, 'Accuracy', (accuracy) => accuracy > 0.9)
    expect(faults).toEqual([])
  })
})
