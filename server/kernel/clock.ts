/** The only source of time. Rules, services and tests get their time from here. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** Epoch milliseconds of the clock. */
export const nowMs = (clock: Clock): number => clock.now().getTime()
