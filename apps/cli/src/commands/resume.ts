import type { Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { addAct } from './act-on-story.ts';

export function addResume(program: Command, context: CommandContext): void {
  addAct(program, context, 'resume', 'continue a story that is paused or needs attention');
}
