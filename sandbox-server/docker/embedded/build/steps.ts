import { type ContainerConfig, createBodySchema, emptyConfig } from '../config.ts';
import type { Container } from '../containers/container.ts';
import { commitContainer } from '../containers/container-commit.ts';
import type { DockerHost } from '../host.ts';
import type { ImageRecord } from '../images/image-record.ts';
import { isoNano } from '../query.ts';
import type { StreamWriter } from '../streaming.ts';

/** A part of a Dockerfile that begins with FROM. */
export interface Stage {
  /** In small letters; empty when it has none. */
  readonly name: string;
  image: ImageRecord | undefined;
  config: ContainerConfig;
  readonly args: Map<string, string>;
}

/** A step that changes nothing, as its command is written. */
export const nop = (step: string): string[] => ['/bin/sh', '-c', `#(nop) ${step}`];

/** Makes the images of a build's steps, or finds those that the same steps made before. */
export class Steps {
  readonly #host: DockerHost;
  readonly #writer: StreamWriter;
  readonly #keepContainers: boolean;
  useCache: boolean;

  constructor(host: DockerHost, writer: StreamWriter, order: { useCache: boolean; keepContainers: boolean }) {
    this.#host = host;
    this.#writer = writer;
    this.useCache = order.useCache;
    this.#keepContainers = order.keepContainers;
  }

  #say(stream: string): void {
    this.#writer.json({ stream });
  }

  /** The next image of the stage: one that the same step made before, or a new one. */
  async commit(
    stage: Stage,
    config: ContainerConfig,
    command: string[],
    act?: (container: Container) => Promise<void> | void,
    runConfig?: ContainerConfig,
  ): Promise<void> {
    const same = this.useCache ? this.#cachedStep(stage.image, command, config) : undefined;
    if (same) {
      this.#say(' ---> Using cache\n');
      stage.image = same;
    } else {
      this.useCache = false;
      stage.image = act
        ? await this.#make(stage.image, config, command, act, runConfig)
        : await this.#set(stage.image, config, command);
    }
    stage.config = config;
    this.#say(` ---> ${stage.image.id.slice(7, 19)}\n`);
  }

  #cachedStep(
    parent: ImageRecord | undefined,
    command: readonly string[],
    config: ContainerConfig,
  ): ImageRecord | undefined {
    const key = JSON.stringify(command);
    const wanted = JSON.stringify({ ...config, Image: '' });
    return this.#host.images
      .childrenOf(parent?.id ?? '')
      .findLast(
        (image) =>
          JSON.stringify(image.containerConfig.Cmd) === key &&
          JSON.stringify({ ...image.config, Image: '' }) === wanted,
      );
  }

  async #set(
    parent: ImageRecord | undefined,
    config: ContainerConfig,
    command: string[],
  ): Promise<ImageRecord> {
    const created = isoNano(this.#host.clock.now());
    const history = { created, created_by: command.join(' '), comment: '', empty_layer: true };
    return await this.#host.images.derive(parent, {
      config,
      containerConfig: { ...config, Cmd: command },
      history,
      created,
    });
  }

  async #make(
    parent: ImageRecord | undefined,
    config: ContainerConfig,
    command: string[],
    act: (container: Container) => Promise<void> | void,
    runConfig: ContainerConfig = { ...config, Cmd: command, Entrypoint: [] },
  ): Promise<ImageRecord> {
    const container = await this.container(parent, runConfig);
    this.#say(` ---> Running in ${container.id.slice(0, 12)}\n`);
    try {
      await act(container);
      container.keep({ config: { ...config, Cmd: command } });
      const words = { author: '', comment: '', config, step: command.join(' ') };
      return await commitContainer(this.#host, container, words);
    } finally {
      if (!this.#keepContainers) {
        await this.#host.remove(container, { force: true, volumes: true });
        this.#say(`Removing intermediate container ${container.id.slice(0, 12)}\n`);
      }
    }
  }

  async container(parent: ImageRecord | undefined, config: ContainerConfig): Promise<Container> {
    const image = parent ?? (await this.#set(undefined, emptyConfig(), nop('FROM scratch')));
    const body = createBodySchema.parse({
      ...config,
      Image: image.id,
      Volumes: null,
      Healthcheck: undefined,
    });
    return await this.#host.create(body, '');
  }
}
