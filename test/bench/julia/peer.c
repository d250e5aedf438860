/*
 * The original's algorithm in C, for the bench beside ours: peer [rounds] prints "seconds checksum".
 * The picture is given when it is compiled, so that the compiler knows its numbers.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint8_t picture[WIDTH * HEIGHT * 3];

static void draw(void) {
  const double xa = XA, xb = XB, ya = YA, yb = YB, cx = CX, cy = CY;
  uint8_t *pixel = picture;
  for (int y = 0; y < HEIGHT; y++) {
    const double zy = y * (yb - ya) / (HEIGHT - 1) + ya;
    for (int x = 0; x < WIDTH; x++, pixel += 3) {
      double re = x * (xb - xa) / (WIDTH - 1) + xa, im = zy;
      int i = 0;
      for (; i < ITERATIONS; i++) {
        const double rr = re * re, ii = im * im;
        if (rr + ii > 4) break;
        im = re * im + im * re + cy;
        re = rr - ii + cx;
      }
      if (i == ITERATIONS) i--;
      pixel[0] = (uint8_t)(i % 8 * 32);
      pixel[1] = (uint8_t)(i % 16 * 16);
      pixel[2] = (uint8_t)(i % 32 * 8);
    }
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  const int rounds = count > 1 ? atoi(arguments[1]) : 1;
  double best = 1e9;
  for (int round = 0; round < rounds; round++) {
    const double start = now();
    draw();
    const double seconds = now() - start;
    if (seconds < best) best = seconds;
  }
  uint32_t checksum = 0;
  for (size_t k = 0; k < sizeof picture; k++) checksum = checksum * 31 + picture[k];
  printf("%.9f %u\n", best, checksum);
  return 0;
}
