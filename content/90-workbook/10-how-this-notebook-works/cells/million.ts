const squares = Array.from({ length: 1_000_000 }, (_, index) => index ** 2);

squares;
