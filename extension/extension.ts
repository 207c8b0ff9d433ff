/**
 * Entry of the VS Code extension. The manifest already names it, but there is nothing to run in the editor yet: the
 * package contributes settings only and no event activates it. WH-53 brings the client.
 */
export function activate(): void {}
