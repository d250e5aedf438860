const withThree = await drain();
