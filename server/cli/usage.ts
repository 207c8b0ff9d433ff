/** What `whence help` prints. Lists only commands that exist. */
export const usage = `whence — why is this code here? Cited answers from code, Git history and specifications.

  whence index                     index the folder, or bring its index up to date   [--rebuild: from nothing]
  whence index --include DIR       with a folder outside of it, from now on; --forget DIR drops it again   [both repeatable]
  whence index --preview           what vectors of a server would take; nothing is sent   [--yes: send without asking]
  whence search QUERY              find passages   [--limit N] [--kind K,…] [--path GLOB] [--tag T]
                                   [--since DATE] [--until DATE] [--author NAME: commits of somebody]
  whence search --queries FILE     the same for each line {"id","query"} of a JSON Lines file
  whence search … --without T,…    go without techniques, or with --only T,… of them: text, vector, quote, symbol,
                                   path, key, commit, history, neighbour, graph, rerank, spread
  whence ask QUESTION              answer with cited passages   [the same options, but for --limit]
  whence trace PATH:LINE | PATH    the story, epic and PRD behind a definition, file or commit, and who stated it
  whence trace KEY                 what is above and below an item, down to its definitions
                                   [--as-of DATE|COMMIT] [--depth N] [--mermaid]
  whence coverage                  which stories have code, which code has a story, and where they went apart
                                   [--format text|markdown|csv|json|sarif] [--fail-under PERCENT] [--inferred]
  whence impact KEY | PATH[:LINE]  stories, definitions, tests and people that a change touches   [--depth N]
  whence link                      probable links for specifications and code that nobody linked, with reasons   [--limit N]
  whence link confirm KEY PATH[:LINE]   settle a link for good; also reject, and withdraw what was decided   [--note TEXT]
  whence link --requirements DIR --code DIR   probable links between two folders of text, each with its evidence
  whence graph status              the graph of the team (.whence/team.json): what waits, when it was exchanged, what to do
  whence graph join | leave        share links with the team from now on, or no longer   [--yes]
  whence graph push | pull         send what changed; fetch what others share and decided
  whence graph migrate | log       make the schema of the server; who decided what   [--limit N]
  whence doctor                    what is indexed, what is not, and what is wrong
  whence doctor --why PATH         why a file is or is not indexed
  whence doctor --audit            compare a sample of the index with the files and repair it   [--all] [--seed N]
  whence egress                    what left this machine, when, where to and what for   [--since DATE] [--limit N]
  whence eval                      how often this repository's own commits find the files they changed   [--limit N]
  whence eval --from-feedback      answers rated down in the chat, asked again: which are better now   [--cases FILE]
  whence demo                      index, then show a few answers; on a terminal it takes questions   [--yes]

  --folder F   the folder (default: the current one)      --store DIR   where its index lies
  --json       one JSON value on standard output          --help, --version
  --offline    send nothing, whatever the settings say
  Kinds: code, doc, spec, config, text, commit.

Exit code: 0 success, 1 failure (one sentence on standard error), 2 wrong usage, 130 stopped by Ctrl-C.
`;
