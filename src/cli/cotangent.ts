#!/usr/bin/env node
import { createRequire } from 'node:module'
import { gradcheckCommand, type Surroundings } from './gradcheck/command.js'

const help = `Usage: cotangent <command>

Commands:
  gradcheck    runs the gradient checks that modules export; see cotangent gradcheck --help

Options:
  --help, --version
`

const wantsColour = ({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean =>
  FORCE_COLOR === undefined ? !NO_COLOR && process.stdout.isTTY === true : FORCE_COLOR !== '0'

const main = async ([command, ...rest]: readonly string[], around: Surroundings): Promise<number> => {
  if (command === 'gradcheck') return gradcheckCommand(rest, around)
  if (command === '--version') around.out(`${around.version}\n`)
  else if (command === '--help' || command === '-h') around.out(help)
  else {
    around.err(`${command === undefined ? '' : `error: there is no command ${command}\n\n`}${help}`)
    return 2
  }
  return 0
}

const { version } = createRequire(import.meta.url)('cotangent/package.json') as { readonly version: string }

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  coloured: wantsColour(process.env),
  folder: process.cwd(),
  environment: process.env,
  version,
})
