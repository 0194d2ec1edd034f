export { type AskedScene, askForPanels, type PanelList } from './ask-for-panels.ts';
export { askForScenes, type SceneList } from './ask-for-scenes.ts';
export { type AdaptedScene, assembleScript, joinDescribed } from './assemble-script.ts';
export { type AdaptationEstimate, estimateAdaptation } from './estimate-adaptation.ts';
export {
  type AdaptationWishes,
  adaptationVersion,
  type Mistakes,
  type ScriptQuestion,
  type WordsMessage,
} from './question.ts';
export { scriptProvider } from './script-provider.ts';
export { divideUnits, halve, type SourceUnit, sourceUnits, type UnitRange } from './source-units.ts';
