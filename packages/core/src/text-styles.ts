/** How speech sounds, which its balloon shows. */
export const textStyles = ['normal', 'whisper', 'shout', 'radio', 'off'] as const;
export type TextStyle = (typeof textStyles)[number];
