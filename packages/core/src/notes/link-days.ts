/** How long a link is valid, in days: two weeks by default, a year at most. */
export const linkDays = { default: 14, most: 366 } as const;
