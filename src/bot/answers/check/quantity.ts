/** A number of a text with what it counts. Two quantities say the same when their keys are equal. */
export interface Quantity {
  key: string
  /** What kind of thing it is: two of one family in one place can be mistaken for each other. */
  family: 'money' | 'percent' | 'duration' | 'date' | 'clock' | 'measure' | 'plain' | 'code'
  /** The word that bounds it, if any, and which way it does. */
  bound: { side: 'lower' | 'upper'; word: string } | undefined
  /** Part of a range: its low or high end. */
  range: 'low' | 'high' | undefined
  /** How it can be read otherwise: `14:00` as a plain 14 of opening hours, a date without its year. */
  also: readonly string[]
  at: number
  end: number
}
