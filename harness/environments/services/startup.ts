/** The sentence for a real system that does not come up. */

/** All processes are up, and the cluster still does not serve. */
export function neverReady(target: string, patienceSeconds: number, logs: string, complaint?: string): string {
  const why = complaint === undefined ? '' : `, for ${complaint}`;
  return `${target} did not serve within ${patienceSeconds} s of its start${why}: its logs are in ${logs}`;
}
