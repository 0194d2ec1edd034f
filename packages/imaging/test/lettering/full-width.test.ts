import { expect, it } from 'vitest';
import { withFullWidth } from '../../src/lettering/full-width.ts';

it.each([
  ['(本当に大丈夫かな)', '（本当に大丈夫かな）'],
  ['他說:OK嗎?', '他說：OK嗎？'],
  ['唔好意思,塞車呀.', '唔好意思，塞車呀．'],
  ['えっ!?まさか', 'えっ！？まさか'],
  ['円周率は3.14 (pi), OK?', '円周率は3.14 (pi), OK?'],
  ['*走れ*!', '*走れ*!'],
])('marks beside Japanese and Chinese letters are full-width in columns: %s', (text, set) => {
  expect(withFullWidth(text)).toBe(set);
});
