import type { Problem } from '../../src/contract/problem.ts'
import { ApiError, request } from './client.ts'

/** Fetches a file of the API, which a plain link could not (it carries no token), and saves it. @throws ApiError */
export async function saveFile(path: string, name: string): Promise<void> {
  const response = await request(path)
  if (!response.ok) throw new ApiError((await response.json()) as Problem)
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
