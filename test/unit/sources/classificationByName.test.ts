import { expect, test } from "vitest";
import { reasonByName } from "../../../server/sources/workspace/nameClassification.ts";

test.each([
  ".env",
  ".env.production",
  "deploy/.ENV",
  ".envrc",
  "docker/app.env",
  "id_rsa",
  "keys/id_ed25519_work",
  "server.pem",
  "a/b/private.key",
  "store.p12",
  "cert.pfx",
  "app.jks",
  "release.keystore",
  ".npmrc",
  ".netrc",
  ".pypirc",
  ".git-credentials",
  ".aws/credentials",
  "credentials",
  ".ssh/config",
  "passwords.kdbx",
  "service-account.json",
  "gcp-service-account-prod.json",
  "client_secret_123.json",
  "firebase-adminsdk-x1.json",
  "terraform.tfstate",
  "prod.tfvars",
])("%s carries secrets and is never opened", (path) => {
  expect(reasonByName(path)?.reason).toBe("secret");
});

test.each([
  ".env.example",
  ".env.sample",
  ".env.local.template",
  "example.env",
  "id_rsa.pub",
  "src/environment.ts",
  "src/credentials.ts",
  "src/keyboard.ts",
  "docs/secrets.md",
  "tsconfig.json",
  "src/main/java/org/example/vendor/Database.java",
  "src/vendors.ts",
  "dist/README.md",
  "src/generated.ts",
  "src/map.ts",
  "lock.ts",
  ".yarn/patches/a.patch",
])("%s is read", (path) => {
  expect(reasonByName(path)).toBeUndefined();
});

test.each([
  ["vendored", "node_modules/a/index.js"],
  ["vendored", "web/vendor/lib.php"],
  ["vendored", "third_party/zlib/zlib.c"],
  ["vendored", "gradlew"],
  ["vendored", ".yarn/releases/yarn.cjs"],
  ["lockFile", "package-lock.json"],
  ["lockFile", "sub/Cargo.lock"],
  ["lockFile", "go.sum"],
  ["lockFile", "poetry.lock"],
  ["generated", "api/user.pb.go"],
  ["generated", "api/user_pb2.py"],
  ["generated", "lib/model.g.dart"],
  ["generated", "Form1.Designer.cs"],
  ["generated", "main.js.map"],
  ["generated", "dist/index.js"],
  ["generated", "src/__generated__/types.ts"],
  ["minified", "site/app.min.js"],
  ["minified", "site/style.min.css"],
  ["binary", "logo.PNG"],
  ["binary", "lib/a.jar"],
])("%s: %s", (reason, path) => {
  expect(reasonByName(path)?.reason).toBe(reason);
});
