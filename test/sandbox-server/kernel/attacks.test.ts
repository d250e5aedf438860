import { describe } from 'vitest';
import { describeDocker, inContainer } from '../engines/docker-for-tests.ts';
import { kernelAttacks } from './kernel-attacks.ts';
import { inProcess } from './real-kernel.ts';

describe('in a process', () => kernelAttacks(inProcess));
describeDocker('in a container', () => kernelAttacks(inContainer));
