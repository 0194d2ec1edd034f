/** Several Redis processes that take over from each other. */
export interface RedisSet extends AsyncDisposable {
  /** REDIS_URL of the set. */
  readonly url: string;
  /** The name of the server that has our keys, as the others see it. */
  primary(): Promise<string>;
  /** SIGKILLs the first primary that had our keys, and waits until another one has taken over. */
  failOver(): Promise<void>;
  /** Pauses or resumes every replica of that primary, which then acknowledges nothing. */
  muteReplicas(mute: boolean): Promise<void>;
}
