import { t } from '@lingui/core/macro';
import { storyOfAnswers, type WrongCharacter } from '@nextpanel/core/story-answers';
import { type FormEvent, useState } from 'react';
import { stringify } from 'yaml';
import { readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { currentDirection, currentLanguage } from '../../../language/current-language.ts';
import { foreign } from '../../../language/foreign.ts';
import { Button } from '../../../parts/button.tsx';
import { TextArea, TextField } from '../../../parts/text-field.tsx';

/** What was typed is kept under this name until the story is submitted. */
export const firstWordsDraft = 'first-words';
const nothing = { title: '', style: '', characters: '', panels: '' };

/** A story for people who do not know what its file looks like: they say it in four fields, and the file is written. */
export function FirstWords({ onWrite }: { readonly onWrite: (text: string) => void }) {
  const [words, setWords] = useState(() => readDraft<typeof nothing>(firstWordsDraft) ?? nothing);
  const [wrong, setWrong] = useState<WrongCharacter | null>(null);
  const isBegun = Object.values(words).some((it) => it !== '');
  useKeepDraft(firstWordsDraft, isBegun ? words : null);
  const set = (name: keyof typeof nothing) => (value: string) => {
    setWords((before) => ({ ...before, [name]: value }));
    if (name === 'characters') setWrong(null);
  };
  const write = (event: FormEvent) => {
    event.preventDefault();
    const style = words.style.trim();
    const composed = storyOfAnswers({
      title: words.title.trim(),
      ...(currentLanguage() !== 'en' && { language: currentLanguage(), readingDirection: currentDirection() }),
      ...(style !== '' && { style }),
      characters: linesOf(words.characters),
      panels: linesOf(words.panels),
    });
    if (composed.ok) onWrite(stringify(composed.story, { lineWidth: 100 }));
    else setWrong(composed.wrong);
  };
  const isReady = words.title.trim() !== '' && words.panels.trim() !== '';
  return (
    <form aria-label={t`Begin with a few words`} onSubmit={write} className="flex flex-col gap-3">
      <h3 className="font-semibold">{t`Begin with a few words`}</h3>
      <TextField
        label={t`Title`}
        value={words.title}
        onChange={set('title')}
        placeholder={t`The Tortoise and the Hare`}
      />
      <TextField
        label={t`Drawing style`}
        value={words.style}
        onChange={set('style')}
        placeholder={t`ink and watercolour`}
      />
      <TextArea
        label={t`Who is in it, one a line`}
        value={words.characters}
        onChange={set('characters')}
        rows={2}
        placeholder={t`Hare: a lean brown hare in a red scarf`}
        error={wrong === null ? undefined : wrongWords(wrong)}
      />
      <TextArea
        label={t`What happens, a picture a line`}
        hint={t`A line such as “Hare: Nobody is faster!” is a balloon in the picture before.`}
        value={words.panels}
        onChange={set('panels')}
        rows={4}
        placeholder={t`The hare boasts to the animals`}
      />
      <Button type="submit" disabled={!isReady} className="self-start">
        {t`Write the story`}
      </Button>
    </form>
  );
}

const linesOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

const wrongWords = (wrong: WrongCharacter): string =>
  wrong.kind === 'twice'
    ? t`Two characters are called ${foreign(wrong.name)}; give one another name.`
    : t`“${foreign(wrong.line)}” has no colon between a name and the looks.`;
