/** The permanent id under which a plate's takes, requests and failures are kept, as a panel's are; no panel can have it. */
export const platePanel = (id: string): string => `@${id}`;
export const isPlatePanel = (panel: string): boolean => panel.startsWith('@');
export const plateOf = (panel: string): string => panel.slice(1);
