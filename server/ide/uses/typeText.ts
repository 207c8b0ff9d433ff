import { splitList } from "./chain.ts";

/** A type as it is written: `java.util.Map<String, List<Refund>>`. */
export interface WrittenType {
  /** With dots between its parts. */
  readonly name: string;
  readonly args: readonly string[];
  /** How many lists of it there are: `Refund[][]` has two. */
  readonly lists: number;
}

const modifiers =
  /^(?:public|private|protected|internal|static|final|const|readonly|override|abstract|virtual|volatile|transient|synchronized|async|export|default|declare|lateinit|open|sealed|mut|dyn|impl|ref|out|in|params|unsigned|signed|struct|inline|extern|constexpr|typename|implicit|lazy|native|strictfp|suspend|inner|data|unique|new|async|pub(?:\s*\([^)]*\))?|asserts\s+\w+\s+is|\w+\s+is|keyof|typeof|infer)\s+/;

/** What wraps a value so that its own members are used as if they were those of what it holds. */
const wrappers = new Set(
  "Promise PromiseLike Awaited Readonly Partial Required NonNullable Omit Pick DeepPartial Box Arc Rc Ref RefMut Cow Pin Mutex RwLock MutexGuard Result Optional Final ClassVar Annotated Required NotRequired Awaitable Coroutine Task ValueTask Future CompletableFuture shared_ptr unique_ptr weak_ptr Lazy Nullable WeakReference AtomicReference Deferred defer.Deferred Relation Option".split(
    " ",
  ),
);

/** Collections, by which of their types is that of an element. */
const collections = new Map<string, number>([
  ...words(
    "Array ReadonlyArray Set ReadonlySet List ArrayList LinkedList Collection Iterable Iterator Queue Deque ArrayDeque BlockingQueue LinkedBlockingQueue ConcurrentLinkedQueue PriorityQueue HashSet LinkedHashSet TreeSet SortedSet NavigableSet Stream Sequence MutableList MutableSet Seq Vector Vec VecDeque BTreeSet IEnumerable IList ICollection IReadOnlyList IReadOnlyCollection HashSet vector set deque list tuple frozenset Generator AsyncGenerator AsyncIterable AsyncIterator Iter slice Flux CopyOnWriteArrayList CopyOnWriteArraySet",
    0,
  ),
  ...words(
    "Map ReadonlyMap WeakMap Record HashMap LinkedHashMap TreeMap SortedMap NavigableMap ConcurrentMap ConcurrentHashMap ConcurrentSkipListMap WeakHashMap IdentityHashMap MutableMap BTreeMap Dictionary IDictionary ConcurrentDictionary map unordered_map dict Dict Mapping MutableMapping OrderedDict defaultdict WeakKeyDictionary",
    1,
  ),
]);

function words(list: string, at: number): readonly (readonly [string, number])[] {
  return list.split(" ").map((word) => [word, at] as const);
}

/** Reads a type; undefined for what has no name, and for one of several. */
export function readType(written: string): WrittenType | undefined {
  let text = written
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^[&*'"?|]+|['"]$/g, "")
    .trim();
  text = text.replace(/^'\w+\s+/, "").replace(/^(?:@[\w.]+(?:\([^)]*\))?\s*)+/, "");
  for (let rest = text.replace(modifiers, ""); rest !== text; rest = text.replace(modifiers, ""))
    text = rest.trim();
  const alternatives = splitAlternatives(text);
  if (alternatives !== undefined) {
    const real = alternatives.filter((each) => !nothing.test(each));
    return real.length === 1 ? readType(real[0] ?? "") : undefined;
  }
  let lists = 0;
  for (;;) {
    const before = text;
    text = text
      .replace(/^[&*]+\s*(?:'\w+\s+)?(?:mut\s+|const\s+|dyn\s+)?/, "")
      .replace(/(?<!\[)[?!&*\s]+$/, "");
    if (/\[\s*\]$/.test(text)) {
      lists++;
      text = text.replace(/\[\s*\]$/, "");
    } else if (/^\[\d*\]/.test(text)) {
      lists++;
      text = text.replace(/^\[\d*\]/, "");
    } else if (/^\(.*\)$/.test(text) && !text.includes("=>") && !text.includes(",")) text = text.slice(1, -1);
    if (text === before) break;
  }
  const found =
    /^((?:[\p{L}_$][\p{L}\p{N}_$]*)(?:\s*(?:\.|::|\\)\s*[\p{L}_$][\p{L}\p{N}_$]*)*)\s*(?:(?:::)?([<[])(.*)[>\]])?$/su.exec(
      text.replace(/^\\/, ""),
    );
  if (found === null) return undefined;
  const name = (found[1] ?? "").replace(/\s*(?:\.|::|\\)\s*/g, ".");
  const args = found[3] === undefined ? [] : splitList(found[3]).map((each) => each.trim());
  const simple = name.slice(name.lastIndexOf(".") + 1);
  const [first] = args;
  if (lists === 0 && wrappers.has(simple) && first !== undefined) return readType(first);
  if (simple === "Union" && args.length > 0) return readType(args.join(" | "));
  return { name, args, lists };
}

/** The types of which a value has one: `A | B`, without those that are nothing. Empty for a single type. */
export function alternativesOf(written: string): readonly string[] {
  const parts = splitAlternatives(written.replace(/\s+/g, " ").trim().replace(/^\|/, "")) ?? [];
  const real = parts.filter((each) => !nothing.test(each));
  return real.length > 1 ? real : [];
}

const nothing = /^\s*(?:undefined|null|None|void|never|nullptr|false|nil)\s*$/;

/** `A | B`, outside of brackets. */
function splitAlternatives(text: string): readonly string[] | undefined {
  if (!/[|&]/.test(text)) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if ("([{<".includes(sign)) depth++;
    else if (")]}>".includes(sign)) depth--;
    else if (sign === "|" && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.length > 1 ? parts : undefined;
}

/** The type of an element of a list, set or map; undefined for what is none. */
export function elementOf(written: string): string | undefined {
  const type = readType(written);
  if (type === undefined) return undefined;
  const { name, args, lists } = type;
  if (lists > 0) return `${name}${args.length > 0 ? `<${args.join(", ")}>` : ""}${"[]".repeat(lists - 1)}`;
  const at = collections.get(name.slice(name.lastIndexOf(".") + 1));
  return at === undefined ? undefined : (args[at] ?? undefined);
}

/** True for a type that is a collection, whose own members are nobody's here. */
export function isCollection({ name, lists }: WrittenType): boolean {
  return lists > 0 || collections.has(name.slice(name.lastIndexOf(".") + 1));
}

/** Members of collections and wrappers that give an element, or something of the same type. */
export const elementMembers: ReadonlySet<string> = new Set(
  "get at first last find pop shift next peek poll remove take element orElse orElseThrow orElseGet unwrap expect value unwrap_or_default as_ref as_mut head getFirst getLast firstKey iter values findFirst findAny getOrDefault computeIfAbsent putIfAbsent".split(
    " ",
  ),
);

/** Members of collections that give a collection of the same elements. */
export const sameMembers: ReadonlySet<string> = new Set(
  "filter slice reverse sort toSorted concat values iter iter_mut into_iter stream toList subList distinct limit skip sorted collect clone to_vec entries take drop asReversed parallelStream".split(
    " ",
  ),
);
