import type { BotTexts } from './bot-texts.ts'

export const en: BotTexts = {
  hello: 'Hello! What would you like to know?',
  thanks: 'You are welcome! Is there anything else I can help with?',
  bye: 'Goodbye, and thank you for writing!',
  whoAreYou:
    'I am [{bot}, ][the AI assistant of {company}|an AI assistant]. I answer questions from our help pages and show where each answer comes from. If you would rather talk to a person, just say so.',
  noneRelevant: 'I could not find an answer to that in our help pages. Would you like to ask a person?',
  notSupported:
    'Our help pages touch on this, but I found nothing there that answers it for certain. Would you like to ask a person?',
  outOfScope:
    'I can only help with questions [about {company}|that our help pages are about]. Would you like to ask a person?',
  unsafe: 'I cannot help with that. If you need something else[ from {company}], I am glad to try.',
  budget: 'I have used up what I may spend on answers today. Please ask a person, or try again tomorrow.',
  whichOne: 'I am not sure what you mean. Which of these is it about?',
  whichTopic: 'There is more than one page on this. Which one do you mean?',
  moreDetail: 'Could you tell me a little more, so that I look in the right place?',
  handoffAsked: 'Of course. I am passing this conversation to a person.',
  handoffRule: 'A person should answer that, so I am passing this conversation to one.',
  handoffMode: 'Thank you for your message. A person will answer you here.',
  handoffFailure: 'Something went wrong on my side, so I am passing this conversation to a person.',
  handoffUnable: 'I could not help you well enough with this, so I am passing this conversation to a person.',
  handoffSelfHarm:
    'I am very sorry that you are going through this. I am passing this conversation to a person. If you are in danger, please call your local emergency number or a crisis line now.',
  handedBack:
    'Nobody from our team has written here for a while, so the assistant answers again. You can ask for a person at any time.',
  accordingTo: 'According to {title} (effective {date}):',
  accordingToUntil: 'According to {title} (valid until {date}):',
  startsOn: 'From {date} on, {title} will say:',
  ourPage: 'our page “{title}”',
  ourTitle: 'our {title}',
}
