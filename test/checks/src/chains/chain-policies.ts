/**
 * What goes along with a panel besides the pictures of whom and what it shows:
 * `always` the last frame of the batch before and the story's first one, as stories are drawn by default;
 * `scene` the same, but a new scene starts without the last frame;
 * `anchor` the story's first frame only;
 * `plates` no frame at all.
 */
export const chainPolicies = ['always', 'scene', 'anchor', 'plates'] as const;
export type ChainPolicy = (typeof chainPolicies)[number];

/** Whether its panels name what goes along; the others leave it to the planner. */
export const isNamedPolicy = (policy: ChainPolicy): boolean => policy === 'anchor' || policy === 'plates';
