"""The original's algorithm in plain Python, for the bench beside ours: prints "seconds checksum"."""

from time import perf_counter

WIDTH, HEIGHT, ITERATIONS = 976, 809, 376
XA, XB, YA, YB = -3.69736, 2.49194, -2.44238, 2.05151
C = complex(-0.8, 0.156)


def draw(picture):
    position = 0
    for y in range(HEIGHT):
        zy = y * (YB - YA) / (HEIGHT - 1) + YA
        for x in range(WIDTH):
            zx = x * (XB - XA) / (WIDTH - 1) + XA
            z = zx + zy * 1j
            for i in range(ITERATIONS):
                if abs(z) > 2.0:
                    break
                z = z * z + C
            picture[position] = i % 8 * 32
            picture[position + 1] = i % 16 * 16
            picture[position + 2] = i % 32 * 8
            position += 3


if __name__ == "__main__":
    pixels = bytearray(WIDTH * HEIGHT * 3)
    start = perf_counter()
    draw(pixels)
    seconds = perf_counter() - start
    checksum = 0
    for value in pixels:
        checksum = (checksum * 31 + value) & 0xFFFFFFFF
    print(f"{seconds:.9f} {checksum}")
