/**
 * `waiting`: its turn comes, or a fault of the server passes. `writing`: a model is at it. The others are over. `deleted`: only questions
 * are left of which it is not known whether they were paid.
 */
export const scriptStatuses = ['waiting', 'writing', 'done', 'failed', 'cancelled', 'deleted'] as const;
export type ScriptStatus = (typeof scriptStatuses)[number];

export const isOverScript = (status: ScriptStatus): boolean => status !== 'waiting' && status !== 'writing';
