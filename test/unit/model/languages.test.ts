import { describe, expect, it } from "vitest";
import { languageClass, languageOfPath } from "../../../server/model/languages.ts";

describe("the language of a file", () => {
  it.each([
    ["src/client.mts", "typescript"],
    ["src/View.TSX", "tsx"],
    ["lib/legacy.C", "cpp"],
    ["lib/plain.c", "c"],
    ["deploy/Dockerfile.dev", "dockerfile"],
    ["Rakefile", "ruby"],
    ["LICENSE-MIT", "plaintext"],
    ["README.rst", "restructuredtext"],
    ["charts/values.yaml.j2", "yaml"],
    ["windows\\path\\build.ps1", "powershell"],
    ["CMakeLists.txt", "cmake"],
  ])("is told by the name of %s", (path, language) => {
    expect(languageOfPath(path)).toBe(language);
  });

  it.each([
    ["#!/usr/bin/env -S FORCE=1 node --harmony", "javascript"],
    ["#!/usr/bin/python3.11 -u", "python"],
    ["#!/bin/sh", "bash"],
    ["// -*- mode: C++; tab-width: 4 -*-", "cpp"],
    ["<?php declare(strict_types=1);", "php"],
  ])("is told by the first line %s where the name says nothing", (firstLine, language) => {
    expect(languageOfPath("bin/tool", firstLine)).toBe(language);
  });

  it("is unknown rather than guessed", () => {
    expect(languageOfPath("bin/tool")).toBeUndefined();
    expect(languageOfPath("constructor", "plain words")).toBeUndefined();
    expect(languageOfPath("a.unheard")).toBeUndefined();
  });

  it("has a class, plain text where the language is unknown", () => {
    expect(["kotlin", "markdown", "toml", "plaintext", "toString"].map(languageClass)).toEqual([
      "code",
      "doc",
      "config",
      "text",
      "text",
    ]);
  });
});
