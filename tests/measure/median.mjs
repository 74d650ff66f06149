// The median of numbers, which a few disturbed measurements do not change. It measures nothing.
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
