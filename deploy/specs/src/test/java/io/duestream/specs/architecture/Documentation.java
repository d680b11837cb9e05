package io.duestream.specs.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What a source offers to everybody without saying what it is for: public types, and public methods of public types. */
final class Documentation {
    private Documentation() {}

    static List<String> missingIn(List<Path> sources) {
        return missing(sources.stream()
                .map(each -> new InMemory(each.getFileName().toString(), Project.read(each)))
                .toList());
    }

    static List<String> missingIn(String name, String source) {
        return missing(List.of(new InMemory(name, source)));
    }

    private static List<String> missing(List<InMemory> sources) {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        DocTrees docs = DocTrees.instance(task);
        List<String> missing = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(docs, unit.getSourceFile().getName(), missing).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return missing;
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final String file;
        private final List<String> missing;

        Scanner(DocTrees docs, String file, List<String> missing) {
            this.docs = docs;
            this.file = file;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isPublic(type.getModifiers()) && !inInterface()) {
                return null;
            }
            require("type " + type.getSimpleName());
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean offered = isPublic(method.getModifiers()) || inInterface();
            boolean compact = method.getReturnType() == null && owner().getKind() == Tree.Kind.RECORD;
            if (offered && !compact && !overrides(method)) {
                require("method " + owner().getSimpleName() + "." + method.getName());
            }
            // What is inside a method is nobody else's.
            return null;
        }

        private void require(String what) {
            if (docs.getDocComment(getCurrentPath()) == null) {
                missing.add(file + ": " + what);
            }
        }

        private ClassTree owner() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private boolean inInterface() {
            TreePath parent = getCurrentPath().getParentPath();
            return parent.getLeaf().getKind() == Tree.Kind.INTERFACE;
        }

        private static boolean isPublic(ModifiersTree modifiers) {
            return modifiers.getFlags().contains(Modifier.PUBLIC);
        }

        private static boolean overrides(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String source;

        InMemory(String name, String source) {
            super(URI.create(name), JavaFileObject.Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
