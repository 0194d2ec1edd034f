/** `waiting`: its turn comes, or a fault of the server passes. `writing`: a model is at it. The others are over. */
export const scriptStatuses = ['waiting', 'writing', 'done', 'failed', 'cancelled'] as const;
export type ScriptStatus = (typeof scriptStatuses)[number];

export const isOverScript = (status: ScriptStatus): boolean => status !== 'waiting' && status !== 'writing';
