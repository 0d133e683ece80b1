import { describe, expect, test } from 'vitest'
import { checkSentence, readEvidence } from '../../src/bot/answers/check/index.ts'
import { passagesOf } from '../support/small-knowledge.ts'
import { claimsOf, pageSource } from './claim-files.ts'
import { bicycles, type Claim, heldOut } from './claims.ts'

const languageOf = (source: string) =>
  /^(?:Die|Der) /.test(source) ? 'de' : /^La /.test(source) ? 'fr' : /^El /.test(source) ? 'es' : 'en'

function evidenceOf(source: string) {
  return passagesOf('page.md', `# Terms\n\n${source}\n`).map(passage =>
    readEvidence({ ...passage, language: languageOf(source) }),
  )
}

/** All English claims of one company on one page, where a sentence could borrow from its neighbours. */
function pageOf(claims: readonly Claim[]) {
  const english = claims.map(([source]) => source).filter(source => languageOf(source) === 'en')
  return passagesOf('page.md', `# Terms\n\n${english.join(' ')}\n`).map(readEvidence)
}

describe.each([
  ['bicycles', bicycles],
  ['held out', heldOut],
])('%s', (_name, claims) => {
  test('what a page says passes, and no falsehood does', () => {
    const lost = claims.flatMap(([source, paraphrase]) =>
      [source, paraphrase].flatMap(text => {
        const checked = checkSentence(text, evidenceOf(source))
        return checked.supported ? [] : [`${text}: ${checked.reason}`]
      }),
    )
    const leaked = claims.flatMap(([source, , ...falsehoods]) =>
      falsehoods.filter(text => checkSentence(text, evidenceOf(source)).supported),
    )
    expect({ lost, leaked }).toEqual({ lost: [], leaked: [] })
  })

  test('the same holds where every claim stands on one page', () => {
    const page = pageOf(claims)
    const english = claims.filter(([source]) => languageOf(source) === 'en')
    const leaked = english.flatMap(([, , ...falsehoods]) =>
      falsehoods.filter(text => checkSentence(text, page).supported),
    )
    const lost = english.flatMap(([source, paraphrase]) =>
      [source, paraphrase].filter(text => !checkSentence(text, page).supported),
    )
    expect({ lost, leaked }).toEqual({ lost: [], leaked: [] })
  })
})

describe('fresh sentences on whole pages', () => {
  const evidence = new Map<string, ReturnType<typeof readEvidence>[]>()
  const pageOfClaim = (page: string) => {
    const known = evidence.get(page) ?? passagesOf(page, pageSource(page)).map(readEvidence)
    evidence.set(page, known)
    return known
  }
  const supported = ({ page, text }: { page: string; text: string }) =>
    checkSentence(text, pageOfClaim(page)).supported

  test.each([
    'shop',
    'invented',
    'later',
    'held',
    'fresh',
    'languages',
    'learned',
    'unseen',
    'studied',
    'firstsight',
  ])('%s: no falsehood passes', name => {
    const falsehoods = claimsOf(name).filter(claim => !claim.holds)
    expect(falsehoods.length).toBeGreaterThanOrEqual(20)
    expect(falsehoods.filter(supported).map(claim => claim.text)).toEqual([])
  })

  // The aim is 3 of 100. These sets were met with 82 (shop), 30 (invented), 23 (held), 26 (fresh), 62 (learned)
  // and 45 (unseen) of 100 lost; these bounds hold what is reached since, and are to be lowered with every rule
  // that brings a class of paraphrase through.
  test.each([
    ['shop', 13],
    ['invented', 7],
    ['held', 3],
    ['fresh', 3],
    ['learned', 7],
    ['unseen', 41],
    ['firstsight', 60],
  ])('%s: most of what is true in other words passes', (name, most) => {
    const truths = claimsOf(name).filter(claim => claim.holds)
    expect(truths.length).toBeGreaterThanOrEqual(40)
    const lost = truths.filter(claim => !supported(claim)).map(claim => claim.text)
    expect((lost.length * 100) / truths.length, lost.join('\n')).toBeLessThanOrEqual(most)
  })
})

describe('in languages with words of their own', () => {
  const evidence = new Map<string, ReturnType<typeof readEvidence>[]>()
  const pages = [...new Set(claimsOf('languages').map(claim => claim.page))]
  for (const page of pages) evidence.set(page, passagesOf(page, pageSource(page)).map(readEvidence))

  // Met first with 51 of 94 lost and 14 of 128 falsehoods passed.
  test.each(pages)('%s: nearly all that is true in other words passes', page => {
    const truths = claimsOf('languages').filter(claim => claim.page === page && claim.holds)
    expect(truths.length).toBeGreaterThanOrEqual(10)
    const lost = truths.filter(({ text }) => !checkSentence(text, evidence.get(page) ?? []).supported)
    expect(lost.length, lost.map(claim => claim.text).join('\n')).toBeLessThanOrEqual(1)
  })
})

test.each([
  ['en', 'Anna handles returns and Ben handles repairs.', 'Ben handles returns.'],
  ['en', 'Lisbon ships to Porto.', 'Porto ships to Lisbon.'],
  ['en', 'The warranty covers the frame.', 'The frame covers the warranty.'],
  ['en', 'The Pro plan includes backups. Basic does not include backups.', 'Pro does not include backups.'],
  ['en', 'Delivery is free and assembly is charged.', 'Assembly is free.'],
  ['en', 'You need proof of address for two signatories.', 'You need proof of address for one signatory.'],
  ['en', 'Children under 12 may swim.', 'Children under 14 may swim.'],
  ['en', 'Projects are kept. They are not deleted.', 'Projects are deleted.'],
  ['fr', 'Seuls les membres peuvent réserver.', 'Les membres peuvent réserver.'],
  ['fr', 'Seule la batterie est garantie.', 'La batterie est garantie.'],
  ['fr', 'La caution est rendue, à condition que le vélo soit intact.', 'La caution est rendue.'],
  ['fr', 'Vous pouvez annuler dans un délai de 14 jours.', 'Vous pouvez annuler après 14 jours.'],
  ['de', 'Sie können binnen 14 Tagen kündigen.', 'Sie können nach 14 Tagen kündigen.'],
  ['de', 'Die Kaution wird erstattet, es sei denn, das Rad ist beschädigt.', 'Die Kaution wird erstattet.'],
  [
    'es',
    'Puede devolver el producto en un plazo de 14 días.',
    'Puede devolver el producto después de 14 días.',
  ],
  ['es', 'Se devuelve la fianza, siempre que la bici esté intacta.', 'Se devuelve la fianza.'],
])('%s: who does what and on which terms is kept: %s', (language, source, falsehood) => {
  const cited = passagesOf('page.md', `# Terms\n\n${source}\n`).map(passage =>
    readEvidence({ ...passage, language }),
  )
  expect(checkSentence(source, cited).supported).toBe(true)
  expect(checkSentence(falsehood, cited).supported).toBe(false)
})

test.each([
  ['Adults over 16 need a ticket.', 'Adults older than 16 need a ticket.'],
  ['Keep it in a room cooler than 15 °C. Do not freeze it.', 'Keep it in a room at less than 15 °C.'],
  ['Children under 12 may swim.', 'Kids younger than 12 may swim.'],
  ['A key expires after 7 days unless it is renewed.', "If a key isn't renewed, it expires after 7 days."],
  ['No photo is required on the ferry.', "You don't need any photo on the ferry."],
])('the same claim by another bound or denial: %s', (source, paraphrase) => {
  expect(checkSentence(paraphrase, evidenceOf(source))).toMatchObject({ supported: true })
})

test('two halves of one sentence may rest on two passages', () => {
  const cited = ['Parcels leave on Monday.', 'A crown costs £620 at the clinic.'].flatMap(source =>
    evidenceOf(source),
  )
  expect(checkSentence('Parcels leave on Monday, and a crown costs £620.', cited).supported).toBe(true)
  expect(checkSentence('Parcels leave on Friday, and a crown costs £620.', cited).supported).toBe(false)
  expect(checkSentence('Parcels leave on Monday, and a crown costs £260.', cited).supported).toBe(false)
})

test('a sentence is checked in less than 2 ms', () => {
  const page = pageOf(bicycles)
  const sentences = bicycles.flat()
  for (const text of sentences) checkSentence(text, page)
  const times = sentences.map(text => {
    const started = performance.now()
    checkSentence(text, page)
    return performance.now() - started
  })
  // The median: a neighbour on the machine may take the processor away in the middle of one.
  expect(times.sort((one, other) => one - other)[Math.floor(times.length / 2)]).toBeLessThan(2)
})
