/** What is measured of every frame without asking anybody: the keys of `checks` in a story file. */
export const pixelChecks = ['blank', 'copies', 'borders', 'text', 'drift'] as const;
export type PixelCheck = (typeof pixelChecks)[number];

/** All that judges a frame. Its order is the one in which checks are named. */
export const frameChecks = [...pixelChecks, 'review'] as const;
export type FrameCheck = (typeof frameChecks)[number];

/** The user's judgement of a verdict. */
export const checkLabels = ['right', 'wrong'] as const;
export type CheckLabel = (typeof checkLabels)[number];
