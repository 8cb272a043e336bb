/** Thrown where streaming cannot go on, for a key or for all of them: it is no verdict, and the search after the run decides. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}
