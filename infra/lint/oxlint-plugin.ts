import { walls } from './walls-rule.ts';
import { words } from './words-rule.ts';

/** Rules of our own for Oxlint, which `.oxlintrc.json` loads. */
// biome-ignore lint/style/noDefaultExport: Oxlint reads the default export.
export default { meta: { name: 'nextpanel' }, rules: { walls, words } };
