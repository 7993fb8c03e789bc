import { z } from 'zod'
import { maskMobile } from './mobile.ts'

/** Kinds of personal data, each with its way of masking. */
export const PERSONAL_KINDS = ['mobile', 'email', 'realName', 'text'] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

const EMAIL_SHOWN = 2

function maskName(text: string): string {
  const letters = [...text]
  if (letters.length <= 1) return '*'
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : ''
  return `${letters[0] ?? ''}*${last}`
}

function maskEmail(text: string): string {
  const at = text.lastIndexOf('@')
  const name = at > 0 ? text.slice(0, at) : ''
  return `${[...name].slice(0, EMAIL_SHOWN).join('')}***${at > 0 ? text.slice(at) : ''}`
}

/** `138****6207`, `沈*夏`, `xi***@outlook.com`; anything else shows nothing but that it is there. */
export function maskPersonal(kind: PersonalKind, text: string): string {
  switch (kind) {
    case 'mobile':
      return maskMobile(text)
    case 'realName':
      return maskName(text)
    case 'email':
      return maskEmail(text)
    case 'text':
      return '***'
  }
}

const MASKED: Readonly<Record<PersonalKind, RegExp>> = {
  mobile: /^\d{3}\*{4}\d{4}$/,
  realName: /^(\*|.\*.?)$/u,
  email: /^.{0,2}\*{3}(@[^\s@*]+)?$/u,
  text: /^\*{3}$/,
}

/**
 * A personal field of a DTO. It passes masked values only: a service that forgets to mask makes its
 * procedure fail instead of showing the value. The field's name ends in `Masked`.
 */
export const personal = (kind: PersonalKind) =>
  z
    .string()
    .refine((text) => MASKED[kind].test(text), { message: 'not masked' })
    .meta({ personal: kind })

/** How long a revealed value may stand on a screen. */
export const REVEAL_SECONDS = 60

/** What is asked for with a reveal; the reason is kept in the audit log. */
export const revealReason = z.string().trim().min(2).max(200)

/** One field, whole. The page hides it again at `hideAt` (epoch ms of the server). */
export const revealed = z.object({ value: z.string(), hideAt: z.int() })
export type Revealed = z.infer<typeof revealed>
