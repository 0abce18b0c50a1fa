/// <reference types="vite/client" />
import { render } from 'preact'
import { App } from './app/App.js'

const root = document.getElementById('app')
if (root !== null) render(<App />, root)

// What is built works without a network from the second visit on; pages that are not secure have no service workers.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  addEventListener('load', () => void navigator.serviceWorker.register('./offline.js'))
