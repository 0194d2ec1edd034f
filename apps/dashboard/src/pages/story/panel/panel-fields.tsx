import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { StoryView } from '@nextpanel/core';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { TextArea } from '../../../parts/text-field.tsx';

/** What one panel shows and says, as it is typed. */
export interface PanelDraft {
  readonly prompt: string;
  /** Ids. */
  readonly characters: readonly string[];
  /** One text per line: `speech@hare: Nobody is faster!` */
  readonly words: string;
}

export interface PanelFieldsProps {
  readonly draft: PanelDraft;
  readonly onChange: (draft: PanelDraft) => void;
  readonly cast: StoryView['characters'];
  /** What is wrong with the texts. */
  readonly mistake: string | undefined;
  /** false: no texts are set on it. */
  readonly lettered?: boolean;
  /** Names the fields of one panel among several, such as "Panel 12"; nothing where there is only one. */
  readonly of?: string;
}

/** The fields of a panel: prompt, characters, texts. The same wherever a panel is written. */
export function PanelFields({ draft, onChange, cast, mistake, lettered = true, of }: PanelFieldsProps) {
  const label = (name: string) => (of === undefined ? name : t`${name} of ${of}`);
  const { prompt, characters, words } = draft;
  const toggle = (id: string, on: boolean) =>
    onChange({ ...draft, characters: on ? [...characters, id] : characters.filter((it) => it !== id) });
  return (
    <>
      <TextArea
        label={label(t`Prompt`)}
        rows={of === undefined ? 5 : 3}
        dir="auto"
        value={prompt}
        onChange={(typed) =>
          onChange({
            ...draft,
            prompt: typed,
            characters: [...characters, ...newlyNamed(prompt, typed, cast, characters)],
          })
        }
        maxLength={8_000}
      />
      {cast.length > 0 && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{label(t`Characters`)}</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-2">
            {cast.map(({ id, name }) => (
              <Checkbox key={id} label={name} checked={characters.includes(id)} onChange={(on) => toggle(id, on)} />
            ))}
          </div>
        </fieldset>
      )}
      {lettered && (
        <TextArea
          label={label(t`Texts`)}
          hint={
            <Trans>
              One per line, for example: <code dir="ltr">speech@hare: Nobody is faster!</code> Also <code>caption</code>
              , <code>thought</code> and <code>sfx</code>. Set on the sheet as type, so they draw nothing.
            </Trans>
          }
          error={mistake}
          rows={3}
          dir="auto"
          className="font-mono text-sm"
          value={words}
          onChange={(typed) => onChange({ ...draft, words: typed })}
        />
      )}
    </>
  );
}

/** Characters whose names the typing has just brought in: drawn without being chosen, they would be strangers. */
function newlyNamed(
  before: string,
  after: string,
  cast: StoryView['characters'],
  chosen: readonly string[],
): readonly string[] {
  return cast
    .filter(({ id, name }) => !chosen.includes(id) && isNamed(after, name) && !isNamed(before, name))
    .map(({ id }) => id);
}

/** As a word of its own; scripts without spaces have no such edges. */
function isNamed(prompt: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${escaped}(?![\\p{Script=Latin}\\p{N}])`, 'iu').test(prompt);
}
