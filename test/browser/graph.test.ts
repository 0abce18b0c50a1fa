import { afterEach, describe, expect, it } from 'vitest'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

describe.skipIf(chromium() === undefined)(`graphs in the browser${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  it('shows a function, its derivative, and what the sweep hands on, step by step', async () => {
    const { page, faults } = await open('#graph')
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
    const { page, faults } = await open('#graph')
    const choice = page.getByRole('combobox', { name: 'Function', exact: true })
    await choice.waitFor()
    const presets = await choice
      .locator('option')
      .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
    expect(presets.length).toBeGreaterThan(5)
    for (const preset of presets) {
      await choice.selectOption(preset)
      await page.getByRole('button', { name: 'Last' }).click()
      await expect
        .poll(async () => page.getByRole('toolbar', { name: 'Reverse sweep' }).innerText())
        .toMatch(/(\d+) of \1/)
    }
    const hash: string = await page.evaluate('location.hash')
    const other = await open(hash)
    await expect
      .poll(async () => other.page.getByRole('toolbar', { name: 'Reverse sweep' }).innerText())
      .toMatch(/(\d+) of \1/)
    expect([...faults, ...other.faults]).toEqual([])
  })

  it("draws a program of the reader's own, and says where it cannot be read", async () => {
    const { page, faults } = await open('#graph')
    const nodes = page.getByRole('listbox', { name: 'Graph' }).getByRole('option')
    await nodes.first().waitFor()
    await page.getByText('Program', { exact: true }).click()
    const program = page.getByRole('textbox', { name: 'Program' })
    const own = await program.inputValue()
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
    const { page, faults } = await open('#graph')
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
