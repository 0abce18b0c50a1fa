import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../examples/playground/graph/presets.js'
import { chromium, without } from './support/chromium.js'
import { observe, shiftsOf, still } from './support/measures.js'
import { settled } from './support/settled.js'
import { visits } from './support/visit.js'

/** Until the sweep is at its end. */
const atTheEnd = (page: Page) =>
  expect.poll(() => page.getByRole('toolbar', { name: 'Reverse sweep' }).innerText()).toMatch(/\b([1-9]\d*) of \1\b/)

describe.skipIf(chromium() === undefined)(`graphs in the browser${without}`, () => {
  const { open, stay } = visits()
  const visit = stay('#graph', { before: observe, permissions: ['clipboard-read', 'clipboard-write'] })

  it('nothing moves that was there while the view is made', async () => {
    const { page } = await visit()
    await settled.graph(page)
    await page.locator('dt:text-is("Error") + dd').filter({ hasText: /\d/ }).waitFor()
    const { total, told } = await shiftsOf(page)
    expect(total, told).toBeLessThan(still)
  })

  it('shows a function, its derivative, and what the sweep hands on, step by step', async () => {
    const { page, faults } = await visit()
    const nodes = page.getByRole('listbox', { name: 'Graph' }).getByRole('option')
    await nodes.first().waitFor()
    const alone = await nodes.count()
    await page.getByRole('radio', { name: 'With derivative' }).check()
    await expect.poll(() => nodes.count()).toBeGreaterThan(alone)
    await page.getByRole('radio', { name: 'Function', exact: true }).check()
    await page.getByRole('button', { name: 'Last' }).click()
    await page.getByRole('option', { name: /^x, float64/ }).click()
    // d/dx x^2 sin x = 2 x sin x + x^2 cos x at 2.
    const slope = 4 * Math.sin(2) + 4 * Math.cos(2)
    const cotangent = page.getByRole('region', { name: 'Node' }).locator('dt:text-is("Cotangent") + dd')
    expect(Number(await cotangent.innerText())).toBeCloseTo(slope, 12)
    expect(faults).toEqual([])
  })

  it('every preset is drawn, its sweep goes to its end, and a link comes back to it', async () => {
    const { page, faults } = await visit()
    const choice = page.getByRole('combobox', { name: 'Function', exact: true })
    const presets = await choice
      .locator('option')
      .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
    expect(presets.length).toBeGreaterThan(5)
    for (const preset of presets) {
      await choice.selectOption(preset)
      await page.getByRole('button', { name: 'Last' }).click()
      await atTheEnd(page)
    }
    const sweep = (of: Page) => of.getByRole('toolbar', { name: 'Reverse sweep' }).innerText()
    await page.getByRole('button', { name: 'Copy link' }).click()
    const link: string = await page.evaluate('navigator.clipboard.readText()')
    const other = await open(new URL(link).hash)
    await atTheEnd(other.page)
    expect(await sweep(other.page)).toBe(await sweep(page))
    expect(await other.page.getByRole('combobox', { name: 'Function', exact: true }).inputValue()).toBe(presets.at(-1))
    expect([...faults, ...other.faults]).toEqual([])
  })

  it("draws a program of the reader's own, and says where it cannot be read", async () => {
    const { page, faults } = await visit()
    const nodes = page.getByRole('listbox', { name: 'Graph' }).getByRole('option')
    await page.getByText('Program', { exact: true }).click()
    const program = page.getByRole('textbox', { name: 'Program' })
    await page.getByRole('combobox', { name: 'Function', exact: true }).selectOption('product')
    // The editor is given the text a frame later, in place of whatever is there by then.
    const own = sourceOf('product')
    await expect.poll(() => program.inputValue()).toBe(own)
    await program.fill(own.replace(/sin/g, 'tanh'))
    await program.press('Control+Enter')
    await nodes.filter({ hasText: 'tanh' }).first().waitFor()
    await program.fill(`${own}\nconst = 1`)
    await program.press('Control+Enter')
    await page
      .getByText(/line \d+/i)
      .first()
      .waitFor()
    expect(faults).toEqual([])
  })

  it('shows truncation and rounding of a difference as epsilon is moved', async () => {
    const { page, faults } = await visit()
    const error = page.locator('dt:text-is("Error") + dd')
    await error.filter({ hasText: /\d/ }).waitFor()
    const slider = page.getByRole('slider', { name: 'Epsilon, as a power of ten' })
    const told = async (): Promise<number> =>
      Number(
        (await error.innerText())
          .replace(/\s*·\s*10/, 'e')
          .replace('⁻', '-')
          .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))),
      )
    const errorAt = async (power: number): Promise<number> => {
      const before = await error.innerText()
      await slider.fill(String(power))
      await expect.poll(() => error.innerText()).not.toBe(before)
      return told()
    }
    expect(await slider.inputValue()).toBe('-1')
    const [coarse, best, fine] = [await told(), await errorAt(-8), await errorAt(-15)]
    expect(best).toBeLessThan(coarse / 1000)
    expect(best).toBeLessThan(fine / 1000)
    expect(faults).toEqual([])
  })
})
