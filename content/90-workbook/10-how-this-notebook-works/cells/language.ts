enum Door {
  shut,
  open,
}

// A decorator: each call of the method that it stands before is printed.
function told(method: (door: Door) => void, { name }: ClassMethodDecoratorContext) {
  return function (this: unknown, door: Door): void {
    console.log(`${String(name)}: ${Door[door]}`);
    method.call(this, door);
  };
}

class House {
  door = Door.shut;

  @told
  turn(door: Door): void {
    this.door = door;
  }

  [Symbol.dispose](): void {
    this.turn(Door.shut);
  }
}

async function* visitors() {
  yield 'Ada';
  yield 'Alan';
}

let visits = 0;
for await (const visitor of visitors()) {
  // At the end of each round the door is shut again.
  using house = new House();
  house.turn(Door.open);
  visits += 1;
  console.log(`${visitor} is visitor ${visits}.`);
}
