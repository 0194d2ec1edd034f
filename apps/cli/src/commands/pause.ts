import type { Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { addAct } from './act-on-story.ts';

export function addPause(program: Command, context: CommandContext): void {
  addAct(program, context, 'pause', 'pause a story after its current batch');
}
