/** A file that cannot be used as what it says it is: nothing was tried. Its message names the file and the place. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}
