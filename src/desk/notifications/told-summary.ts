import type { HandoffPack } from '../../contract/desk-api.ts'
import { findIdentifiers, plainDigits } from '../pack/identifiers.ts'
import { summarise } from '../pack/summary.ts'

/** The summary of a pack as it may leave the server: with what the visitor gave, or without. */
export function toldSummary(pack: HandoffPack, { details }: { details: boolean }): string {
  if (details) return pack.summary
  const without = (text: string) => hidden(text, pack)
  const tried = pack.tried.map(one => ({ ...one, question: without(one.question) }))
  return summarise({ ...pack, need: without(pack.need), tried, identifiers: [] })
}

/** What stands for what is left out. */
const LEFT_OUT = '…'

function hidden(said: string, { identifiers, contact }: HandoffPack): string {
  const text = plainDigits(said)
  const given = [...identifiers, ...findIdentifiers([text])].map(({ value }) => value)
  const known = [contact.email, contact.name, ...(contact.name?.split(/\s+/) ?? [])]
  return [...given, ...known]
    .filter(value => value !== null && value.length > 1)
    .map(value => value as string)
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, value) => rest.replaceAll(asWord(value), LEFT_OUT), text)
    .replace(/\b(?:https?:\/\/|www\.)\S+|(?:…|\.{3})\w{1,4}\b/giu, LEFT_OUT)
}

/** Where a value stands for itself. Only Latin letters and digits are looked at: other scripts set no spaces between words. */
function asWord(value: string): RegExp {
  const exact = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${exact}(?![\\p{Script=Latin}\\p{N}])`, 'giu')
}
