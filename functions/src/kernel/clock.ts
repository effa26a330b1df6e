/** Time, handed in: plain code never asks the wall for it. */
export interface Clock {
  now(): Date
}

/** The instant `seconds` (may be a fraction or negative) after `instant`. */
export const after = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1000)
