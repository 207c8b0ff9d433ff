// The build puts style sheets that a page imports into one beside its script.
declare module "*.css";
