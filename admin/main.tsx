import '@mantine/core/styles.css'
import './tokens.css'
import './admin.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { registerServiceWorker } from './shell/service-worker.ts'
import { TextContext, textsIn } from './texts/index.ts'
import { theme } from './theme.ts'

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 2_000, refetchOnWindowFocus: true } },
})
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
// What keeps the page behind a drawer from scrolling makes a style of its own, and asks for the nonce by this name.
Object.assign(globalThis, { __webpack_nonce__: nonce })
const language = navigator.language
document.documentElement.lang = language.toLowerCase().startsWith('de') ? 'de' : 'en'

registerServiceWorker()
createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
    <QueryClientProvider client={queries}>
      <TextContext value={textsIn(language)}>
        <App />
      </TextContext>
    </QueryClientProvider>
  </MantineProvider>,
)
