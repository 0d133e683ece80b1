import { Text } from '@mantine/core'
import { WIDGET_COLOUR } from '../../src/contract/choices.ts'
import { useTexts } from '../texts/index.ts'
import type { BotSettings } from './bot.ts'

/** The widget as these settings make it look, drawn anew at each change: nothing of it is sent or saved. */
export function Preview({ settings }: { settings: BotSettings }) {
  const say = useTexts()
  const colour = /^#[0-9a-f]{6}$/i.test(settings.colour ?? '') ? settings.colour! : WIDGET_COLOUR
  return (
    <section aria-label={say('bots.preview')}>
      <Text size="xs" c="dimmed" mb={4}>
        {say('bots.preview')}
      </Text>
      <div className="preview">
        <div className="preview-head" style={{ background: colour, color: lettersOn(colour) }}>
          {settings.name}
          {settings.companyName && ` · ${settings.companyName}`}
        </div>
        <div className="preview-body">
          <div className="message" data-author="visitor">
            {settings.greeting ?? say('bots.ownGreeting')}
          </div>
          {settings.starters.map(starter => (
            <span key={starter} className="preview-starter" style={{ borderColor: colour }}>
              {starter}
            </span>
          ))}
        </div>
        <div className="preview-foot" data-side={settings.position}>
          <span className="preview-bubble" style={{ background: colour }} />
        </div>
      </div>
    </section>
  )
}

/** Black or white, whichever is read more easily on a colour (WCAG's relative luminance). */
function lettersOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}
