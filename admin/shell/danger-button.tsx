import { Button, type ButtonProps } from '@mantine/core'
import type { ComponentPropsWithoutRef } from 'react'

/** What takes something away: quiet until it is looked for, and red in a tone that is legible on any ground. */
export function DangerButton(props: ButtonProps & ComponentPropsWithoutRef<'button'>) {
  return <Button variant="subtle" color="red" className="danger" {...props} />
}
