/**
 * The books of one member as a heap of single points, each with its own fate. Slow, naive, and nothing in
 * common with how the ledger works: what the two agree on is probably right.
 */
export interface Token {
  readonly lot: string
  readonly earnedAt: number
  expiresOn: string
  /** `free`, `gone`, or the id of the hold that has it. */
  at: string
  isPending: boolean
  /** The debit that took it, while it is gone. */
  by: string
  /** When it was taken, counted up. */
  takenAs: number
}

const inOrder = (a: Token, b: Token): number =>
  a.expiresOn.localeCompare(b.expiresOn) || a.earnedAt - b.earnedAt || a.lot.localeCompare(b.lot)

export class TokenModel {
  tokens: Token[] = []
  debt = 0
  #count = 0
  /** Also of a lot of which nothing is left. */
  readonly #unconfirmed = new Set<string>()

  #take(tokens: Token[], by: string): void {
    for (const token of tokens) {
      this.#count += 1
      Object.assign(token, { at: 'gone', by, takenAs: this.#count })
    }
  }
  #asTaken = (tokens: Token[]): Token[] => [...tokens].sort((a, b) => a.takenAs - b.takenAs)
  #pay(tokens: Token[]): void {
    const paying = tokens.filter(({ at, isPending }) => at === 'free' && !isPending)
    const paid = paying.slice(0, this.debt)
    this.debt -= paid.length
    this.#take(paid, 'debt')
  }
  usable(): Token[] {
    return this.tokens.filter(({ at, isPending }) => at === 'free' && !isPending).sort(inOrder)
  }

  earn(
    lot: string,
    points: number,
    given: { earnedAt: number; expiresOn: string; isPending: boolean },
  ) {
    const made = Array.from({ length: points }, (): Token => ({
      lot,
      at: 'free',
      by: '',
      takenAs: 0,
      ...given,
    }))
    this.tokens.push(...made)
    if (given.isPending) this.#unconfirmed.add(lot)
    this.#pay(made)
  }
  confirm(lot: string): void {
    const own = this.tokens.filter((token) => token.lot === lot && token.isPending)
    this.#unconfirmed.delete(lot)
    for (const token of own) token.isPending = false
    this.#pay(own)
  }
  hasAny = (lot: string): boolean =>
    this.tokens.some((token) => token.lot === lot && token.at !== 'gone')
  extend(lot: string, expiresOn: string): void {
    for (const token of this.tokens) if (token.lot === lot) token.expiresOn = expiresOn
  }
  isPending = (lot: string): boolean => this.#unconfirmed.has(lot)
  freeOf = (lot: string): number =>
    this.tokens.filter((token) => token.lot === lot && token.at === 'free').length
  canSpend = (points: number): boolean => this.usable().length >= points
  spend(entry: string, points: number): void {
    this.#take(this.usable().slice(0, points), entry)
  }
  giveBack(entry: string, points: number, notBefore: string): void {
    const back = this.tokens
      .filter(({ by }) => by === entry)
      .sort((a, b) => b.takenAs - a.takenAs)
      .slice(0, points)
    for (const token of back) Object.assign(token, { at: 'free', by: '' })
    const lots = new Set(back.map(({ lot }) => lot))
    for (const token of this.tokens) {
      if (lots.has(token.lot) && token.expiresOn < notBefore) token.expiresOn = notBefore
    }
    this.#pay(back)
  }
  expire(asOf: string, entry: string): void {
    this.#take(
      this.usable().filter(({ expiresOn }) => expiresOn < asOf),
      entry,
    )
  }
  clawBack(lot: string, points: number, entry: string, isOwed: boolean): void {
    const own = this.tokens.filter((token) => token.lot === lot)
    const free = own.filter(({ at }) => at === 'free')
    const frozen = own
      .filter(({ at }) => at.startsWith('freeze'))
      .sort((a, b) => b.at.localeCompare(a.at))
    const others = own.some(({ isPending }) => isPending)
      ? []
      : this.usable().filter((token) => token.lot !== lot)
    const taken = [...free, ...frozen, ...others].slice(0, points)
    this.#take(taken, entry)
    if (isOwed) this.debt += points - taken.length
  }
  setAside(hold: string, points: number): void {
    const pending = this.tokens
      .filter(({ at, isPending }) => at === 'free' && isPending)
      .sort(inOrder)
    const from = hold.startsWith('freeze') ? [...this.usable(), ...pending] : this.usable()
    for (const token of from.slice(0, points)) {
      this.#count += 1
      Object.assign(token, { at: hold, takenAs: this.#count })
    }
  }
  release(hold: string, points: number, notBefore: string): void {
    // The last set aside are the first to be free again.
    const held = this.#asTaken(this.tokens.filter(({ at }) => at === hold))
      .reverse()
      .slice(0, points)
    for (const token of held) token.at = 'free'
    const lots = new Set(held.map(({ lot }) => lot))
    for (const token of this.tokens) {
      if (lots.has(token.lot) && token.expiresOn < notBefore) token.expiresOn = notBefore
    }
    this.#pay(held)
  }

  settle(hold: string, points: number, entry: string, notBefore: string): void {
    const held = this.tokens.filter(({ at }) => at === hold)
    this.#take(this.#asTaken(held).slice(0, points), entry)
    this.release(hold, Infinity, notBefore)
  }

  balances() {
    const count = (is: (token: Token) => boolean): number => this.tokens.filter(is).length
    return {
      available: count(({ at, isPending }) => at === 'free' && !isPending),
      held: count(({ at, isPending }) => at.startsWith('hold') && !isPending),
      frozen: count(({ at, isPending }) => at.startsWith('freeze') && !isPending),
      pending: count(({ at, isPending }) => at !== 'gone' && isPending),
      debt: this.debt,
    }
  }
}
