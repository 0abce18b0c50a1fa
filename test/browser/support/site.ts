import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type PreviewServer, preview } from 'vite'
import type { TestProject } from 'vitest/node'
import { root } from '../../support/sources.js'

/** How the site is served: with the headers of an isolated page or without, and in which folder of the host. */
export const hostings = {
  isolated: { isolated: true, base: '/' },
  plain: { isolated: false, base: '/' },
  folder: { isolated: false, base: '/some/folder/' },
} as const

/** A way in which the site is served. */
export type Hosting = keyof typeof hostings

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the playground is built to. */
    readonly site: string
    /** Where it is served from, each way: the address of the page without its last part. */
    readonly addresses: { readonly [H in Hosting]: string }
  }
}

interface Site {
  readonly folder: string
  readonly servers: readonly PreviewServer[]
  readonly addresses: { readonly [H in Hosting]: string }
}

const configFile = join(root, 'examples/playground/vite.config.ts')

const built = async (): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-playground-')))
  // As `npm run playground` does: the tests' own environment would make another site of it.
  const environment = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({ configFile, logLevel: 'error', build: { outDir: folder } })
  process.env.NODE_ENV = environment
  return folder
}

const served = async (folder: string, hosting: Hosting) => {
  const { isolated, base } = hostings[hosting]
  const server = await preview({
    // The playground's own configuration has the headers; any other host is one without it.
    configFile: isolated ? configFile : false,
    base,
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1' },
  })
  const { port } = server.httpServer.address() as AddressInfo
  return { server, address: `http://127.0.0.1:${port}${base}` }
}

const made = async (): Promise<Site> => {
  const folder = await built()
  const [isolated, plain, inFolder] = await Promise.all([
    served(folder, 'isolated'),
    served(folder, 'plain'),
    served(folder, 'folder'),
  ])
  return {
    folder,
    servers: [isolated.server, plain.server, inFolder.server],
    addresses: { isolated: isolated.address, plain: plain.address, folder: inFolder.address },
  }
}

/** Each project has a copy of this module in the one process, where they share the site by this name. */
const shared = globalThis as { cotangentPlayground?: Promise<Site> | undefined }

/** Builds the playground once for all tests in the browser, and serves it. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  shared.cotangentPlayground ??= made()
  const { folder, servers, addresses } = await shared.cotangentPlayground
  project.provide('site', folder)
  project.provide('addresses', addresses)
  return async () => {
    shared.cotangentPlayground = undefined
    // What the first of the projects has done is done already.
    await Promise.all(servers.map(async (server) => server.httpServer.listening && (await server.close())))
    rmSync(folder, { recursive: true, force: true })
  }
}
