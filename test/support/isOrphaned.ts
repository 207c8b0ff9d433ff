const parent = process.ppid;

/**
 * True in a child of a test as soon as the test is gone. A test that is killed ends nobody, and a child that goes on for
 * ever would then do so; one that writes without pause does not even hear that its standard input has ended.
 */
export function isOrphaned(): boolean {
  return process.ppid !== parent;
}
