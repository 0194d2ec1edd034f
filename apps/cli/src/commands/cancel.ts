import type { Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { addAct } from './act-on-story.ts';

export function addCancel(program: Command, context: CommandContext): void {
  addAct(program, context, 'cancel', 'cancel a story; drawn panels are kept');
}
