import type { Program } from '../program.ts';
import { apt, dpkg } from './apt.ts';
import { bash } from './bash.ts';
import { curl } from './curl.ts';
import { journalctl } from './journalctl.ts';
import { ip, ping, ss, sshd } from './network-tools.ts';
import { free, kill, pgrep, pkill, ps, top, uptime } from './processes.ts';
import * as small from './small.ts';
import { ssh } from './ssh.ts';
import { sshKeygen } from './ssh-keygen.ts';
import { supervisorctl, supervisord } from './supervisorctl.ts';
import { systemctl } from './systemctl.ts';
import { tailFollow } from './tail-follow.ts';

/** The programs of an operating system, by name; packages say which of them a machine has. */
export const systemPrograms: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    apt,
    'apt-cache': apt,
    'apt-get': apt,
    bash,
    'cloud-init': small.cloudInit,
    curl,
    dd: small.dd,
    df: small.df,
    dmesg: small.dmesg,
    dpkg,
    free,
    hostname: small.hostname,
    hostnamectl: small.hostnamectl,
    id: small.id,
    ip,
    journalctl,
    kill,
    logger: small.logger,
    nproc: small.nproc,
    pgrep,
    ping,
    pkill,
    ps,
    reboot: small.reboot,
    sh: bash,
    sleep: small.sleep,
    ss,
    ssh,
    'ssh-keygen': sshKeygen,
    sshd,
    sudo: small.sudo,
    supervisorctl,
    supervisord,
    systemctl,
    tail: tailFollow,
    top,
    uname: small.uname,
    uptime,
    whoami: small.whoami,
  }),
);
