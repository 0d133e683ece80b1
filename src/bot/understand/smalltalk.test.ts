import { expect, test } from 'vitest'
import { findSmalltalk } from './smalltalk.ts'

test.each([
  [
    'hello',
    [
      'Hello!',
      'hi there',
      'Guten Tag',
      'Bonjour !',
      '¡Buenos días!',
      'Olá',
      'Buongiorno',
      'Goedemorgen',
      'Dzień dobry',
      'MERHABA',
      'مرحبا',
      'שלום',
      'こんにちは',
      'Hi, can you help me?',
    ],
  ],
  [
    'thanks',
    [
      'Thanks a lot!',
      'thank you so much',
      'Vielen Dank',
      'merci beaucoup',
      'Gracias',
      'Obrigada!',
      'Grazie mille',
      'Dank u wel',
      'Dziękuję bardzo',
      'Çok teşekkür ederim',
      'شكرا جزيلا',
      'תודה רבה',
      'ありがとうございます',
      '👍',
    ],
  ],
  [
    'bye',
    [
      'Goodbye',
      'thanks, bye',
      'Auf Wiedersehen',
      'Au revoir',
      'Adiós',
      'Tchau',
      'Arrivederci',
      'Tot ziens',
      'Do widzenia',
      'Hoşça kalın',
      'مع السلامة',
      'להתראות',
      'さようなら',
    ],
  ],
  [
    'who-are-you',
    [
      'Who are you?',
      'Hi, are you a real person?',
      'Bist du ein Bot?',
      'Qui êtes-vous ?',
      '¿Quién eres?',
      'Quem é você?',
      'Chi sei?',
      'Wie ben je?',
      'Kim jesteś?',
      'Sen kimsin?',
      'من أنت؟',
      'מי אתה?',
      'あなたは誰ですか？',
    ],
  ],
] as const)('%s is known in every language of the bot', (kind, messages) => {
  for (const message of messages) expect([message, findSmalltalk(message)]).toEqual([message, kind])
})

test.each([
  'Hello, how do I reset my password?',
  'thanks but the second step fails',
  'Hi',
  'hello world example',
  'good filters for coffee',
  'hit counter',
  'Danke, aber wo finde ich die Rechnung?',
  'byelaws',
])('a question is never taken for small talk: %s', message => {
  expect(findSmalltalk(message)).toBe(message === 'Hi' ? 'hello' : undefined)
})
