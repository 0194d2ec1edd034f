/** Fewer panels say too little about how long one takes. */
const leastDrawn = 2;

/**
 * How long a story still takes, by how long its panels took since this began, rounded to what is worth saying; null until that is known,
 * and when nothing is left.
 *
 * @param elapsedMs since the first of `drawn` was begun, in milliseconds
 */
export function timeLeft(elapsedMs: number, drawn: number, left: number): string | null {
  if (drawn < leastDrawn || left <= 0) return null;
  const seconds = (elapsedMs / drawn / 1_000) * left;
  if (seconds < 50) return `about ${Math.max(5, 5 * Math.round(seconds / 5))} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${Math.round(minutes / 60)} h left`;
}
