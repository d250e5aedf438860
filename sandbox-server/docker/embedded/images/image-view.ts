import { configView } from '../config.ts';
import type { DockerHost } from '../host.ts';
import type { ImageRecord } from './image-record.ts';

/** An image in a list. https://docs.docker.com/reference/api/engine/version/v1.41/#model-ImageSummary */
export function imageSummary({ images, containers }: DockerHost, image: ImageRecord): object {
  const tags = images.tagsOf(image.id);
  const digests = images.digestsOf(image.id);
  const size = images.layers.sizeOf(image.layers);
  return {
    Containers: containers.filter((container) => container.image === image.id).length,
    Created: Math.floor(Date.parse(image.created) / 1000),
    Id: image.id,
    Labels: image.config.Labels,
    ParentId: image.parent,
    RepoDigests: digests.length > 0 ? digests : tags.length > 0 ? null : ['<none>@<none>'],
    RepoTags: tags.length > 0 ? tags : digests.length > 0 ? null : ['<none>:<none>'],
    SharedSize: -1,
    Size: size,
    VirtualSize: size,
  };
}

/** An image with all that is known of it. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageInspect */
export function imageView({ images }: DockerHost, image: ImageRecord): object {
  const size = images.layers.sizeOf(image.layers);
  return {
    Id: image.id,
    RepoTags: images.tagsOf(image.id),
    RepoDigests: images.digestsOf(image.id),
    Parent: image.parent,
    Comment: image.comment,
    Created: image.created,
    Container: image.container,
    ContainerConfig: configView(image.containerConfig),
    DockerVersion: '20.10.24',
    Author: image.author,
    Config: configView(image.config),
    Architecture: image.architecture,
    Os: image.os,
    Size: size,
    VirtualSize: size,
    GraphDriver: { Name: 'simulated', Data: null },
    RootFS: { Type: 'layers', Layers: image.layers },
    Metadata: { LastTagTime: image.created },
  };
}

/** The steps that made an image, the last one first. */
export function historyView({ images }: DockerHost, image: ImageRecord): object[] {
  const waiting = [...image.layers];
  const steps = image.history.map(({ created, created_by, comment, empty_layer }) => ({
    Comment: comment,
    Created: Math.floor(Date.parse(created) / 1000),
    CreatedBy: created_by,
    Id: '<missing>',
    Size: empty_layer ? 0 : images.layers.sizeOf(waiting.splice(0, 1)),
    Tags: null,
  }));
  // The images that a build left behind are known by their ids.
  let known: ImageRecord | undefined = image;
  return steps.toReversed().map((step) => {
    const own = known;
    known = known && images.find(known.parent);
    return own
      ? { ...step, Id: own.id, Tags: images.tagsOf(own.id).length > 0 ? images.tagsOf(own.id) : null }
      : step;
  });
}
