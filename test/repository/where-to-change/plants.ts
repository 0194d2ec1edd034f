import type { Plant } from './plant.ts';
import { appPlants } from './plants-of-apps.ts';
import { rulePlants } from './plants-of-core.ts';
import { partPlants } from './plants-of-parts.ts';

/** One change for each row of the table. They are all made in one copy, so they must not be in each other's way. */
export const plants: readonly Plant[] = [...rulePlants, ...partPlants, ...appPlants];
