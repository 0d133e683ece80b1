import type { Attachment } from '../../src/contract/conversation.ts'
import { callFailure, type Session } from '../panel/client.ts'

/**
 * Gives a file to the server, to go with a message; `onProgress` hears the share that is there, 0 to 1. `XMLHttpRequest`,
 * since `fetch` does not say how far it has come. Throws a `CallFailure`.
 */
export function upload(
  base: string,
  { conversationId, token }: Session,
  given: { name: string; base64: string },
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${base}api/v1/conversations/${conversationId}/attachments`)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', 'application/json')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () => {
      if (request.status === 201) resolve(request.response.attachment)
      else reject(callFailure(request.status, request.getResponseHeader('retry-after')))
    }
    request.onerror = () => reject(Error('no answer'))
    signal.addEventListener('abort', () => request.abort())
    request.send(JSON.stringify(given))
  })
}

/** The bytes of a file in Base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(`${reader.result}`.replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
