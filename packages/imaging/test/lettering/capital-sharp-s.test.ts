import { expect, it } from 'vitest';
import { withCapitalSharpS } from '../../src/lettering/capital-sharp-s.ts';

// cspell:disable
it('is SS where the font of the other letters has no capital ẞ, and stays where it has one', () => {
  const german = { language: 'de', users: [] };
  expect(withCapitalSharpS('DIE STRAẞENBAHN', { ...german, kind: 'speech' })).toBe('DIE STRASSENBAHN');
  expect(withCapitalSharpS('ẞSSST!', { ...german, kind: 'sfx' })).toBe('ẞSSST!');
  expect(withCapitalSharpS('DIE STRAẞENBAHN', { ...german, kind: 'speech', users: ['Noto Sans'] })).toBe(
    'DIE STRAẞENBAHN',
  );
  expect(withCapitalSharpS('Die Straße', { ...german, kind: 'speech' })).toBe('Die Straße');
});
