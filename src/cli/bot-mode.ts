import { Channel } from '../contract/bot-mode.ts'

const channels = Channel.options

/** What `careline bot set` takes of the modes of channels; the bot's own is `mode`. */
export const modeNames = channels.map(channel => `mode.${channel}`).join(', ')

/**
 * `mode.widget=off` as the part of the setting it changes; empty: the bot's own mode counts again. `undefined` when the
 * name is none of a channel.
 */
export function readChannelMode(
  name: string,
  value: string,
): [channel: Channel, mode: string | null] | undefined {
  const channel = channels.find(one => name === `mode.${one}`)
  return channel && [channel, value === '' ? null : value]
}

/** Channels with a mode of their own, as rows of the table that `careline bot` shows. */
export function modeRows(
  modes: Partial<Record<Channel, string | null>> = {},
): [name: string, value: string][] {
  return channels.flatMap(channel => (modes[channel] ? [[`mode.${channel}`, modes[channel]]] : []))
}
