import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import { describe, expect, it } from "vitest";
import { maskSecrets } from "../../../server/documents/maskSecrets.ts";
import { presetFindings, unusedPresetRules } from "../../../server/documents/secrets/knownTokens.ts";

/** Made up; joined from parts so that this file itself holds nothing that looks like a token. */
const letters = (count: number) => "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z".repeat(20).slice(0, count);
const hex = (count: number) => "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(10).slice(0, count);
const alpha = (count: number) => "aBcDeFgHiJkLmNoPqRsTuVwXyZ".repeat(5).slice(0, count);
const opsToken = `ops_${Buffer.from(`{"email":"a@b.c","muk":"${letters(100)}","z":1 }`).toString("base64")}`;
const pem = (label: string) =>
  [
    `-----BEGIN ${label}-----`,
    `MIIEpAIB${letters(56)}`,
    letters(64),
    `${letters(30)}==`,
    `-----END ${label}-----`,
  ].join("\n");

/** One sample or more per rule of the preset that is in use. */
const presetSamples: Record<string, readonly (readonly [secret: string, rule: string])[]> = {
  aws: [
    [`AK${"IA"}ABCDEFGHIJKLMNOP`, "aws-access-key-id"],
    [`aws_secret_access_key = "${letters(40)}"`, "aws-secret-access-key"],
    [`AWS_SECRET_ACCESS_KEY=${letters(40)}`, "aws-secret-access-key"],
    [`SecretAccessKey: ${letters(40)}`, "aws-secret-access-key"],
  ],
  privatekey: [[pem(`RSA ${"PRIVATE"} KEY`), "private-key"]],
  npm: [
    [`npm${"_"}${letters(36)}`, "npm-access-token"],
    [`https://${letters(30)}:x-oauth-basic@github.com/a/b`, "url-token"],
  ],
  slack: [
    [`xo${"xb"}-2-${letters(12)}-${letters(12)}-${letters(24)}`, "slack-token"],
    [
      `https://hooks.sl${"ack"}.com/services/T${letters(8)}/B${letters(8)}/${letters(24)}`,
      "incoming-webhook",
    ],
  ],
  sendgrid: [[`S${"G"}.${letters(22)}.${letters(43)}`, "sendgrid-key"]],
  shopify: [[`shp${"at"}_${hex(32)}`, "shopify-key"]],
  github: [
    [`gh${"p"}_${letters(36)}`, "github-token"],
    [`gh${"s"}_${letters(36)}`, "github-token"],
    [`github${"_pat"}_${letters(82)}`, "github-token"],
  ],
  gitlab: [[`gl${"pat"}-${letters(20)}`, "gitlab-personal-access-token"]],
  grafana: [
    [
      `gl${"c"}_${Buffer.from(`{"o":"1","n":"${letters(40)}"}`).toString("base64")}`,
      "grafana-cloud-api-token",
    ],
    [`gl${"sa"}_${letters(32)}_${hex(8)}`, "grafana-service-account-token"],
  ],
  openai: [[`sk-${letters(20)}T3Blbk${"FJ"}${letters(20)}`, "openai-token"]],
  anthropic: [[`sk-${"ant"}-api03-${letters(93)}AA`, "anthropic-api-key"]],
  groq: [[`gs${"k"}_${letters(52)}`, "groq-api-key"]],
  huggingface: [[`h${"f"}_${alpha(34)}`, "huggingface-user-access-token"]],
  linear: [[`lin${"_api"}_${letters(40)}`, "linear-api-token"]],
  notion: [[`nt${"n"}_12345678901${letters(35)}`, "notion-integration-token"]],
  "1password": [[opsToken, "ops-token"]],
  "hashicorp-vault": [
    [`hv${"s"}.${letters(95)}`, "hashicorp-vault-service-token"],
    [`hv${"b"}.${letters(140)}`, "hashicorp-vault-batch-token"],
    [`hv${"r"}.${letters(95)}`, "hashicorp-vault-recovery-token"],
  ],
  vercel: [[`vc${"p"}_${letters(24)}`, "vercel-personal-access-token"]],
  databricks: [[`da${"pi"}${hex(32)}`, "databricks-personal-access-token"]],
  docker: [[`dckr${"_pat"}_${letters(27)}`, "docker-personal-access-token"]],
  figma: [[`fig${"d"}_${letters(44)}`, "figma-personal-access-token"]],
};

const mask = (text: string, unquotedValues = false) => maskSecrets(text, { unquotedValues });

describe("tokens of known providers", () => {
  it("has a sample of every rule of the preset that is in use", () => {
    const inUse = rules.map((rule) => rule.meta.id).filter((id) => !unusedPresetRules.includes(id));
    expect(
      Object.keys(presetSamples)
        .map((name) => `@secretlint/secretlint-rule-${name}`)
        .sort(),
    ).toEqual(inUse.sort());
    for (const id of unusedPresetRules) expect(rules.map((rule) => rule.meta.id)).toContain(id);
  });

  for (const [name, samples] of Object.entries(presetSamples)) {
    it(`masks what the rule ${name} finds, and the hint lets it through`, () => {
      for (const [sample, rule] of samples) {
        if (!sample.includes("x-oauth-basic"))
          expect(presetFindings(`x ${sample} y`), sample).not.toEqual([]);
        const { text, maskings } = mask(`first line\nx = f(${sample}, 1)\nlast line`);
        expect(maskings.map((masking) => masking.rule)).toContain(rule);
        expect(maskings.find((masking) => masking.rule === rule)?.line).toBeGreaterThanOrEqual(2);
        expect(text).toContain(`[masked: ${rule}]`);
        expect(text.split("\n")).toHaveLength(`a\n${sample}\nb`.split("\n").length);
        expect(text.split("\n").at(-1)).toBe("last line");
      }
    });
  }

  it("masks tokens that the preset does not know", () => {
    const samples = [
      [`AI${"za"}${letters(35)}`, "google-api-key"],
      [`sk${"_live"}_${letters(24)}`, "stripe-key"],
      [`AccountKey=${letters(86)}==`, "azure-key"],
      [`ey${"J"}${letters(20)}.ey${"J"}${letters(40)}.${letters(43)}`, "json-web-token"],
      [`//registry.example/:_authToken=${hex(36)}`, "npm-auth-token"],
      [`Authorization: Bearer ${letters(32)}`, "authorization-header"],
      [`ATA${"TT3"}xFfGF0${letters(40)}`, "atlassian-api-token"],
    ] as const;
    for (const [sample, rule] of samples) expect(mask(`a ${sample} b`).text).toContain(`[masked: ${rule}]`);
  });

  it("is not switched off by a comment in the file", () => {
    expect(mask(`// secretlint-disable\ngh${"p"}_${letters(36)}`).text).toContain("[masked: github-token]");
  });

  it("reports the line of each secret", () => {
    const { maskings } = mask(
      `a\nb gh${"p"}_${letters(36)}\nc\n\nd gh${"o"}_${letters(36)} gl${"pat"}-${letters(20)}`,
    );
    expect(maskings).toEqual([
      { rule: "github-token", line: 2 },
      { rule: "github-token", line: 5 },
      { rule: "gitlab-personal-access-token", line: 5 },
    ]);
  });
});

describe("private keys", () => {
  it("masks each line of the body and keeps the borders", () => {
    const label = `EC ${"PRIVATE"} KEY`;
    expect(mask(`before\n${pem(label)}\nafter`).text).toBe(
      [
        "before",
        `-----BEGIN ${label}-----`,
        "[masked: private-key]",
        "[masked: private-key]",
        "[masked: private-key]",
        `-----END ${label}-----`,
        "after",
      ].join("\n"),
    );
  });

  it("masks keys in string literals, in JSON and without an end", () => {
    const begin = `-----BEGIN ${"PRIVATE"} KEY-----`;
    const end = `-----END ${"PRIVATE"} KEY-----`;
    expect(
      mask(`key = "${begin}\\n" +\n  "${letters(64)}\\n" +\n  "${letters(12)}=\\n" +\n  "${end}";`).text,
    ).toBe(
      `key = "${begin}\\n" +\n  "[masked: private-key]\\n" +\n  "[masked: private-key]\\n" +\n  "${end}";`,
    );
    expect(
      mask(`{"private_key": "${begin}\\n${letters(64)}\\n${letters(64)}\\n${end}\\n"}`).text,
    ).not.toContain(letters(12));
    expect(mask(`${begin}\n${letters(64)}\n${letters(64)}`).text).not.toContain(letters(12));
  });

  it("leaves code alone that only names the borders", () => {
    const code = `const begin = "-----BEGIN ${"PRIVATE"} KEY-----";\nconst end = "-----END ${"PRIVATE"} KEY-----";\nreturn begin;`;
    expect(mask(code).text).toBe(code);
  });
});

describe("passwords in URLs", () => {
  it("masks the password alone", () => {
    expect(mask("postgres://app:hu2Nter!x@db.internal:5432/shop?x=1").text).toBe(
      "postgres://app:[masked: url-password]@db.internal:5432/shop?x=1",
    );
    expect(mask(`git clone https://${letters(40)}@github.com/a/b`).text).toBe(
      "git clone https://[masked: url-token]@github.com/a/b",
    );
  });

  it("leaves placeholders and addresses without password", () => {
    for (const text of [
      `https://user:password@example.com/`,
      "https://user:$" + "{PASSWORD}@host/",
      "https://<user>:<token>@host/",
      "postgres://postgres:postgres@localhost/db",
      "http://host:8080/a@b",
      "https://www.npmjs.com/package/@scope/name",
      "ssh://git@github.com/a/b",
    ])
      expect(mask(text).text).toBe(text);
  });
});

describe("values assigned to names of secrets", () => {
  it("masks quoted values in any file", () => {
    expect(mask(`db_password = "hunter2!"`).text).toBe(`db_password = "[masked: password]"`);
    expect(mask(`const apiKey: string = 'k3y-8d7f-22aa';`).text).toBe(
      `const apiKey: string = '[masked: api-key]';`,
    );
    expect(mask(`SECRET_KEY = '${hex(32)}'`).text).toBe("SECRET_KEY = '[masked: secret-key]'");
    expect(mask(`{"client_secret": "${letters(24)}"}`).text).toBe(
      `{"client_secret": "[masked: client-secret]"}`,
    );
    expect(mask(`conn.put("password", "s3cr3t-Pa55");`).text).toBe(
      `conn.put("password", "[masked: password]");`,
    );
    expect(mask("<password>s3cr3t-Pa55</password>").text).toBe("<password>[masked: password]</password>");
  });

  it("masks values without quotes only where they are text", () => {
    expect(mask("password: hunter2x9\nname: app", true).text).toBe("password: [masked: password]\nname: app");
    expect(mask("export DB_PASSWORD=hunter2x9", true).text).toBe("export DB_PASSWORD=[masked: password]");
    expect(mask("password = generate2(x1)\ntoken = nextToken2Value1x").text).toBe(
      "password = generate2(x1)\ntoken = nextToken2Value1x",
    );
  });

  it("leaves what is no secret", () => {
    for (const text of [
      `password: "your-password"`,
      `password = os.environ["DB_PASSWORD_1"]`,
      "password: $" + "{DB_PASSWORD1}",
      `password: string;`,
      `password?: string | undefined2`,
      `tokenUrl = "/oauth2/token"`,
      `token: "bearer"`,
      `const passwordField = "input1";`,
      `password = "auth.password.label2"`,
      `placeholder: "Enter your password"`,
      `secret_key: 'dev'`,
      `apiKey: process.env.API_KEY_2`,
      `api_key = "xxxxxxxx1"`,
      `password: ""`,
      `token = "IDENTIFIER2"`,
      `if (password == "") {`,
    ])
      expect(mask(text, true).text, text).toBe(text);
  });
});

it("takes linear time on long runs that nearly match", () => {
  for (const text of [
    "password".repeat(50_000),
    `token: ${"a".repeat(400_000)}`,
    "://a:".repeat(80_000),
    `-----BEGIN ${"PRIVATE"} KEY-----`.repeat(10_000),
    "eyJ".repeat(100_000),
  ])
    expect(mask(text, true).text.length).toBeGreaterThan(0);
});
