import * as vscode from "vscode";
import type { HttpSettings } from "../client/serverProcess.ts";

/** The editor's own settings on proxy and certificates, as they are now. */
export function httpSettings(): HttpSettings {
  const http = vscode.workspace.getConfiguration("http");
  return {
    proxy: http.get<string>("proxy") ?? "",
    noProxy: http.get<string[]>("noProxy") ?? [],
    proxySupport: http.get<string>("proxySupport") ?? "override",
    systemCertificates: http.get<boolean>("systemCertificates") ?? true,
  };
}
