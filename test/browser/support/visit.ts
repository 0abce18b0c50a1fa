import type { AddressInfo } from 'node:net'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core'
import { preview } from 'vite'
import { afterAll, beforeAll, inject } from 'vitest'
import { chromium, options } from './chromium.js'
import { playgroundConfig } from './site.js'

/** How the site is served: with the headers of an isolated page or without, and in which folder of the host. */
export interface Hosting {
  readonly isolated?: boolean
  readonly base?: string
}

/** A page, and all that it did which a visitor of it should not see. */
export interface Visit {
  readonly page: Page
  /** Errors and warnings in the console, failures that nobody caught, and requests to elsewhere or for what is not there. */
  readonly faults: readonly string[]
}

/** Serves the built playground, and opens pages of it in a browser of its own for the file's tests. */
export const visits = (hosting: Hosting = {}) => {
  const { isolated = true, base = '/' } = hosting
  const opened: BrowserContext[] = []
  let browser: Browser | undefined
  let server: Awaited<ReturnType<typeof preview>> | undefined
  let origin = ''

  beforeAll(async () => {
    const executable = chromium()
    if (executable === undefined) return
    server = await preview({
      // The playground's own configuration has the headers; any other host is one without it.
      configFile: isolated ? playgroundConfig : false,
      base,
      build: { outDir: inject('site') },
      preview: { port: 0, host: '127.0.0.1' },
    })
    origin = `http://127.0.0.1:${(server.httpServer.address() as AddressInfo).port}`
    browser = await playwright.launch(options(executable))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  /** Opens the page at `#address`; what runs in it `before` its own scripts is given as text. */
  const open = async (address: string, context: BrowserContextOptions = {}, before?: string): Promise<Visit> => {
    if (browser === undefined) throw new Error('There is no browser to open a page in.')
    const faults: string[] = []
    const tab = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })
    opened.push(tab)
    const page = await tab.newPage()
    // Less than a test may take, so that what is waited for in vain is named.
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`failure: ${error.message}`))
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`)
    })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${origin}${base}`) && !/^(data|blob):/.test(url)) faults.push(`elsewhere: ${url}`)
    })
    if (before !== undefined) await page.addInitScript(before)
    await page.goto(`${origin}${base}${address}`)
    // Chromium lets inputs fall that come before a page's first paint: nobody could have aimed at anything.
    await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0")
    return { page, faults }
  }

  return { open, closeAll: async () => void (await Promise.all(opened.splice(0).map((each) => each.close()))) }
}
