const parts = ['held', 'line', 'alive', 'parked', 'bucket', 'blocked', 'pace', 'sent', 'slots'] as const;

/** Keys 1 to 9 of every script of this folder; the index follows. */
export const limitKeys = (root: string, name: string): string[] => parts.map((part) => `${root}:limit:${name}:${part}`);

/** Of one model: permit → end of its lease. */
export const permitsKey = (root: string, name: string): string => `${root}:limit:${name}:held`;

/** Of one model: story whose turn waits for a permit → its tag. */
export const parkedKey = (root: string, name: string): string => `${root}:limit:${name}:parked`;

/** Exists after an alert that a provider refuses everything. */
export const alertKey = (root: string, provider: string): string => `${root}:limits:alerted:${provider}`;
