import type { Machine } from '../machine.ts';
import { cardName } from './network-info.ts';

/** What a kernel prints while it finds its way: milliseconds after the power came, and the line. */
export function kernelLog({ card, image }: Machine): readonly (readonly [number, string])[] {
  const { vcpus, ram, disk } = card.flavor;
  const cards = card.ports.map(({ mac }, index): [number, string] => [
    900 + index * 20,
    `virtio_net virtio${index}: ${cardName(index)}: link up, ${mac}`,
  ]);
  return [
    [0, `Linux version ${image.kernel}: a machine of the pocket cloud, simulated`],
    [0, 'Command line: BOOT_IMAGE=/boot/vmlinuz root=LABEL=cloudimg-rootfs ro console=ttyS0'],
    [10, 'Hypervisor found: pocket cloud'],
    [40, `Memory: ${ram * 1024}K available`],
    [90, `smp: ${vcpus} ${vcpus === 1 ? 'processor' : 'processors'} brought up`],
    [300, 'NET: TCP and UDP are ready'],
    [600, `virtio_blk virtio9: [vda] ${disk} GiB`],
    [700, 'EXT4-fs (vda1): mounted the root file system'],
    ...cards,
    [1100, `systemd[1]: Welcome to ${image.issue}!`],
    [1150, `systemd[1]: The host name is ${card.hostname}.`],
  ];
}
