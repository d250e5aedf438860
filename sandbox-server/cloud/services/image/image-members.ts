import { z } from 'zod';
import { isoSeconds } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { demandImage, demandOwnImage, type ImageRecord, type MemberRecord } from './image-records.ts';

const createInput = z.object({ member: z.string().min(1).max(255) });
const updateInput = z.object({ status: z.enum(['pending', 'accepted', 'rejected']) });

function view(image: ImageRecord, member: MemberRecord): object {
  return {
    member_id: member.project,
    image_id: image.id,
    status: member.status,
    created_at: isoSeconds(member.createdAt),
    updated_at: isoSeconds(member.updatedAt),
    schema: '/v2/schemas/member',
  };
}

function demandMember(
  records: Collection<ImageRecord>,
  call: Call,
  id: string,
  project: string,
): [ImageRecord, MemberRecord] {
  const image = demandImage(records, call, id);
  const member = image.members.find((each) => each.project === project);
  const concerned = image.owner === call.project || project === call.project || call.caller.admin;
  if (!member || !concerned) {
    throw new Fault(404, `${project} not found in the member list of the image ${id}.`);
  }
  return [image, member];
}

function reading(records: Collection<ImageRecord>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2/images/{id}/members',
      policy: 'get_members',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#list-image-members',
      run: (call) => {
        const image = demandImage(records, call, call.param('id'));
        const all = image.owner === call.project || call.caller.admin;
        const shown = image.members.filter((each) => all || each.project === call.project);
        const members = shown.map((each) => view(image, each));
        return { status: 200, body: { members, schema: '/v2/schemas/members' } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2/images/{id}/members/{project}',
      policy: 'get_member',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#show-image-member-details',
      run: (call) => {
        const [image, member] = demandMember(records, call, call.param('id'), call.param('project'));
        return { status: 200, body: view(image, member) };
      },
    }),
  ];
}

function share(records: Collection<ImageRecord>, image: ImageRecord, project: string, now: number): object {
  if (image.visibility !== 'shared') {
    throw new Fault(403, 'Only shared images have members.');
  }
  if (image.members.some((each) => each.project === project)) {
    throw new Fault(409, `Member ${project} is duplicated for image ${image.id}`);
  }
  const member: MemberRecord = { project, status: 'pending', createdAt: now, updatedAt: now };
  records.put({ ...image, members: [...image.members, member], updatedAt: now });
  return view(image, member);
}

/** The projects that an image is shared with. */
export function imageMembers(records: Collection<ImageRecord>, { clock }: Parts): Route[] {
  return [
    ...reading(records),
    route({
      method: 'POST',
      path: '/v2/images/{id}/members',
      policy: 'add_member',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#create-image-member',
      input: createInput,
      run: (call) => {
        const image = demandOwnImage(records, call, call.param('id'), 'add_member');
        return { status: 200, body: share(records, image, call.body.member, clock.now()) };
      },
    }),
    route({
      method: 'PUT',
      path: '/v2/images/{id}/members/{project}',
      policy: 'modify_member',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#update-image-member',
      input: updateInput,
      run: (call) => {
        const [image, member] = demandMember(records, call, call.param('id'), call.param('project'));
        if (member.project !== call.project && !call.caller.admin) {
          throw new Fault(403, 'You are not authorized to complete modify_member action.');
        }
        const changed = { ...member, status: call.body.status, updatedAt: clock.now() };
        const members = image.members.map((each) => (each.project === member.project ? changed : each));
        records.put({ ...image, members });
        return { status: 200, body: view(image, changed) };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2/images/{id}/members/{project}',
      policy: 'delete_member',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#delete-image-member',
      run: (call) => {
        const image = demandOwnImage(records, call, call.param('id'), 'delete_member');
        demandMember(records, call, image.id, call.param('project'));
        const members = image.members.filter((each) => each.project !== call.param('project'));
        records.put({ ...image, members, updatedAt: clock.now() });
        return { status: 204 };
      },
    }),
  ];
}
