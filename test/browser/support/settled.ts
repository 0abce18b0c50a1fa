import type { Page } from 'playwright-core'
import type { ViewName } from '../../../examples/playground/app/address.js'

/** Until a view has computed what it shows first. */
export const settled: { readonly [View in ViewName]: (page: Page) => Promise<void> } = {
  train: (page) => page.locator('dt:text-is("Loss") + dd').filter({ hasText: /\d/ }).waitFor(),
  graph: (page) => page.getByRole('listbox', { name: 'Graph' }).getByRole('option').first().waitFor(),
  check: (page) =>
    page
      .getByText(/divide by 3/)
      .first()
      .waitFor(),
}

/** Until two frames have been drawn since: what a page was about to draw is there. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))')
