import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { patience } from '../../examples/playground/check/checker.js'
import { exampleNamed } from '../../examples/playground/check/examples.js'
import { chromium, without } from './support/chromium.js'
import { observe, shiftsOf, still } from './support/measures.js'
import { settled } from './support/settled.js'
import { visits } from './support/visit.js'

const editor = (page: Page) => page.getByRole('textbox', { name: 'Code of the check' })

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })

const codeOf = (name: string): string => exampleNamed(name)?.code ?? ''

/** Until something stands in the verdict. */
const says = (page: Page, text: string | RegExp) => verdict(page).getByText(text).first().waitFor()

/** Until what stands in the verdict is of the code as it is, and not of that before. */
const checked = (page: Page) => page.locator('.verdicts[aria-busy="false"]').waitFor()

/** Puts a text into the editor, and waits for its verdict. */
const write = async (page: Page, code: string): Promise<void> => {
  await editor(page).fill(code)
  await checked(page)
}

describe.skipIf(chromium() === undefined)(`gradients checked in the browser${without}`, () => {
  const { open, stay } = visits()
  const visit = stay('#check', { before: observe })

  it('nothing moves that was there while the view is made', async () => {
    const { page } = await visit()
    await settled.check(page)
    const { total, told } = await shiftsOf(page)
    expect(total, told).toBeLessThan(still)
  })

  it('a wrong derivative is diagnosed as one types, and found right once it is mended', async () => {
    const { page, faults } = await visit()
    const wrong = codeOf('average')
    expect(wrong).toContain('mul(matmul(transpose(x), sub(matmul(x, w), y)), 2)')
    await says(page, /divide by 3/)
    await write(page, wrong.replace('y)), 2)', 'y)), 2 / 3)'))
    await says(page, 'right')
    expect(await verdict(page).getByText('wrong').count()).toBe(0)
    await write(page, wrong.replace('y)), 2)', 'y)), -2 / 3)'))
    await says(page, /sign/)
    await says(page, 'Smallest counterexample')
    expect(faults).toEqual([])
  })

  it.each([
    ['a text that is no program', 'export const = 1', /line 1/i],
    [
      'an operation given the wrong shapes',
      "import { matmul, ones } from 'cotangent'\n\nmatmul(ones([2, 3]), ones([4, 5]))",
      /line 3/i,
    ],
    ['a library that is not there', "import { readFile } from 'node:fs'\nreadFile('x')", /node:fs/],
    ['no check at all', 'export const a = 1', /gradientCheck/],
  ])('%s is told with its place', async (_, code, said) => {
    const { page, faults } = await visit()
    await write(page, code)
    await says(page, said)
    expect(faults).toEqual([])
  })

  it('a program that sends messages of its own changes nothing on the page', async () => {
    const { page, faults } = await visit()
    await write(page, codeOf('sigmoid'))
    await says(page, 'right')
    const forger = "postMessage(null); postMessage({ kind: 'done' })\nsetInterval(() => postMessage('right'), 5)\n"
    await write(page, forger + codeOf('average'))
    await page.waitForTimeout(500)
    await says(page, /divide by 3/)
    expect(await verdict(page).getByText('right', { exact: true }).count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('leaves the editor by Escape and Tab', async () => {
    const { page } = await visit()
    await editor(page).focus()
    await page.keyboard.press('Tab')
    expect(await editor(page).evaluate((own) => own === own.ownerDocument.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await editor(page).evaluate((own) => own === own.ownerDocument.activeElement)).toBe(false)
  })

  it('a program that does not end is stopped, and the next one is checked', async () => {
    const { page, faults } = await open('#check')
    await says(page, /divide by 3/)
    // The page's own clock is put forward, and that alone: the program runs on until the page stops it.
    await page.clock.install()
    await editor(page).fill('while (true) {}')
    await expect
      .poll(async () => {
        await page.clock.runFor(patience)
        return verdict(page).innerText()
      })
      .toMatch(/did not end within 5 seconds/)
    await editor(page).fill(codeOf('sigmoid'))
    await says(page, 'right')
    expect(faults).toEqual([])
  })

  it('code that comes by a link is shown, and runs when the reader says so', async () => {
    const first = await visit()
    await first.page.getByLabel('Example').selectOption('average')
    await checked(first.page)
    await expect.poll(() => first.page.evaluate('location.hash')).toMatch(/example=average/)
    await write(first.page, codeOf('sigmoid').replace(/^/, '// ∂f/∂x\n'))
    await says(first.page, 'right')
    await expect.poll(() => first.page.evaluate('location.hash')).toMatch(/code=/)
    const { page, faults } = await open(await first.page.evaluate('location.hash'))
    expect(await editor(page).inputValue()).toContain('∂f/∂x')
    await page.waitForTimeout(600)
    expect(await verdict(page).getByText('right').count()).toBe(0)
    await page.getByRole('button', { name: /^Run/ }).click()
    await says(page, 'right')
    // Whoever has had it run has it run once the page is loaded again.
    await page.reload()
    await says(page, 'right')
    expect([...first.faults, ...faults]).toEqual([])
  })
})
