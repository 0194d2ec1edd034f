import type { PanelProvenance } from '../formats/book-format.ts';
import { digitalSourceType } from '../formats/write-xmp.ts';

/** A panel in a picture that is signed. */
export interface SignedPanel {
  /** In the story; 0 of a cover. */
  readonly number: number;
  readonly provenance: PanelProvenance;
  /** Its frame as it was kept, with its vendor's own manifest, if it has one. */
  readonly frame: () => Promise<Uint8Array>;
}

export interface PictureToSign {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  /** What the picture is called in its manifest. */
  readonly title: string;
  readonly panels: readonly SignedPanel[];
}

/** What a manifest says of an ingredient, in the library's words. */
export interface IngredientClaim {
  readonly title: string;
  readonly relationship: 'componentOf';
  readonly instance_id: string;
}

/** A manifest and the claims of its ingredients, one for each panel, in their order. */
export interface PageClaim {
  readonly manifest: {
    readonly title: string;
    readonly format: string;
    readonly claim_generator_info: readonly { readonly name: string }[];
    readonly ingredients: readonly never[];
    readonly assertions: readonly {
      readonly label: 'c2pa.actions.v2';
      readonly data: { readonly actions: readonly Action[] };
    }[];
  };
  readonly ingredients: readonly IngredientClaim[];
}

type Action =
  | { readonly action: 'c2pa.created'; readonly digitalSourceType: string }
  | { readonly action: 'c2pa.placed'; readonly parameters: { readonly ingredientIds: readonly string[] } };

/**
 * What is claimed of a page: that nextpanel made it, from which kind of pictures, and which frames were placed on it. No prompt and no name
 * of a user. An ingredient without a manifest of its own is known by the SHA-256 of its frame alone, which stands in its id.
 *
 * One action `created`, first, and one `placed` for each ingredient: C2PA specification 2.2, §15.10.3.2.2 and §18.14.2.
 */
export function describeClaim({ title, mime, panels }: Omit<PictureToSign, 'bytes'>): PageClaim {
  const ingredients = panels.map(
    ({ number, provenance: { sha256 } }, index): IngredientClaim => ({
      title: number === 0 ? 'Cover picture' : `Panel ${number}`,
      relationship: 'componentOf',
      // A frame may stand on a page twice.
      instance_id: `urn:sha256:${sha256}#${index + 1}`,
    }),
  );
  const actions: Action[] = [
    { action: 'c2pa.created', digitalSourceType: digitalSourceType(panels) },
    ...ingredients.map(
      ({ instance_id: id }): Action => ({ action: 'c2pa.placed', parameters: { ingredientIds: [id] } }),
    ),
  ];
  return {
    manifest: {
      title,
      format: mime,
      claim_generator_info: [{ name: 'nextpanel' }],
      ingredients: [],
      assertions: [{ label: 'c2pa.actions.v2', data: { actions } }],
    },
    ingredients,
  };
}
