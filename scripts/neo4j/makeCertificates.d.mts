/** See `makeCertificates.mjs`. */
export function makeCertificates(
  folder: string,
  validity: "valid" | "expired",
):
  | { readonly folder: string; readonly caFile: string; readonly reason?: undefined }
  | { readonly reason: string };
