import axe from 'axe-core'
import { afterEach, describe, expect, it } from 'vitest'
import { views } from '../../examples/playground/app/address.js'
import { chromium, without } from './support/chromium.js'
import { settled } from './support/settled.js'
import { visits } from './support/visit.js'

const themes = ['light', 'dark'] as const

const phone = { from: 'a phone', to: 'a tablet', widths: [390, 768], context: { isMobile: true, hasTouch: true } }

const desktop = { from: 'half a screen', to: 'a large one', widths: [900, 1280, 1920], context: {} }

/** A node's name says what its texts say and more; axe-core reads the texts of an SVG without a space between them. */
const rules = { 'label-content-name-mismatch': { enabled: false } }

describe.skipIf(chromium() === undefined)(`for everybody${without}`, () => {
  const { open, closeAll } = visits()
  afterEach(closeAll)

  describe.each(views)('the view %s', (view) => {
    it('breaks no rule of axe-core for contrast, names, roles and order, in either theme', async () => {
      const { page } = await open(`#${view}`)
      await settled[view](page)
      await page.evaluate(axe.source)
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
        const { violations } = (await page.evaluate(`axe.run(${JSON.stringify({ rules })})`)) as axe.AxeResults
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
        )
        expect(found, colorScheme).toEqual([])
      }
    })

    it.each([phone, desktop])(
      'has nothing beside the edges of a window, from $from to $to',
      async ({ widths, context }) => {
        const { page } = await open(`#${view}`, context)
        await settled[view](page)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 })
          await expect.poll(() => page.evaluate('innerWidth')).toBe(width)
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        }
      },
    )

    it('lets the keyboard reach every control, each of which shows where it is', async () => {
      const { page } = await open(`#${view}`)
      await settled[view](page)
      // The state of the focus after each press, until it has gone around or is where it has been.
      const seen: string[] = []
      for (let presses = 0; presses < 150; presses += 1) {
        // The editor keeps the key for itself until Escape is pressed.
        if (await page.evaluate('document.activeElement?.tagName === "TEXTAREA"')) await page.keyboard.press('Escape')
        await page.keyboard.press('Tab')
        const at = (await page.evaluate(`(() => {
          const element = document.activeElement
          if (element === null || element === document.body) return ''
          element.dataset.reached = 'yes'
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
          return outlineStyle !== 'none' && outlineWidth !== '0px' || boxShadow !== 'none' || element.tagName === 'TEXTAREA' ? 'seen' : element.outerHTML
        })()`)) as string
        if (at === '') break
        seen.push(at)
      }
      expect(seen.filter((at) => at !== 'seen')).toEqual([])
      const missed =
        (await page.evaluate(`[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((element) => !element.disabled && element.checkVisibility() && element.dataset.reached !== 'yes'
          && !(element.type === 'radio' && !element.checked))
        .map((element) => element.outerHTML.slice(0, 160))`)) as string[]
      expect(missed).toEqual([])
    })
  })
})
