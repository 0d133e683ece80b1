import type { LanguageWords } from './words.ts'

/** Italian. */
export const italian: LanguageWords = {
  negators:
    'non|no|mai|né|senza|nessun|nessuno|nessuna|niente|nulla|neppure|nemmeno|neanche|tranne|salvo|eccetto|escluso|esclusi|esclusa|escluse|fuorché|impossibile|vietato|vietata|vietati|vietate',
  only: 'solo|soltanto|solamente|esclusivamente|unicamente|unico|unica|unici|uniche|riservato|riservata|riservati|riservate',
  partial: 'alcuni|alcune|qualche|talvolta|a volte|di solito|spesso|certi|certe|parte',
  whole: 'sempre|tutti|tutte|tutto|tutta|ogni|ognuno|chiunque|ovunque|qualsiasi|qualunque',
  must: 'deve|devi|devono|dovete|dobbiamo|obbligatorio|obbligatoria|necessario|necessaria|occorre|bisogna|tenuto|tenuti',
  may: 'può|puoi|possono|potete|possiamo|facoltativo|facoltativa|opzionale|possibile',
  conditions:
    'se|quando|purché|qualora|a condizione che|a patto che|nel caso|in caso di|solo se|finché|sempre che|a meno che|tranne|salvo|eccetto|fuorché|ad eccezione',
  exceptions: 'tranne|salvo|eccetto|fuorché|a meno che|ad eccezione|esclusi|escluse|escluso|esclusa',
  concessions:
    'anche se|anche quando|anche senza|perfino|persino|indipendentemente|sia che|comprese|compresi',
  sooner: 'prima|fino|entro',
  later: 'dopo|successivamente',
  upper:
    'entro|fino a|fino ai|fino alle|al massimo|massimo|un massimo di|non oltre|non più di|meno di|minori di|inferiori a|inferiore a|sotto|sotto i|sotto gli|prima di|prima delle|prima dei|in|nel giro di',
  lower:
    'almeno|minimo|un minimo di|come minimo|non meno di|più di|maggiori di|oltre|oltre i|sopra|sopra i|superiori a|superiore a|dopo|a partire da|a partire dai|dal|dai|da',
  upperBehind: 'al massimo|o meno|massimo',
  lowerBehind: 'o più|in su|al minimo|minimo',
  strict:
    'più di|oltre|oltre i|sopra|sopra i|superiori a|superiore a|meno di|sotto|sotto i|sotto gli|inferiori a|inferiore a',
  either: 'o|oppure|tra|fra',
  both: 'e|ed',
  verbs:
    'è|sono|era|sarà|può|puoi|possono|deve|devono|devi|ha|hanno|costa|costano|dura|durano|vale|valgono|apre|chiude|arriva|arrivano|richiede|viene|vengono|include|copre|paghiamo|paghi|offriamo|consegniamo|rimborsiamo',
  framing:
    'puoi|può|possono|potete|poter|essere|viene|vengono|venire|stato|stata|stati|state|hai|ha|hanno|avete|abbiamo|avere|noi|voi|loro|suo|sua|suoi|sue|tuo|tua|tuoi|tue|vostro|vostra|nostro|nostra|nostri|nostre|dalla|dalle|dai|dagli|dal|della|delle|dei|degli|dello|nella|nelle|nei|negli|nello|sulla|sulle|sui|alla|alle|ai|agli|allo|col|per|entro|fino|almeno|massimo|minimo|circa|ed|od|così|quindi|pure|già|ancora|deve|devi|devono|dovete|fare|fa|possibile|occorre|bisogna|quando|purché|prima|dopo|ogni|sopra|oltre|tutti|tutte|caso|meno|più|sempre|richiede|dura|costa|vale|prende|superiori|superiore|inferiori|inferiore|gli',
  synonyms:
    'restituire reso resi restituito restituiti restituzione rendere|rimborso rimborsare rimborsato rimborsiamo|annullare annullato annullamento disdire cancellare|consegna consegnare consegniamo spedizione spedire spediamo|gratuito gratuita gratis gratuitamente|aperto apre aprire apertura aperta|chiuso chiude chiudere chiusura chiusa|prenotare prenotazione prenotata prenotato|socio soci membro membri|danneggiato danneggiata rotto difettoso danni|pagare paghiamo pagamento paga|durare durata dura|garanzia garantito|coperto coperti copre coprire copertura|prezzo costo tariffa',
}
