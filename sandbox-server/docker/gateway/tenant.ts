import { createHmac } from 'node:crypto';

const ours = 'get-out-of-my-cloud.';

/** The labels by which this server's things are known in the engine. */
export const label = {
  /** Which server made it. */
  server: `${ours}docker-of`,
  /** Which of its learners has it. */
  learner: `${ours}learner`,
  /** `container`, or `host` for the container that plays a learner's own host. */
  role: `${ours}role`,
  /** The image's name as the learner wrote it. */
  image: `${ours}image`,
  /** What the learner said of the network: `host`, or the names of links and aliases; as JSON. */
  shown: `${ours}shown`,
} as const;

/** What a label or a name of the engine begins with that is somebody else's. */
const foreign = /\bl[0-9a-f]{12}(?:-|\/(?:r|h|id)\/)[\w.-]*/g;

/**
 * One learner in the engine: how their things are named and labelled there, and how names come back. A name
 * `web` is `l<12 digits>-web` in the engine, an image `app:1` is `l<12 digits>/r/app:1`.
 */
export class Tenant {
  readonly id: string;
  readonly server: string;
  readonly prefix: string;
  /** What the repositories of their images begin with. */
  readonly images: string;

  /** @param server the server's mark, which tells apart several that share an engine */
  constructor(server: string, learner: string) {
    this.server = server;
    this.id = createHmac('sha256', server).update(learner).digest('hex').slice(0, 12);
    this.prefix = `l${this.id}-`;
    this.images = `l${this.id}/`;
  }

  get labels(): Record<string, string> {
    return { [label.server]: this.server, [label.learner]: this.id };
  }

  /** The filter of the engine that finds what is the learner's. */
  get filter(): string {
    return `${label.learner}=${this.id}`;
  }

  inward(name: string): string {
    return `${this.prefix}${name}`;
  }

  /** A name of the engine as the learner knows it; undefined when it is not theirs. */
  outward(name: string): string | undefined {
    const bare = name.startsWith('/') ? name.slice(1) : name;
    return bare.startsWith(this.prefix) ? bare.slice(this.prefix.length) : undefined;
  }

  /** A repository as it is named in the engine; a registry's host with a port cannot be part of a path. */
  inwardRepository(repository: string): string {
    const [host = '', port, rest = ''] = /^([^/:]+):(\d+)\/(.+)$/.exec(repository)?.slice(1) ?? [];
    return port === undefined ? `${this.images}r/${repository}` : `${this.images}h/${host}/${port}/${rest}`;
  }

  /** A repository, perhaps with a tag or digest, as the learner knows it; undefined when it is not one of theirs. */
  outwardImage(name: string): string | undefined {
    if (name.startsWith(`${this.images}r/`)) return name.slice(this.images.length + 2);
    const match = /^h\/([^/]+)\/(\d+)\/(.+)$/.exec(
      name.startsWith(this.images) ? name.slice(this.images.length) : '',
    );
    return match ? `${match[1]}:${match[2]}/${match[3]}` : undefined;
  }

  /** The hidden name that each image of the learner's keeps: by it the engine knows whose it is. */
  get keep(): string {
    return `${this.images}id/k`;
  }

  owns(labels: Record<string, string> | null | undefined): boolean {
    return labels?.[label.learner] === this.id && labels[label.server] === this.server;
  }

  /** Words of the engine with the learner's own names in them, and nobody else's. */
  words(text: string): string {
    return text
      .replaceAll(`${this.images}r/`, '')
      .replaceAll(this.prefix, '')
      .replace(new RegExp(`${this.images}h/([^/]+)/(\\d+)/`, 'g'), '$1:$2/')
      .replace(foreign, '…');
  }
}

/** Labels without those of ours. */
export function ownLabels(labels: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => !name.startsWith(ours)));
}
