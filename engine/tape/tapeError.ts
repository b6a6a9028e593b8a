/** A tape was asked for something that its state does not allow. The message says what to do. */
export class TapeError extends Error {
  override name = "TapeError";
}
