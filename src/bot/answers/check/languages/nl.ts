import type { LanguageWords } from './words.ts'

/** Dutch. */
export const dutch: LanguageWords = {
  negators:
    'niet|geen|nooit|zonder|noch|niemand|niets|nergens|evenmin|tenzij|behalve|uitgezonderd|uitgesloten|onmogelijk|verboden',
  only: 'alleen|enkel|slechts|uitsluitend|louter|exclusief',
  partial: 'sommige|soms|meestal|vaak|enkele|bepaalde|deels|gedeeltelijk',
  whole: 'altijd|alle|alles|allemaal|iedereen|elke|elk|ieder|iedere|overal|geheel|hele|gehele',
  must: 'moet|moeten|verplicht|vereist|nodig|dient|dienen|noodzakelijk',
  may: 'kan|kunt|kunnen|mag|mogen|optioneel|mogelijk|vrijwillig',
  conditions:
    'als|indien|wanneer|mits|zolang|zodra|tenzij|behalve|uitgezonderd|alleen als|op voorwaarde dat|in geval van',
  exceptions: 'tenzij|behalve|uitgezonderd|met uitzondering van|maar niet',
  concessions: 'ook als|ook wanneer|ook zonder|zelfs|ongeacht|hoewel|inclusief|ook voor|ook bij|ook op',
  sooner: 'vóór|voordat|tot|totdat|vooraf',
  later: 'na|nadat|zodra|achteraf',
  upper:
    'binnen|tot|tot en met|maximaal|hoogstens|ten hoogste|niet meer dan|niet langer dan|minder dan|lager dan|korter dan|onder|beneden|vóór|uiterlijk|max',
  lower:
    'minstens|minimaal|ten minste|tenminste|op zijn minst|vanaf|meer dan|hoger dan|langer dan|boven|na|sinds|niet minder dan',
  upperBehind: 'of minder|maximaal',
  lowerBehind: 'of meer|of langer|en ouder|of ouder|minimaal',
  strict: 'meer dan|hoger dan|langer dan|boven|minder dan|lager dan|korter dan|onder|beneden',
  either: 'of|tussen',
  both: 'en',
  verbs:
    'is|zijn|was|wordt|worden|kan|kunt|kunnen|moet|moeten|mag|mogen|heeft|hebben|kost|kosten|duurt|duren|geldt|gelden|opent|sluit|komt|krijgt|betaalt|betalen|leveren|vergoeden|dekt',
  framing:
    'kunt|kan|kunnen|wordt|worden|zijn|heeft|hebben|heb|mag|mogen|moet|moeten|zal|zullen|bent|uw|jouw|jullie|binnen|vanaf|tot|boven|onder|over|ten|minste|maximaal|minimaal|minstens|hoogstens|hoogste|om|te|der|den|als|indien|wanneer|mits|door|per|tussen|daarna|vóór|voordat|nadat|sinds|elke|elk|iedere|alleen|enkel|alsook|tevens|eerst|nog|al|reeds|ongeveer|circa|mogelijk|krijgt|krijgen|geldt|gelden|duurt|duren|kost|kosten|prijs|bedraagt|zodra|zelf|zich|hierbij|dient',
  synonyms:
    'retourneren geretourneerd retour terugsturen teruggestuurd terugzenden retourzending|terugbetaling terugbetalen terugbetaald vergoeding vergoeden restitutie|opzeggen opgezegd opzegging beëindigen stopzetten|annuleren geannuleerd annulering afzeggen|levering leveren geleverd bezorging bezorgen bezorgd verzenden verzending verzonden|gratis kosteloos|open opent geopend openen|gesloten sluit sluiten dicht|aanvragen aangevraagd aanvraag verzoek|reparatie repareren gerepareerd herstellen hersteld|beschadigd kapot defect schade|betalen betaalt betaald betaling|winkel zaak filiaal|bestelling besteld bestellen order orders bestellingen|wachtwoord paswoord|inbegrepen inclusief|artikel product',
}
