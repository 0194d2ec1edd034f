/** A key of the stored state in a portable form, which any release of Redis or Valkey takes. */
export interface DumpedKey {
  /** Without what all keys of the installation begin with. */
  readonly name: string;
  readonly type: 'string' | 'hash' | 'list' | 'set' | 'zset' | 'stream';
  /** Milliseconds until it expires, when it was read; absent: never. */
  readonly ttl?: number;
  /**
   * string: [text] · hash: [field, value, …] · list and set: members · zset: [member, score, …] · stream: [id, [field, value, …], …]
   */
  readonly value: readonly (string | readonly string[])[];
}
