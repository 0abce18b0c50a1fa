/** Of the site: all its files, by addresses relative to this one, and a word that is another when any of them is. */
declare const built: { readonly files: readonly string[]; readonly version: string }

interface Lasting {
  waitUntil(done: Promise<unknown>): void
}

interface Fetching {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

/** The scope of a service worker, of which the library of the DOM knows the window's only. */
const scope = globalThis as unknown as {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}

const prefix = `cotangent-playground ${scope.registration.scope} `

const name = prefix + built.version

const keep = async (): Promise<void> => (await caches.open(name)).addAll([...built.files])

const forgetOthers = async (): Promise<void> => {
  const others = (await caches.keys()).filter((each) => each.startsWith(prefix) && each !== name)
  await Promise.all(others.map((each) => caches.delete(each)))
  await scope.clients.claim()
}

/** The page itself is asked for anew, so that it is never older than its host; its files are named by what is in them. */
const answer = async (request: Request): Promise<Response> => {
  const kept = await caches.open(name)
  // Hosts say that answers vary by headers, such as that of the origin, which scripts of modules send and `keep` does not.
  if (request.mode !== 'navigate') return (await kept.match(request, { ignoreVary: true })) ?? fetch(request)
  try {
    return await fetch(request)
  } catch (unreachable) {
    const page = await kept.match('./', { ignoreVary: true })
    if (page === undefined) throw unreachable
    return page
  }
}

// A new version waits until no page of the one before is open, whose files it would forget.
scope.addEventListener('install', (event) => event.waitUntil(keep()))
scope.addEventListener('activate', (event) => event.waitUntil(forgetOthers()))
scope.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(answer(event.request))
})
