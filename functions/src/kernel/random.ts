/** Chance, handed in: a number in [0, 1), for jitter. */
export interface Random {
  next(): number
}
