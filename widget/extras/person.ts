import type { Thread } from '../panel/thread.ts'
import type { WordsOf } from '../panel/words.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'
import { createPersonForm } from './person-form.ts'

/**
 * "Talk to a person": asks for one at once, and for an address only where nobody is there to come or the visitor
 * presses the control again. What to expect the bot says itself, as its last word.
 */
export function createPerson(context: ExtrasContext, words: WordsOf<ExtraTexts>) {
  const { shell, talk, memory, thread, below, person, personLabel, composer, queue, show } = context
  let askedWith = ''
  let isAsking = false
  /** Number of the message after which the word comes that answers a press; undefined: none is waited for. */
  let toldAfter: number | undefined
  const form = createPersonForm({
    words,
    title: context.words('person'),
    problem: context.words('problem'),
    async onAsk(email, note) {
      await ask(email, note)
      askedWith = email
      context.draw()
      context.announce(queue.textContent!)
    },
    onClose: () => showForm(false),
  })
  context.middle.append(form.node)

  async function ask(email?: string, note?: string): Promise<void> {
    await talk.askForPerson(email, note)
    shell.emit('handoff', undefined)
  }

  function showForm(shown: boolean): boolean {
    if (shown !== form.node.hidden) return false
    form.node.hidden = !shown
    thread.inert = composer.form.inert = shown
    person.setAttribute('aria-expanded', `${shown}`)
    if (shown) form.email.focus()
    else if (context.isOpen()) person.focus()
    return true
  }

  /** Whether an address is what is missing: the last that was told of a person asked for one, and none was left. */
  const lacksAddress = (now: Thread) =>
    now.holder === 'queue' && !memory.read().asked && !!lastWord(now)?.content.askAddress

  const lastWord = ({ messages }: Thread) =>
    [...messages].reverse().find(({ content }) => content.decision === 'handoff')

  return {
    /** The control was pressed. */
    async press(): Promise<void> {
      const now = talk.thread()
      if (now.holder !== 'bot') return void showForm(!!form.node.hidden)
      if (isAsking) return
      isAsking = true
      toldAfter = now.messages.at(-1)?.seq ?? 0
      try {
        await ask()
      } catch {
        toldAfter = undefined
        context.announce(context.words('problem'))
        show(queue, context.words('problem'))
      }
      isAsking = false
    },
    /** True if a form was open. */
    close: (): boolean => showForm(false),
    draw(now: Thread): boolean {
      const isHanded = now.holder !== 'bot'
      const lacks = lacksAddress(now)
      const said = lacks ? 'personWhy' : askedWith ? 'personDone' : 'queue'
      show(queue, now.holder === 'queue' ? words(said, { email: askedWith }) : '')
      show(personLabel, isHanded ? words('leave') : context.words('person'))
      person.hidden = isHanded && memory.read().asked
      const isOffered =
        lacks || (now.holder === 'bot' && !now.pending[0] && now.messages.at(-1)?.content.offerPerson)
      const word = lastWord(now)
      if (toldAfter !== undefined && word && word.seq > toldAfter) {
        toldAfter = undefined
        // Not over what the visitor has begun to write.
        if (lacks && context.isOpen() && !composer.field.value) showForm(true)
      }
      // There is one such control: where it was just offered it stands under the offer, and stays in sight.
      const place = isOffered ? thread : below
      if (person.parentNode === place) return false
      place.insertBefore(person, isOffered ? null : place.firstChild)
      return true
    },
  }
}
