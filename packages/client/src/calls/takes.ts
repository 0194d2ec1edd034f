import type { Connection } from '../open-connection.ts';
import type { ChangedPanel, ChangedTake, PanelName, Selection, TakeUpload, TakeView } from '../types.ts';
import { all, bytes, type ImageOptions, image, panel } from './shared.ts';

/** The takes of panels. */
export interface TakeCalls {
  /** All takes of a panel, oldest first. */
  takes(id: string, panel: PanelName): Promise<TakeView[]>;
  /** Adds a picture made by hand or elsewhere; upload it with `uploadAsset` first. */
  addTake(id: string, panel: PanelName, upload: Pick<TakeUpload, 'asset'> & Partial<TakeUpload>): Promise<ChangedTake>;
  selectTake(id: string, panel: PanelName, take: number, options?: Partial<Selection>): Promise<ChangedPanel>;
  takeImage(id: string, panel: PanelName, take: number, options?: ImageOptions): Promise<Response>;
}

export const takeCalls = ({ GET, POST, read, open }: Connection): TakeCalls => ({
  takes: (id, number) =>
    all((query) =>
      read(GET('/v1/stories/{id}/panels/{number}/takes', { params: { path: { id, number: String(number) }, query } })),
    ),
  addTake: (id, number, body) => read(POST('/v1/stories/{id}/panels/{number}/takes', { ...panel(id, number), body })),
  selectTake: (id, number, take, body = {}) =>
    read(
      POST('/v1/stories/{id}/panels/{number}/takes/{take}/select', {
        params: { path: { id, number: String(number), take } },
        body,
      }),
    ),
  takeImage: (id, number, take, size) =>
    open(
      GET('/v1/stories/{id}/panels/{number}/takes/{take}/image', {
        params: { path: { id, number: String(number), take }, ...image(size) },
        ...bytes,
      }),
    ),
});
