import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { exampleNamed } from '../../examples/playground/check/examples.js'
import { chromium, without } from './support/chromium.js'
import { visits } from './support/visit.js'

const editor = (page: Page) => page.getByRole('textbox', { name: 'Code of the check' })

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })

const codeOf = (name: string): string => exampleNamed(name)?.code ?? ''

/** Until something stands in the verdict, or what is given. */
const says = (page: Page, text: string | RegExp) => verdict(page).getByText(text).first().waitFor({ timeout: 15_000 })

describe.skipIf(chromium() === undefined)(`gradients checked in the browser${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  it('a wrong derivative is diagnosed as one types, and found right once it is mended', async () => {
    const { page, faults } = await open('#check')
    await says(page, /divide by 3/)
    const wrong = codeOf('average')
    expect(wrong).toContain('mul(matmul(transpose(x), sub(matmul(x, w), y)), 2)')
    await editor(page).fill(wrong.replace('y)), 2)', 'y)), 2 / 3)'))
    await says(page, 'right')
    expect(await verdict(page).getByText('wrong').count()).toBe(0)
    await editor(page).fill(wrong.replace('y)), 2)', 'y)), -2 / 3)'))
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
    const { page, faults } = await open('#check')
    await says(page, /divide by 3/)
    await editor(page).fill(code)
    await says(page, said)
    expect(faults).toEqual([])
  })

  it('a program that does not end is stopped, and the next one is checked', async () => {
    const { page, faults } = await open('#check')
    await says(page, /divide by 3/)
    await editor(page).fill('while (true) {}')
    await says(page, /did not end|stopped|seconds/)
    await editor(page).fill(codeOf('sigmoid'))
    await says(page, 'right')
    expect(faults).toEqual([])
  })

  it('code that comes by a link is shown, and runs when the reader says so', async () => {
    const first = await open('#check')
    await says(first.page, /divide by 3/)
    await editor(first.page).fill(codeOf('sigmoid').replace(/^/, '// ∂f/∂x\n'))
    await says(first.page, 'right')
    await expect.poll(() => first.page.evaluate('location.hash')).toContain('code=')
    const { page, faults } = await open(await first.page.evaluate('location.hash'))
    expect(await editor(page).inputValue()).toContain('∂f/∂x')
    await page.waitForTimeout(600)
    expect(await verdict(page).getByText('right').count()).toBe(0)
    await page.getByRole('button', { name: /^Run/ }).click()
    await says(page, 'right')
    expect([...first.faults, ...faults]).toEqual([])
  })

  it('a program that sends messages of its own changes nothing on the page', async () => {
    const { page, faults } = await open('#check')
    await says(page, /divide by 3/)
    const forger = "postMessage(null); postMessage({ kind: 'done' })\nsetInterval(() => postMessage('right'), 5)\n"
    await editor(page).fill(forger + codeOf('average'))
    await page.waitForTimeout(500)
    await says(page, /divide by 3/)
    expect(await verdict(page).getByText('right', { exact: true }).count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('leaves the editor by Escape and Tab', async () => {
    const { page } = await open('#check')
    await says(page, /divide by 3/)
    await editor(page).focus()
    await page.keyboard.press('Tab')
    expect(await editor(page).evaluate((own) => own === own.ownerDocument.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await editor(page).evaluate((own) => own === own.ownerDocument.activeElement)).toBe(false)
  })
})
