import { describe, expect, it } from "vitest";
import { proseChunks } from "../../../server/chunking/prose/proseChunks.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { documentOf } from "../../support/documentOf.ts";

/** `from-to title` of each chunk that a file of configuration becomes. */
function chunksOf(path: string, lines: readonly string[]): string[] {
  const document = documentOf(path, lines.join("\n"));
  expect(document.kind).toBe("config");
  return proseChunks(document, defaultPipelineConfig.chunking.config).map(
    (chunk) => `${chunk.startLine}-${chunk.endLine} ${chunk.title.split(" > ").slice(1).join(" > ")}`,
  );
}

const petstore = [
  "openapi: 3.1.0",
  "info:",
  "  title: Pets",
  "paths:",
  "  /pets/{id}:",
  "    parameters:",
  "      - $ref: '#/components/parameters/id'",
  "    get:",
  "      operationId: showPet",
  "      summary: One pet",
  "    delete:",
  "      summary: Gives a pet away",
  "components:",
  "  schemas:",
  "    Pet:",
  "      type: object",
  "  parameters:",
  "    id:",
  "      in: path",
];

describe("parts of configuration", () => {
  it("are the operations and schemas of an OpenAPI description", () => {
    expect(chunksOf("api.yaml", petstore)).toEqual([
      "1-3 info",
      "4-10 paths > GET /pets/{id} showPet",
      "11-12 paths > DELETE /pets/{id}",
      "13-16 components > schemas > schema Pet",
      "17-19 components > parameters > parameter id",
    ]);
  });

  it("are the same in JSON, and in version 2.0", () => {
    const description = {
      swagger: "2.0",
      paths: { "/pets": { post: { operationId: "addPet", responses: {} } } },
      definitions: { Pet: { type: "object" } },
    };
    expect(chunksOf("swagger.json", JSON.stringify(description, undefined, 2).split("\n"))).toEqual([
      "1-10 paths > POST /pets addPet",
      "11-16 definitions > schema Pet",
    ]);
  });

  it("are the jobs of GitHub's, GitLab's, Azure's and CircleCI's files", () => {
    const workflow = [
      "on: push",
      "jobs:",
      "  build:",
      "    name: Build it",
      "    steps: []",
      "  test:",
      "    steps: []",
    ];
    expect(chunksOf(".github/workflows/ci.yml", workflow)).toEqual([
      "1-5 jobs > job build (Build it)",
      "6-7 jobs > job test",
    ]);
    const gitlab = [
      "stages: [build]",
      "compile:",
      "  stage: build",
      "  script: make",
      ".hidden:",
      "  script: x",
    ];
    expect(chunksOf(".gitlab-ci.yml", gitlab)).toEqual(["1-4 job compile (stage build)", "5-6 job .hidden"]);
    const azure = [
      "stages:",
      "- stage: Build",
      "  jobs:",
      "  - job: linux",
      "    displayName: On Linux",
      "- stage: Ship",
    ];
    expect(chunksOf("azure-pipelines.yml", azure)).toEqual([
      "1-3 stages > stage Build",
      "4-5 stages > stage Build > job linux (On Linux)",
      "6-6 stages > stage Ship",
    ]);
    const circle = ["jobs:", "  lint:", "    docker: []", "workflows:", "  nightly:", "    jobs: [lint]"];
    expect(chunksOf(".circleci/config.yml", circle)).toEqual([
      "1-3 jobs > job lint",
      "4-6 workflows > workflow nightly",
    ]);
  });

  it("are the stages of a Jenkinsfile and of a Dockerfile", () => {
    const jenkins = [
      "pipeline {",
      "  stages {",
      "    stage('Build') {",
      "      sh 'make'",
      "    }",
      '    stage("Ship") {',
      "    }",
    ];
    expect(chunksOf("Jenkinsfile", jenkins)).toEqual(["1-2 ", "3-5 stage Build", "6-7 stage Ship"]);
    const docker = ["FROM node:24 AS build", "RUN npm ci", "FROM --platform=linux/amd64 alpine", "COPY . ."];
    expect(chunksOf("Dockerfile", docker)).toEqual(["1-2 stage build (node:24)", "3-4 stage from alpine"]);
  });

  it("are the services of a Compose file and the objects of Kubernetes", () => {
    const compose = ["services:", "  db:", "    image: postgres:16", "  web:", "    build: ."];
    expect(chunksOf("docker-compose.yml", compose)).toEqual([
      "1-3 services > service db (postgres:16)",
      "4-5 services > service web",
    ]);
    const objects = [
      "apiVersion: v1",
      "kind: Service",
      "metadata:",
      "  name: web",
      "---",
      "apiVersion: apps/v1",
      "kind: Deployment",
    ];
    expect(chunksOf("deploy/web.yaml", objects)).toEqual(["1-5 Service web", "6-7 Deployment"]);
  });

  it("are the outermost keys where a file is broken or nothing in particular", () => {
    const broken = ["jobs:", "  build: {", "on: push"];
    expect(
      documentOf(".github/workflows/ci.yml", broken.join("\n")).sections?.map(
        ({ headingPath }) => headingPath,
      ),
    ).toEqual([["jobs"], ["on"]]);
    const nested = `openapi: 3.1.0\npaths: ${"[".repeat(20_000)}`;
    expect(documentOf("api.yaml", nested).sections).toHaveLength(1);
  });

  it("are found where masking a secret breaks the file", () => {
    const key = [
      "-----BEGIN RSA PRIVATE KEY-----",
      "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy",
      "-----END RSA PRIVATE KEY-----",
    ];
    const description = { openapi: "3.1.0", info: { example: key.join("\n") }, paths: { "/a": { get: {} } } };
    const document = documentOf("openapi.json", JSON.stringify(description, undefined, 2));
    expect(document.text).not.toContain("MIIBOg");
    expect(document.sections?.at(-1)?.headingPath).toEqual(["paths", "GET /a"]);
  });

  it("have their secrets masked", () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const document = documentOf("docker-compose.yml", `services:\n  db:\n    image: x/${secret}\n`);
    expect(JSON.stringify(document)).not.toContain(secret);
  });
});
