import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'react';
import { wordsOf } from '../../../data/create-query-client.ts';
import { useUploadPicture } from '../../../data/story-commands.ts';
import { addPicture, type CastEntry, placePicture } from './story-cast.ts';

/**
 * Uploads pictures, one after another, and writes their asset ids into the story.
 *
 * @param change edits the story as it is when a picture has arrived, since more may have been typed meanwhile
 * @param onProblem one sentence for each picture that was not added
 */
export function useCastPictures(change: (edit: (text: string) => string) => void, onProblem: (words: string) => void) {
  const upload = useUploadPicture();
  const [shown, setShown] = useState<ReadonlyMap<string, string>>(new Map());
  const [uploading, setUploading] = useState(0);
  const addresses = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const address of addresses.current) URL.revokeObjectURL(address);
    },
    [],
  );

  const add = async (files: readonly File[], to: CastEntry | null) => {
    setUploading((before) => before + files.length);
    for (const file of files) {
      try {
        const { id } = await upload.mutateAsync(file);
        const address = URL.createObjectURL(file);
        addresses.current.push(address);
        setShown((before) => new Map(before).set(id, address));
        change((text) => {
          if (to !== null) return addPicture(text, to, id);
          const placed = placePicture(text, file.name, id);
          if (placed === null)
            onProblem(t`${file.name} matches no name in the cast. Add it with the button beside the right name.`);
          return placed ?? text;
        });
      } catch (thrown) {
        onProblem(t`${file.name} was not added: ${wordsOf(thrown)}`);
      } finally {
        setUploading((before) => before - 1);
      }
    }
  };
  return { shown, uploading, add };
}
