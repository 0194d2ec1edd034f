import type { Catalogue } from './model.ts';
import { azureModels } from './models/azure.ts';
import { falModels } from './models/fal.ts';
import { openaiModels } from './models/openai.ts';
import { storyboardModels } from './models/storyboard.ts';

/** What this version knows. A user's own file is merged over it by `readCatalogueFile`. */
export const builtInCatalogue: Catalogue = {
  models: [...storyboardModels, ...openaiModels, ...azureModels, ...falModels],
};
