import type { Connection } from '../open-connection.ts';
import type {
  ChangedPlate,
  ChangedTake,
  PlateEdit,
  PlateRedraw,
  PlateRetake,
  PlateRetouch,
  PlateSelection,
  PlateUpload,
  PlateView,
  StoryView,
  TakeView,
} from '../types.ts';
import { all, byId, inPath, plate } from './shared.ts';

/** Characters, outfits, locations, props and the style, with their pictures. In names of plates, `/` and `.` mean the same. */
export interface PlateCalls {
  /** Characters, outfits, locations, props and the style, with their pictures. In names of plates, `/` and `.` mean the same. */
  plates(id: string): Promise<PlateView[]>;
  approvePlates(id: string): Promise<StoryView>;
  /** Changes the description or the pictures of something of the cast; panels that show it become stale. */
  editPlate(id: string, plate: string, edit: PlateEdit): Promise<ChangedPlate>;
  /** Draws a plate again; no panel is drawn again by that. */
  retakePlate(id: string, plate: string, options?: Partial<PlateRetake>): Promise<ChangedPlate>;
  /** Changes something in the selected picture of a plate, within a box or a mask; no panel is drawn again by that. */
  retouchPlate(id: string, plate: string, retouch: PlateRetouch): Promise<ChangedPlate>;
  /** Draws the panels again that are stale because of a plate. */
  redrawPlatePanels(id: string, plate: string, options?: Partial<PlateRedraw>): Promise<ChangedPlate>;
  plateTakes(id: string, plate: string): Promise<TakeView[]>;
  addPlateTake(
    id: string,
    plate: string,
    upload: Pick<PlateUpload, 'asset'> & Partial<PlateUpload>,
  ): Promise<ChangedTake>;
  selectPlateTake(id: string, plate: string, take: number, options?: Partial<PlateSelection>): Promise<ChangedPlate>;
}

export const plateCalls = ({ GET, POST, PATCH, read }: Connection): PlateCalls => ({
  plates: async (id) => (await read(GET('/v1/stories/{id}/plates', byId(id)))).items,
  approvePlates: (id) => read(POST('/v1/stories/{id}/plates/approve', byId(id))),
  editPlate: (id, name, body) => read(PATCH('/v1/stories/{id}/plates/{plate}', { ...plate(id, name), body })),
  retakePlate: (id, name, body = {}) =>
    read(POST('/v1/stories/{id}/plates/{plate}/retake', { ...plate(id, name), body })),
  retouchPlate: (id, name, body) => read(POST('/v1/stories/{id}/plates/{plate}/retouch', { ...plate(id, name), body })),
  redrawPlatePanels: (id, name, body = {}) =>
    read(POST('/v1/stories/{id}/plates/{plate}/redraw', { ...plate(id, name), body })),
  plateTakes: (id, name) =>
    all((query) =>
      read(GET('/v1/stories/{id}/plates/{plate}/takes', { params: { path: { id, plate: inPath(name) }, query } })),
    ),
  addPlateTake: (id, name, body) => read(POST('/v1/stories/{id}/plates/{plate}/takes', { ...plate(id, name), body })),
  selectPlateTake: (id, name, take, body = {}) =>
    read(
      POST('/v1/stories/{id}/plates/{plate}/takes/{take}/select', {
        params: { path: { id, plate: inPath(name), take } },
        body,
      }),
    ),
});
