import { createECDH } from 'node:crypto'
import { expect, test } from 'vitest'
import { encryptPush, MOST_PUSH_BYTES } from './encrypt.ts'

/** The example of RFC 8291, section 5 and appendix A. */
const TEXT = 'When I grow up, I want to be a watermelon'
const target = {
  publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
}
const keys = {
  salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
  privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
}
const ENCRYPTED = `
  DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml
  mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT
  pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN`

test('a message is encrypted as the example of the standard is', () => {
  const encrypted = encryptPush(Buffer.from(TEXT), target, keys)
  expect(Buffer.from(encrypted).toString('base64url')).toBe(ENCRYPTED.replace(/\s/g, ''))
})

test('the same message is never encrypted alike, and the longest fits what push services take', () => {
  const longest = Buffer.alloc(MOST_PUSH_BYTES, 'a')
  const [one, other] = [encryptPush(longest, target), encryptPush(longest, target)]
  expect(one).not.toEqual(other)
  expect(one.length).toBe(4096)
})

test('a public key that is no point of the curve encrypts nothing', () => {
  const ecdh = createECDH('prime256v1')
  const point = ecdh.generateKeys()
  point[64] = point[64]! ^ 1
  const wrong = { ...target, publicKey: point.toString('base64url') }
  expect(() => encryptPush(Buffer.from(TEXT), wrong)).toThrow()
})
