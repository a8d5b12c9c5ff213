const MINUTE = 60_000

/** A span cut to its largest unit from a minute on, for columns too narrow for two: hand it to `formats.duration`. */
export function brief(milliseconds: number): number {
  const unit = [1440 * MINUTE, 60 * MINUTE, MINUTE].find((size) => milliseconds >= size)
  return unit === undefined ? milliseconds : Math.floor(milliseconds / unit) * unit
}
