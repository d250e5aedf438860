import { buildCalls } from './build/build-calls.ts';
import { containerAttach } from './containers/container-attach.ts';
import { containerCommit } from './containers/container-commit.ts';
import { containerExec } from './containers/container-exec.ts';
import { containerFiles } from './containers/container-files.ts';
import { containerList } from './containers/container-list.ts';
import { containerLogs } from './containers/container-logs.ts';
import { containerPower } from './containers/container-power.ts';
import { containerProcesses } from './containers/container-processes.ts';
import { imageArchives } from './images/image-archives.ts';
import { imageCalls } from './images/image-calls.ts';
import { imageMaking } from './images/image-making.ts';
import { networkCalls } from './networks/network-calls.ts';
import type { Route } from './route.ts';
import { diskUsage } from './system/disk-usage.ts';
import { eventStream } from './system/event-stream.ts';
import { systemCalls } from './system/system-calls.ts';
import { volumeCalls } from './volumes/volume-calls.ts';

/** All calls that the engine answers. */
export const routes: readonly Route[] = [
  ...systemCalls,
  ...eventStream,
  ...diskUsage,
  ...containerList,
  ...containerPower,
  ...containerAttach,
  ...containerExec,
  ...containerCommit,
  ...containerLogs,
  ...containerFiles,
  ...containerProcesses,
  ...networkCalls,
  ...volumeCalls,
  ...imageCalls,
  ...imageMaking,
  ...imageArchives,
  ...buildCalls,
];
