import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core'
import { afterAll, beforeAll, inject, onTestFailed, onTestFinished } from 'vitest'
import { chromium, options } from './chromium.js'
import type { Hosting } from './site.js'

/** A page, and all that it did which a visitor of it should not see. */
export interface Visit {
  readonly page: Page
  /** Errors and warnings in the console, failures that nobody caught, and requests to elsewhere or for what is not there. */
  readonly faults: readonly string[]
}

/** How a page is opened, and what runs in it before its own scripts, as text. */
export interface Opening extends BrowserContextOptions {
  readonly before?: string
}

interface Opened extends Visit {
  readonly context: BrowserContext
}

/** Opens pages of the built playground, in a browser of its own for the file's tests. */
export const visits = (hosting: Hosting = 'isolated') => {
  let launched: Browser | undefined
  beforeAll(async () => {
    const executable = chromium()
    if (executable !== undefined) launched = await playwright.launch(options(executable))
  })
  afterAll(() => launched?.close())

  const browser = (): Browser => {
    if (launched === undefined) throw new Error('There is no browser to open a page in.')
    return launched
  }

  const opened = async (address: string, { before, ...context }: Opening): Promise<Opened> => {
    const site = inject('addresses')[hosting]
    const faults: string[] = []
    const own = await browser().newContext({ viewport: { width: 1280, height: 800 }, ...context })
    const page = await own.newPage()
    // Less than a test may take, so that what is waited for in vain is named.
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`failure: ${error.message}`))
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`)
    })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(site) && !/^(data|blob):/.test(url)) faults.push(`elsewhere: ${url}`)
    })
    if (before !== undefined) await page.addInitScript(before)
    await page.goto(site + address)
    // Chromium lets inputs fall that come before a page's first paint: nobody could have aimed at anything.
    await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0")
    return { page, faults, context: own }
  }

  /** Opens the page at `#address`, until the end of the test. */
  const open = async (address: string, opening: Opening = {}): Promise<Visit> => {
    const { context, ...visit } = await opened(address, opening)
    onTestFinished(() => context.close())
    return visit
  }

  /**
   * One page for tests that follow each other on it, each from where the one before has left it: a page takes longer to
   * start than most tests. After a test that failed the next one is given a new page.
   */
  const stay = (address: string, opening: Opening = {}): (() => Promise<Visit>) => {
    let staying: Promise<Opened> | undefined
    return async () => {
      const current = staying ?? opened(address, opening)
      staying = current
      onTestFailed(async () => {
        staying = undefined
        await (await current).context.close()
      })
      return current
    }
  }

  return { browser, open, stay }
}
