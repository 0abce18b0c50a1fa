import { writeSync } from 'node:fs'
import { readHdf5 } from '../../../src/data/hdf5/read.js'
import { children } from '../../support/children.js'

// A script that reads a file, and then has nothing left to do. It says which process the library is in, once it is there.
children((child) => child.once('message', () => writeSync(1, `${child.pid}\n`)))
await readHdf5(process.argv[1], { maxBytes: 2 ** 20 })()
