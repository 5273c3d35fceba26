import type { TaskName } from '../../../compiler/1-read/spec/data-spec.ts';
import { adding } from './adding.ts';
import { copy } from './copy.ts';
import { listOperations } from './list-operations.ts';
import { mackeyGlass } from './mackey-glass.ts';
import { reber } from './reber.ts';
import type { Task } from './task.ts';
import { waves } from './waves.ts';

export const tasks: { readonly [K in TaskName]: Task } = {
  adding,
  reber,
  copy,
  mackey_glass: mackeyGlass,
  waves,
  list_operations: listOperations,
};
