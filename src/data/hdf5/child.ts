/** What the process that runs the HDF5 library is asked. */
export interface Job {
  /** How many bytes the file has. */
  readonly length: number
  /** The first piece of them; the others follow. */
  readonly first: Uint8Array
  /** The most bytes of all datasets together, in the file and in memory. */
  readonly limit: number
  /** The bytes that a number of each kind takes in memory. */
  readonly widths: Readonly<Record<string, number>>
  /** The datasets to read, as paths without the first stroke; all of them where it is left out. */
  readonly only?: readonly string[]
}

/**
 * Numbers (little-endian, whatever they are in the file), strings, or why there are neither. `B` is what bytes are: on
 * their way from the process, those that are many have gone ahead, and a number says which they are.
 */
export type Content<B = Uint8Array> =
  | {
      readonly type: 'numbers'
      readonly shape: readonly number[]
      readonly kind: string
      readonly bytes: B
    }
  | { readonly type: 'strings'; readonly shape: readonly number[]; readonly strings: readonly string[] }
  | { readonly type: 'other'; readonly what: string }

/** A value with a name. */
export type Named<A> = readonly (readonly [name: string, value: A])[]

/** What it answers. */
export type Answer<B = Uint8Array> =
  | {
      readonly type: 'file'
      readonly datasets: Named<{ readonly content: Content<B>; readonly attributes: Named<Content<B>> }>
      readonly groups: Named<Named<Content<B>>>
      /** Whether the library met nothing that was wrong, so that it can be trusted with another file. */
      readonly clean: boolean
    }
  | {
      readonly type: 'refusal'
      readonly error: 'FormatError' | 'SizeError' | 'UnsupportedError'
      readonly problem: string
    }
  /** There is no library, or no process for it. */
  | { readonly type: 'absence'; readonly problem: string }
  /** The library broke down, or lost its way: nothing it does from now on counts. */
  | { readonly type: 'breakdown'; readonly problem: string }

/** What comes from the process: a sign of life, how many bytes come next, a piece of them, or the answer. */
export type Message = 'alive' | number | Uint8Array | Answer<Uint8Array | number>

/** Bytes pass the channel in pieces of this length: it copies them, and longer ones are copied no faster. */
export const pieceLength = 2 ** 20

/**
 * The program of the process, as text, so that no file of ours has to be found, whatever bundler this went through: a
 * function of the address of the library. It says little for the library's sake, which has C's pointers: nothing is
 * allocated before its claimed size is checked, the memory cannot grow past what the file may need, and what the library
 * prints is kept, not shown. It ends with the process that started it, whatever it is at.
 */
export const childSource = `(address) => {
  const { Worker } = require('node:worker_threads')
  const mostObjects = 10000
  const deepest = 64
  // Every object is looked up from the root. A few groups, each with two links to the next, have millions of paths.
  const mostSteps = 50000
  const classes = ['integer', 'float', 'time', 'string', 'bit field', 'opaque', 'compound', 'reference', 'enumeration', 'sequence', 'array']

  process.title = 'cotangent-hdf5'
  const end = () => process.kill(process.pid, 'SIGKILL')
  process.on('disconnect', end)
  // What is sent to a whole group of processes is for the one that started this one to answer.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
  process.on('uncaughtException', (cause) => process.connected ? process.send({ type: 'breakdown', problem: String(cause) }) : end())

  // A library that goes round for ever does not hear that the channel has closed: a thread looks after that.
  const watch = () => {
    const absent = "(pid) => { try { process.kill(pid, 0) } catch ({ code }) { return code === 'ESRCH' } return false }"
    const look = '() => { if (process.ppid !== ' + process.ppid + ' || (' + absent + ')(' + process.ppid + ")) process.kill(process.pid, 'SIGKILL') }"
    try {
      new Worker('setInterval(' + look + ', 1000)', { eval: true, stdout: true, stderr: true }).unref()
    } catch (cause) {
      // A process that may have children may still not have threads; then it is the channel alone.
      if (cause.code !== 'ERR_ACCESS_DENIED') throw cause
    }
  }

  let last = 0
  const send = (message) => {
    last = performance.now()
    return new Promise((resolve) => process.send(message, resolve))
  }
  let sent = 0
  const packed = async (content) => {
    if (content.type !== 'numbers' || content.bytes.length <= ${2 ** 16}) return content
    const { bytes } = content
    await send(bytes.length)
    for (let at = 0; at < bytes.length; at += ${pieceLength}) await send(bytes.subarray(at, at + ${pieceLength}))
    return { ...content, bytes: sent++ }
  }

  let said = []
  for (const name of ['debug', 'error', 'info', 'log', 'warn'])
    console[name] = (...words) => { if (said.length < 1000) said.push(words.join(' ')) }
  // Of the library's lines about one error, the innermost function's say most: "#003: file.c line 1 in f(): what is wrong".
  const reason = (otherwise) => {
    const lines = said.flatMap((line) => /#\\d+: .*\\(\\): (.+)/.exec(line)?.[1] ?? [])
    return lines.at(-1) ?? otherwise
  }

  let memory = 2 ** 31
  const { grow } = WebAssembly.Memory.prototype
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + 65536 * pages > memory) throw new RangeError('no more memory for this file')
    return grow.call(this, pages)
  }

  class Refusal extends Error {
    constructor(error, problem) { super(problem); this.error = error }
  }
  const broken = (what) => new Refusal('FormatError', what + ': ' + reason('the library cannot read it'))

  const sizeOf = (shape) => shape.reduce((product, extent) => product * extent, 1)

  const kindOf = ({ type, size, signed, enum_type: members }) => {
    if (type === 0 && [1, 2, 4, 8].includes(size)) return (signed ? 'i' : 'u') + size
    if (type === 1 && [2, 4, 8].includes(size)) return 'f' + size
    // As h5py writes truths.
    if (type === 8 && size === 1 && members.nmembers === 2 && members.members.FALSE === 0 && members.members.TRUE === 1) return 'bool'
    return undefined
  }

  const text = (bytes, cset) => {
    const end = bytes.indexOf(0)
    return new TextDecoder(cset === 1 ? 'utf-8' : 'latin1').decode(end < 0 ? bytes : bytes.subarray(0, end))
  }

  const read = async (library, job, bytes) => {
    const { Module, Dataset } = library
    let left = job.limit
    let objects = 0
    let steps = 0

    // What 'fetch' writes to memory of this many bytes, in memory of ours.
    const fetched = (what, length, fetch) => {
      const pointer = Module._malloc(Math.max(1, length))
      if (pointer === 0) throw new Refusal('SizeError', what + ' takes ' + length + ' bytes, more than there is room for')
      try {
        Module.HEAPU8.fill(0, pointer, pointer + length)
        const before = said.length
        const status = fetch(BigInt(pointer))
        if (status < 0 || said.length > before) throw broken(what)
        return Module.HEAPU8.slice(pointer, pointer + length)
      } finally {
        Module._free(pointer)
      }
    }

    // Without the other files the library would give zeros for them; without the filter it would give up the whole file.
    const elsewhere = (sources = [], filters = []) => {
      const missing = filters.find(({ id }) => id > Module.H5Z_FILTER_SCALEOFFSET)
      if (missing !== undefined) return 'elements packed by the filter ' + missing.name + ' (' + missing.id + ')'
      return sources.some(({ file_name }) => file_name !== '.') ? 'elements that lie in other files' : undefined
    }

    const content = (what, metadata, filters, fetch, variable) => {
      const { shape, size, type, vlen, cset, virtual_sources } = metadata
      if (!Array.isArray(shape)) return { type: 'other', what: 'no elements at all' }
      const away = elsewhere(virtual_sources, filters)
      if (away !== undefined) return { type: 'other', what: away }
      const count = sizeOf(shape)
      const length = count * size
      const kind = kindOf(metadata)
      if (kind === undefined && type !== 3) return { type: 'other', what: 'elements of the kind ' + (classes[type] ?? type) + ' of ' + size + ' bytes' }
      const possible = [size, ...shape].every(Number.isSafeInteger) && Number.isSafeInteger(8 * size * sizeOf(shape.filter((extent) => extent > 0)))
      if (!possible) throw new Refusal('FormatError', what + ' has no possible shape, [' + shape.join(', ') + ']')
      // A string in memory takes more than its bytes.
      const claimed = type === 3 ? length + 64 * count : Math.max(length, count * job.widths[kind])
      if (claimed > left) throw new Refusal('SizeError', what + ' of the shape [' + shape.join(', ') + '] takes ' + claimed + ' bytes, more than ' + left)
      left -= claimed
      if (kind !== undefined) return { type: 'numbers', shape, kind, bytes: fetched(what, length, fetch) }
      if (size === 0) throw broken(what)
      if (vlen) {
        const before = said.length
        const value = count === 0 ? [] : variable()
        if (said.length > before) throw broken(what)
        const strings = [value].flat()
        if (strings.length !== count || !strings.every((each) => typeof each === 'string')) throw broken(what)
        left -= strings.reduce((total, each) => total + 2 * each.length, 0)
        if (left < 0) throw new Refusal('SizeError', what + ' has longer strings than there is room for')
        return { type: 'strings', shape, strings }
      }
      const bytes = fetched(what, length, fetch)
      const strings = Array.from({ length: count }, (_, index) => text(bytes.subarray(index * size, (index + 1) * size), cset))
      return { type: 'strings', shape, strings }
    }

    const counted = () => {
      if (++objects > mostObjects) throw new Refusal('UnsupportedError', 'there are more than ' + mostObjects + ' groups, datasets and attributes')
    }

    const reached = (depth) => {
      counted()
      steps += depth
      if (steps > mostSteps) throw new Refusal('UnsupportedError', 'too many groups and datasets lie deep in other groups')
    }

    const inspect = async (file, path) => {
      const named = (what) => (path === '/' ? 'the file' : path.slice(1)) + (what === undefined ? '' : ', attribute ' + what)
      const attributes = []
      for (const name of Module.get_attribute_names(file, path)) {
        counted()
        const metadata = Module.get_attribute_metadata(file, path, name)
        attributes.push([name, await packed(content(named(name), metadata, [],
          (pointer) => Module.get_attribute_data(file, path, name, pointer),
          () => new Dataset(file, path).get_attribute(name, false)))])
      }
      return { attributes, named }
    }

    Module.FS.writeFile('/file.h5', bytes)
    let file = -1n
    try {
      file = Module.open('/file.h5', Module.H5F_ACC_RDONLY, false, -1, -1)
      if (file < 0n) throw broken('the file')
      const datasets = []
      const groups = []
      const visit = async (path, ancestors) => {
        const identity = Module.create_object_reference(file, path).join()
        // A link back up.
        if (ancestors.includes(identity)) return
        if (ancestors.length > deepest) throw new Refusal('UnsupportedError', 'groups are nested more than ' + deepest + ' deep')
        const { attributes } = await inspect(file, path)
        groups.push([path.slice(1), attributes])
        for (const name of Module.get_names(file, path, false)) {
          reached(ancestors.length + 1)
          const inner = (path === '/' ? '' : path) + '/' + name
          const type = Module.get_type(file, inner)
          if (type === Module.H5G_GROUP) await visit(inner, [...ancestors, identity])
          else if (type === Module.H5G_DATASET) {
            if (job.only !== undefined && !job.only.includes(inner.slice(1))) continue
            const { attributes, named } = await inspect(file, inner)
            const metadata = Module.get_dataset_metadata(file, inner)
            datasets.push([inner.slice(1), { attributes, content: await packed(content(named(), metadata, Module.get_dataset_filters(file, inner),
              (pointer) => Module.get_dataset_data(file, inner, null, null, null, pointer),
              () => new Dataset(file, inner).value)) }])
            if (performance.now() > last + 20) await send('alive')
          } else if (type !== Module.H5G_TYPE && type !== Module.H5G_LINK && type !== Module.H5G_UDLINK) throw broken(inner.slice(1))
        }
      }
      await visit('/', [])
      return { datasets, groups }
    } finally {
      const closed = file < 0n || Module.close_file(file) >= 0
      Module.FS.unlink('/file.h5')
      if (!closed) throw broken('the file')
    }
  }

  const ready = import(address).then(async (library) => { await library.ready; watch(); await send('alive'); return library })
  ready.catch((cause) => process.send({ type: 'absence', problem: String(cause) }))

  const answer = async (job, bytes) => {
    const library = await ready.catch(() => undefined)
    if (library === undefined) return
    said = []
    sent = 0
    memory = Math.min(2 ** 31, 2 ** 26 + job.length + job.limit)
    try {
      const found = await read(library, job, bytes)
      await send({ type: 'file', ...found, clean: said.length === 0 })
    } catch (cause) {
      if (cause instanceof Refusal) return send({ type: 'refusal', error: cause.error, problem: cause.message })
      if (cause instanceof WebAssembly.RuntimeError) return send({ type: 'breakdown', problem: cause.message })
      if (cause instanceof RangeError) return send({ type: 'breakdown', problem: cause.message })
      return send({ type: 'refusal', error: 'FormatError', problem: reason(String(cause?.message ?? cause)) })
    }
  }

  let job, bytes, filled
  process.on('message', (message) => {
    if (!(message instanceof Uint8Array)) {
      job = message
      bytes = new Uint8Array(job.length)
      filled = 0
    }
    const piece = message instanceof Uint8Array ? message : job.first
    bytes.set(piece, filled)
    filled += piece.length
    if (filled === job.length) answer(job, bytes)
  })
}`
