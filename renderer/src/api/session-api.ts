import { fetchWithLimit } from './fetch-with-limit.ts'

/** `refused`: the token is wrong. `limited`: too many tries. `failed`: no usable answer came. */
export type SignInResult = 'ok' | 'refused' | 'limited' | 'failed'

const resultOf = (status: number): SignInResult => {
  if (status === 204) return 'ok'
  if (status === 429) return 'limited'
  return status === 400 || status === 401 ? 'refused' : 'failed'
}

/** Forgets the session of this browser. False when the server could not be told. */
export async function closeSession(): Promise<boolean> {
  try {
    const answer = await fetchWithLimit('/session', { method: 'DELETE' })
    return answer.ok
  } catch (error) {
    console.warn('The session could not be closed.', error)
    return false
  }
}

/** Changes an access token for a session cookie that scripts cannot read. */
export async function openSession(accessToken: string): Promise<SignInResult> {
  try {
    const answer = await fetchWithLimit('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accessToken }),
    })
    return resultOf(answer.status)
  } catch (error) {
    console.warn('The session could not be opened.', error)
    return 'failed'
  }
}
