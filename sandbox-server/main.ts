import { ConfigError, readConfig } from './config.ts';
import { DataFolderError } from './data-folder.ts';
import { EngineError } from './engines/engine.ts';
import { CloudsFileError } from './relay/clouds-file.ts';
import { RealCloudError } from './relay/real-cloud.ts';
import { DockerSideError } from './wiring/docker-side.ts';
import { ListenError, openWorkbook } from './wiring/workbook.ts';

/** What can stand in the way of a start; each message names the next step. */
const obstacles = [
  ConfigError,
  DataFolderError,
  EngineError,
  CloudsFileError,
  RealCloudError,
  DockerSideError,
  ListenError,
];

try {
  const workbook = await openWorkbook(readConfig(process.env));
  console.log(`ready ${workbook.url}`);
  // A promise that nobody waited for is a fault of ours, and no reason to end everybody's lesson.
  process.on('unhandledRejection', (reason) => console.error(reason));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void workbook.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  const known = obstacles.some((kind) => error instanceof kind);
  console.error(known && error instanceof Error ? error.message : error);
  process.exit(1);
}
