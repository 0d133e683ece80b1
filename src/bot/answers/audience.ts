import type { Candidate, IndexedPassage } from '../../knowledge/index.ts'

/** What a page for the visitor's own kind of customer is worth more in rank. */
const bonus = 0.3
/** How near in meaning to the leading passage one must come to be moved up. */
const nearInMeaning = 0.8

const firm =
  'company|business|firm|organi[sz]ation|firma|unternehmen|betrieb|entreprise|société|empresa|azienda|ditta|bedrijf|zaak|firm[aęy]|şirket'
const speaksAsFirm = new RegExp(
  `(?<!\\p{L})(?:(?:as|for|are|is|have|own|run) (?:an?|my|our) (?:\\p{L}+ )?(?:${firm})|our (?:company|business|firm)(?! (?:name|logo|address|details|card|account|plan))|business customers?|b2b|(?:als|für) (?:(?:eine?|unsere?n?) )?(?:${firm})|gewerblich\\p{L}*|geschäftskund\\p{L}*|(?:en tant qu['’]|pour (?:une|notre) )(?:${firm})|(?:como |para (?:una |mi |nuestra )?|para (?:uma |a nossa )?)(?:${firm})|(?:come |per (?:una |la nostra )?)(?:${firm})|(?:jako|dla) (?:${firm})|şirket olarak|kurumsal)(?!\\p{L})`,
  'iu',
)
const forFirms =
  /(?<!\p{L})(?:business(?:es)?|compan(?:y|ies)|firms?|b2b|trade customers?|wholesale|geschäftskunden|firmenkunden|gewerbekunden|gewerbliche|unternehmen|firmen|entreprises?|professionnels|empresas?|aziende|imprese|bedrijven|zakelijke?|firm|kurumsal|şirketler)(?!\p{L})/iu
const forPersons =
  /(?<!\p{L})(?:private (?:customers?|persons?|individuals?)|consumers?|privatkund\p{L}*|verbraucher\p{L}*|particuliers?|consommateurs?|particulares|consumidor\p{L}*|privati|consumator\p{L}*|particulieren|consumenten|klienci indywidualni|konsument\p{L}*|bireysel|tüketici\p{L}*)(?!\p{L})/iu

/**
 * What a passage gains in rank by being meant for the visitor's kind of customer: rules for private customers and for
 * businesses read alike and differ in what they say. 0 unless the visitor speaks as a business.
 */
export function audienceWorth(
  candidate: Candidate,
  candidates: readonly Candidate[],
  question: string,
): number {
  if (!speaksAsFirm.test(question)) return 0
  const { passage } = candidate
  const named = forFirms.test([passage.title, ...passage.headingPath].join(' '))
  if (named) return candidate.dense >= nearInMeaning * (candidates[0]?.dense ?? 0) ? bonus : 0
  return isForPersons(passage) ? -bonus / 2 : 0
}

function isForPersons({ title, headingPath, text }: IndexedPassage): boolean {
  const all = [title, ...headingPath, text].join(' ')
  return forPersons.test(all) && !forFirms.test(all)
}
