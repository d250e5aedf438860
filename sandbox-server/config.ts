import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';

/** The images that learners may use when nobody says which: official ones, which the lessons need. */
const usualImages =
  'busybox alpine debian ubuntu python node nginx httpd redis mariadb mysql rabbitmq haproxy hello-world registry';

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4321),
  HOST: z.string().min(1).default('127.0.0.1'),
  WORKBOOK_DATA: z
    .string()
    .min(1)
    .default(() => envPaths('get-out-of-my-cloud', { suffix: '' }).data),
  WORKBOOK_ENGINE: z.enum(['process', 'docker', 'swarm', 'auto']).default('auto'),
  WORKBOOK_CLOUD: z.string().min(1).default('pocket'),
  WORKBOOK_LEARNERS: z.coerce.number().int().min(1).default(1000),
  WORKBOOK_KERNELS: z.coerce.number().int().min(1).optional(),
  WORKBOOK_WARM_KERNELS: z.coerce.number().int().min(0).optional(),
  WORKBOOK_MEMORY: z.coerce.number().int().min(512).optional(),
  WORKBOOK_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine(
      (origins) => origins.every((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin),
      'write origins such as https://example.org, with commas between them',
    ),
  WORKBOOK_ADMIN_PASSWORD: z.string().min(1).optional(),
  WORKBOOK_DOCKER: z.enum(['auto', 'none', 'engine']).default('auto'),
  WORKBOOK_DOCKER_IMAGES: z
    .string()
    .default(usualImages)
    .transform((text) => text.split(/[\s,]+/).filter(Boolean)),
  DOCKER_HOST: z.string().optional(),
  DOCKER_TLS_VERIFY: z.string().optional(),
  DOCKER_CERT_PATH: z.string().optional(),
});

/** Everything that the environment decides, read once. `data` is an absolute path. */
export interface Config {
  port: number;
  host: string;
  data: string;
  engine: 'process' | 'docker' | 'swarm' | 'auto';
  cloud: string;
  /** The most learners that this server lets in. */
  learners: number;
  /** How much cells may take; what is absent is found from what the computer has. */
  capacity: {
    /** The most kernels at once. */
    most?: number;
    /** Kernels that are kept ready for whoever comes next. */
    warm?: number;
    /** Memory of all kernels, in MiB. */
    memory?: number;
  };
  /** The sites whose pages may run cells here. */
  allowedOrigins: readonly string[];
  /** The pocket cloud's administrator's password; when absent one is made and kept in the data folder. */
  adminPassword: string | undefined;
  docker: {
    /** Whether learners get a part of a real engine; `auto`: of the one that DOCKER_HOST names, if it names one. */
    kind: 'auto' | 'none' | 'engine';
    /** The images that everybody may use there. */
    images: readonly string[];
    /** Where the engine is, as DOCKER_HOST says it; absent: where this computer has it. */
    host: string | undefined;
    /** The folder of the certificates by which the engine is spoken to, if it wants any. */
    certificates: string | undefined;
  };
}

/** A setting that cannot be used: the message names it and what it may be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads the settings of the workbook from environment variables; throws a {@link ConfigError}. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    throw new ConfigError(`${name}="${env[name] ?? ''}" cannot be used: ${issue?.message ?? 'not valid'}.`);
  }
  const values = read.data;
  const data = values.WORKBOOK_DATA.replace(/^~(?=\/|$)/, homedir());
  return {
    port: values.PORT,
    host: values.HOST,
    data: resolve(join(data)),
    engine: values.WORKBOOK_ENGINE,
    cloud: values.WORKBOOK_CLOUD,
    learners: values.WORKBOOK_LEARNERS,
    capacity: {
      ...(values.WORKBOOK_KERNELS !== undefined && { most: values.WORKBOOK_KERNELS }),
      ...(values.WORKBOOK_WARM_KERNELS !== undefined && { warm: values.WORKBOOK_WARM_KERNELS }),
      ...(values.WORKBOOK_MEMORY !== undefined && { memory: values.WORKBOOK_MEMORY }),
    },
    allowedOrigins: values.WORKBOOK_ALLOWED_ORIGINS,
    adminPassword: values.WORKBOOK_ADMIN_PASSWORD,
    docker: {
      kind: values.WORKBOOK_DOCKER,
      images: values.WORKBOOK_DOCKER_IMAGES,
      host: values.DOCKER_HOST,
      certificates: values.DOCKER_TLS_VERIFY ? values.DOCKER_CERT_PATH : undefined,
    },
  };
}
