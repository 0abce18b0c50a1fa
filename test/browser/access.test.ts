import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type ViewName, views } from '../../examples/playground/app/address.js'
import { chromium, without } from './support/chromium.js'
import { settled } from './support/settled.js'
import { visits } from './support/visit.js'

/** A node's name says what its texts say and more; axe-core reads the texts of an SVG without a space between them. */
const rules = { 'label-content-name-mismatch': { enabled: false } }

/** Themes, and what of the rules can be another in them: all in the first, and in the other what depends on colours. */
const themes = [
  ['light', { rules }],
  ['dark', { rules, runOnly: { type: 'tag', values: ['cat.color'] } }],
] as const

const large = { width: 1280, height: 800 }

const show = async (page: Page, view: ViewName): Promise<void> => {
  await page.evaluate(`location.hash = '${view}'`)
  await settled[view](page)
}

/** Widths of a window at which something of the page is beside its edges; phones show a page as wide as what is in it. */
const tooNarrow = async (page: Page, widths: readonly number[]): Promise<readonly number[]> => {
  const found: number[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await page.waitForFunction(`document.documentElement.clientWidth === ${width}`)
    // What is drawn as wide as there is room follows a frame or two later.
    const fits = `document.documentElement.scrollWidth <= ${width} && innerWidth <= ${width}`
    await page.waitForFunction(fits, undefined, { timeout: 5000 }).catch(() => found.push(width))
  }
  return found
}

describe.skipIf(chromium() === undefined)(`for everybody${without}`, () => {
  const { stay } = visits()
  const desktop = stay('#train', { viewport: large })
  const phone = stay('#train', { isMobile: true, hasTouch: true })

  describe.each(views)('the view %s', (view) => {
    it('breaks no rule of axe-core for contrast, names, roles and order, in either theme', async () => {
      const { page } = await desktop()
      await show(page, view)
      await page.setViewportSize(large)
      await page.evaluate(axe.source)
      for (const [colorScheme, options] of themes) {
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
        const { violations, passes } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as axe.AxeResults
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
        )
        expect(found, colorScheme).toEqual([])
        expect(passes.map(({ id }) => id)).toContain('color-contrast')
      }
    })

    it('lets the keyboard reach every control, each of which shows where it is', async () => {
      const { page } = await desktop()
      await show(page, view)
      await page.evaluate(`for (const each of document.querySelectorAll('[data-reached]')) delete each.dataset.reached`)
      // What has the focus after each press, until it is where it has been: it has gone around.
      const seen: { readonly at: string; readonly isSeen: boolean }[] = []
      for (let presses = 0; presses < 150; presses += 1) {
        // The editor keeps the key for itself until Escape is pressed.
        if (await page.evaluate('document.activeElement?.tagName === "TEXTAREA"')) await page.keyboard.press('Escape')
        await page.keyboard.press('Tab')
        const focus = (await page.evaluate(`(() => {
          const element = document.activeElement
          // Between the last and the first it is the browser's own.
          if (element === null || element === document.body) return { at: '', isSeen: true }
          if (element.dataset.reached === 'yes') return undefined
          element.dataset.reached = 'yes'
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
          return {
            at: element.outerHTML.slice(0, 160),
            isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' || boxShadow !== 'none' || element.tagName === 'TEXTAREA',
          }
        })()`)) as (typeof seen)[number] | undefined
        if (focus === undefined) break
        seen.push(focus)
      }
      expect(seen.filter(({ isSeen }) => !isSeen)).toEqual([])
      const missed =
        (await page.evaluate(`[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((element) => !element.disabled && element.checkVisibility() && element.dataset.reached !== 'yes'
          && !(element.type === 'radio' && !element.checked))
        .map((element) => element.outerHTML.slice(0, 160))`)) as string[]
      expect(missed, seen.map(({ at }) => at).join('\n')).toEqual([])
    })

    it('has nothing beside the edges of a window, from half a screen to a large one', async () => {
      const { page } = await desktop()
      await show(page, view)
      expect(await tooNarrow(page, [640, 900, 1280, 1920])).toEqual([])
    })

    it('has nothing beside the edges of a window, from a small phone to a tablet', async () => {
      const { page } = await phone()
      await show(page, view)
      expect(await tooNarrow(page, [320, 390, 768])).toEqual([])
    })
  })
})
