import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints what each name of some Java sources means, as the compiler attributes it: one line of
 * path, line, column, word, path, line and column of the definition, with tabs between. Lines from 1, columns from 0.
 * Only definitions in other files are printed. java LabelUses.java ROOT [FOLDER...]
 */
public class LabelUses {
    public static void main(String[] arguments) throws IOException {
        Path root = Paths.get(arguments[0]).toRealPath();
        List<Path> sources = new ArrayList<>();
        for (int at = 1; at < arguments.length; at++) {
            try (Stream<Path> files = Files.walk(root.resolve(arguments[at]))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, manager, problem -> {}, List.of("-proc:none", "-XDshould-stop.ifError=FLOW", "--should-stop=ifError=FLOW"), null, manager.getJavaFileObjectsFromPaths(sources));
        List<CompilationUnitTree> units = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) units.add(unit);
        task.analyze();
        Trees trees = Trees.instance(task);
        for (CompilationUnitTree unit : units) new Printer(root, trees, unit).scan(unit, null);
    }

    private static final class Printer extends TreePathScanner<Void, Void> {
        private final Path root;
        private final Trees trees;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String text;

        Printer(Path root, Trees trees, CompilationUnitTree unit) throws IOException {
            this.root = root;
            this.trees = trees;
            this.unit = unit;
            this.positions = trees.getSourcePositions();
            this.text = unit.getSourceFile().getCharContent(true).toString();
        }

        @Override
        public Void visitImport(ImportTree node, Void none) {
            return null;
        }

        @Override
        public Void visitIdentifier(IdentifierTree node, Void none) {
            print(node.getName().toString(), positions.getStartPosition(unit, node));
            return super.visitIdentifier(node, none);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void none) {
            String name = node.getIdentifier().toString();
            print(name, positions.getEndPosition(unit, node) - name.length());
            return super.visitMemberSelect(node, none);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree node, Void none) {
            String name = node.getName().toString();
            print(name, positions.getEndPosition(unit, node) - name.length());
            return super.visitMemberReference(node, none);
        }

        private void print(String name, long offset) {
            if (offset < 0 || !text.startsWith(name, (int) offset)) return;
            Element element = trees.getElement(getCurrentPath());
            if (element == null || element.getKind() == ElementKind.PACKAGE) return;
            ElementKind kind = element.getKind();
            if (kind == ElementKind.LOCAL_VARIABLE || kind == ElementKind.PARAMETER || kind == ElementKind.TYPE_PARAMETER) return;
            TreePath path = trees.getPath(element);
            if (path == null || path.getCompilationUnit() == unit) return;
            CompilationUnitTree other = path.getCompilationUnit();
            long start = positions.getStartPosition(other, path.getLeaf());
            long end = positions.getEndPosition(other, path.getLeaf());
            int place = place(other, element.getSimpleName().contentEquals("<init>") ? element.getEnclosingElement().getSimpleName().toString() : element.getSimpleName().toString(), (int) start, (int) end, path.getLeaf());
            if (place < 0 || name.equals("super") || name.equals("this")) return;
            LineMap here = unit.getLineMap();
            LineMap there = other.getLineMap();
            System.out.println(String.join("\t", relative(unit), "" + here.getLineNumber(offset), "" + column(here, offset), name, relative(other), "" + there.getLineNumber(place), "" + column(there, place)));
        }

        /** Where the name of a definition stands: the compiler tells only where the definition begins. */
        private int place(CompilationUnitTree other, String name, int start, int end, Tree leaf) {
            try {
                String source = other.getSourceFile().getCharContent(true).toString();
                // What the compiler adds itself, such as a constructor without arguments, stands nowhere.
                if (start < 0 || end <= start) return -1;
                String head = source.substring(start, Math.min(end, source.length()));
                java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("(?<![\\w$.@])" + java.util.regex.Pattern.quote(name) + (isMethod(leaf) ? "(?=\\s*\\()" : "(?![\\w$])")).matcher(head);
                while (matcher.find()) {
                    String before = head.substring(0, matcher.start());
                    if (before.lastIndexOf("/*") > before.lastIndexOf("*/")) continue;
                    if (before.substring(before.lastIndexOf('\n') + 1).contains("//")) continue;
                    return start + matcher.start();
                }
                return -1;
            } catch (IOException error) {
                return -1;
            }
        }

        private static boolean isMethod(Tree leaf) {
            return leaf.getKind() == Tree.Kind.METHOD;
        }

        private static long column(LineMap lines, long offset) {
            return offset - lines.getStartPosition(lines.getLineNumber(offset));
        }

        private String relative(CompilationUnitTree tree) {
            return root.relativize(Paths.get(tree.getSourceFile().toUri())).toString();
        }
    }
}
