import { expect, test } from 'vitest';
import { type EditForm, editForms } from '../src/edit-forms.ts';
import { parseEdit } from '../src/parse-edit-source.ts';

type Form = keyof typeof editForms;

function mistakesOf(form: Form, text: string): string[] {
  const result = parseEdit(text, editForms[form] as EditForm);
  return result.ok ? [] : result.errors.map(({ line, pointer, detail }) => `${line} ${pointer} ${detail}`);
}

test.each<[Form, string, string]>([
  ['retake', '{"count": "x"}', '1 /count expected a whole number from 1 to 8, got the text "x"'],
  ['retake', 'count: 9', '1 /count must be at most 8; got the number 9'],
  [
    'retake',
    'cascade: redrew',
    '1 /cascade must be one of keep, redraw; got the text "redrew": did you mean "redraw"?',
  ],
  [
    'retake',
    'dryRun: "true"',
    '1 /dryRun expected true or false, got the text "true"; write true or false, without quotes',
  ],
  ['retake', 'dryrun: true', '1 /dryrun unknown key "dryrun"; did you mean `dryRun`?'],
  ['panel', 'id: other', '1 /id unknown key "id"; an edit of a panel has `prompt`, `characters`, `scene`'],
  [
    'panel',
    '{}',
    ' changes nothing; give prompt, characters, scene, references, continuesFrom, text, alt, focus, weight, page or pause',
  ],
  [
    'panel',
    'prompt: 12',
    '1 /prompt expected what the panel shows, as text, got the number 12; put it in quotes: "12"',
  ],
  ['panel', 'text: hello', '1 /text expected a list of texts, got the text "hello"; write "- kind: caption"'],
  [
    'amendment',
    'title: x\nrender:\n  size: 1x1',
    '3 /render/size unknown key "size"; `render` of a submitted story has `provider`, `model`',
  ],
  ['amendment', 'budget: 12', '1 /budget expected a mapping with `maxUsd`, got the number 12'],
  ['takeUpload', '{}', '1 /asset `asset` is missing; add the id of an uploaded picture'],
  ['insertion', 'after: 1\npanels:\n  - promt: x', '3 /panels/0/prompt `prompt` is missing; add what the panel shows'],
  ['insertion', '[]', '1  expected an insertion: a mapping with any of `after`, `panels`'],
  ['selection', 'null', '1  this is empty; expected a selection: a mapping with any of `cascade`, `dryRun`'],
])('%s of %j: %s', (form, text, expected) => {
  expect(mistakesOf(form, text)).toContainEqual(expect.stringContaining(expected));
});

test('a valid edit is read with its defaults', () => {
  expect(parseEdit('', editForms.retake, 'yaml')).toMatchObject({ ok: false });
  expect(parseEdit('{}', editForms.retake)).toEqual({ ok: true, value: { count: 1, cascade: 'keep', dryRun: false } });
  expect(parseEdit('prompt: It rains\ndryRun: true', editForms.panel)).toEqual({
    ok: true,
    value: { prompt: 'It rains', cascade: 'keep', dryRun: true },
  });
});
