import { describe, expect, it } from 'vitest';
import type { ReferencePolicy } from '../src/check-reference.ts';
import { parseStoryValue } from '../src/parse-story-spec.ts';

const hare = { id: 'hare', name: 'Hare', description: 'brown' };
const tortoise = { id: 'tortoise', name: 'Tortoise', description: 'green' };
const panel = { prompt: 'x' };

function mistakesOf(story: Record<string, unknown>, references: ReferencePolicy = 'remote') {
  const result = parseStoryValue({ title: 'A', panels: [panel], ...story }, { references });
  return result.ok ? [] : result.errors.map(({ pointer, detail }) => [pointer, detail]);
}
const saying = (text: RegExp) => expect.stringMatching(text) as string;

describe('names', () => {
  it('two characters, or two panels, cannot have the same id', () => {
    expect(
      mistakesOf({
        characters: [hare, tortoise, hare],
        panels: [{ ...panel, id: 'start' }, panel, { ...panel, id: 'start' }],
      }),
    ).toEqual([
      ['/characters/2/id', 'characters 1 and 3 have the same id "hare"; rename one'],
      ['/panels/2/id', 'panels 1 and 3 have the same id "start"; rename one'],
    ]);
  });

  it('characters and speakers of a panel must be in the cast', () => {
    const panels = [
      { ...panel, characters: ['hare', 'tortose', 'hare'], text: [{ kind: 'speech', speaker: 'fox', text: 'Hi' }] },
    ];
    expect(mistakesOf({ characters: [hare, tortoise], panels })).toEqual([
      ['/panels/0/characters/1', '"tortose" is not in the cast; did you mean "tortoise"?'],
      ['/panels/0/characters/2', '"hare" is listed twice in this panel; remove one'],
      ['/panels/0/text/0/speaker', saying(/"fox" is not in the cast; add a character with this id/)],
    ]);
  });

  it('speech needs no speaker, and a speaker need not be in the picture', () => {
    const text = [
      { kind: 'speech', text: 'Go!' },
      { kind: 'speech', speaker: 'hare', text: 'Here!' },
    ];
    expect(mistakesOf({ characters: [hare], panels: [{ ...panel, text }] })).toEqual([]);
  });

  it('a broken cast does not make every name an error', () => {
    const panels = [{ ...panel, characters: ['hare'] }];
    expect(mistakesOf({ characters: 'hare', panels })).toHaveLength(1);
    expect(mistakesOf({ characters: [{ name: 'Hare', description: 'brown' }], panels })).toHaveLength(1);
  });
});

describe('approval', () => {
  it('cannot be asked for after the last batch', () => {
    const panels = Array(9).fill(panel);
    expect(mistakesOf({ panels, render: { approveAfter: 2 } })).toEqual([]);
    expect(mistakesOf({ panels, render: { approveAfter: 3 } })).toEqual([
      ['/render/approveAfter', saying(/the story has 2 batches, .* at most 2, or remove the key/)],
    ]);
    expect(mistakesOf({ panels, render: { approveAfter: 3, batchSize: 4 } })).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    'ast_01J9ZK3',
    'https://example.com/hare.png?size=1#top',
    'HTTPS://EXAMPLE.COM/hare',
    'data:image/png;base64,iVBORw0KGgo=',
    'data:image/webp;base64,UklGRg==',
    'data:image/jpeg;base64,/9j/',
  ])('%s can be fetched', (reference) => {
    expect(mistakesOf({ characters: [{ ...hare, references: [reference] }] })).toEqual([]);
  });

  it.each([
    ['./hare.png', /upload the file with POST \/v1\/assets and use its id \(the CLI does this for you\)/],
    ['hare.png', /a path on your machine/],
    ['/etc/passwd', /a path on your machine/],
    ['C:\\hare.png', /a path on your machine/],
    ['http://example.com/hare.png', /use https/],
    ['file:///etc/passwd', /cannot be fetched/],
    ['ftp://example.com/hare.png', /cannot be fetched/],
    ['javascript:alert(1)', /cannot be fetched/],
    ['https:example.com', /is not a valid URL/],
    ['https://', /is not a valid URL/],
    ['https://me:secret@example.com/x', /user name or password/],
    [`https://example.com/${'x'.repeat(9_000)}`, /a URL of 9,020 characters/],
    ['data:image/gif;base64,R0lGODlh', /must begin with data:image\/png;base64,/],
    ['data:image/jpg;base64,/9j/', /must begin with/],
    ['data:image/svg+xml;base64,PHN2Zz4=', /must begin with/],
    ['data:image/png,plain', /must begin with/],
    ['data:image/png;base64', /must begin with/],
    ['data:image/png;base64,', /incomplete/],
    ['data:image/png;base64,iVBORw0KGg', /incomplete/],
    ['data:image/png;base64,iVBO Rw0=', /the invalid character " " in its base64 part/],
    ['data:image/png;base64,====', /the invalid character "=" in its base64 part/],
  ])('%s cannot', (reference, says) => {
    expect(mistakesOf({ characters: [{ ...hare, references: [reference] }] })).toEqual([
      ['/characters/0/references/0', saying(says)],
    ]);
  });

  it('a secret in a URL is not repeated', () => {
    const [[, detail] = []] = mistakesOf({
      characters: [{ ...hare, references: ['https://me:secret@example.com/x'] }],
    });
    expect(detail).not.toContain('secret');
  });

  it('paths are allowed if they are uploaded first; other schemes never', () => {
    const references = ['./hare.png', 'hare.png', 'C:\\hare.png'];
    expect(mistakesOf({ characters: [{ ...hare, references }] }, 'local-allowed')).toEqual([]);
    expect(
      mistakesOf({ characters: [{ ...hare, references: ['http://example.com/a.png'] }] }, 'local-allowed'),
    ).toHaveLength(1);
  });
});
