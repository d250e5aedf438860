const greeting = 'Change this sentence.';

greeting;
