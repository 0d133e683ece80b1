import { createTheme } from '@mantine/core'

/** Sizes and shapes of all screens; colours are Mantine's own, which have a light and a dark value each. */
export const theme = createTheme({
  primaryColor: 'teal',
  /** Dark enough for white letters on it (5:1). */
  primaryShade: 9,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
})
