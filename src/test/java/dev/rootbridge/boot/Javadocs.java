package dev.rootbridge.boot;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What a source file says of the methods and constants of its types, as Markdown. */
final class Javadocs {

  /**
   * By the type's name without its package, in the order of the source; empty where nothing is
   * said.
   */
  private final Map<String, Map<String, String>> byType = new LinkedHashMap<>();

  private Javadocs() {}

  static Javadocs of(Path... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjects(sources));
      Javadocs docs = new Javadocs();
      Members members = docs.new Members(Trees.instance(task));
      task.parse().forEach(unit -> members.scan(unit, null));
      return docs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In one line. */
  String of(Class<?> type, String member) {
    return Optional.ofNullable(byType.get(name(type)).get(member))
        .orElseThrow(() -> new IllegalArgumentException("no " + member + " in " + type));
  }

  /** The members of a type, in the order of the source. */
  List<String> members(Class<?> type) {
    return List.copyOf(byType.get(name(type)).keySet());
  }

  private static String name(Class<?> type) {
    return type.getCanonicalName().substring(type.getPackageName().length() + 1);
  }

  private final class Members extends TreePathScanner<Void, Void> {
    private final Trees trees;

    Members(Trees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      note(method.getName().toString());
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      note(variable.getName().toString());
      return super.visitVariable(variable, null);
    }

    private void note(String member) {
      TreePath parent = getCurrentPath().getParentPath();
      if (parent.getLeaf() instanceof ClassTree) {
        byType
            .computeIfAbsent(name(parent), name -> new LinkedHashMap<>())
            .put(member, markdown(trees.getDocComment(getCurrentPath())));
      }
    }

    private String name(TreePath type) {
      String own = ((ClassTree) type.getLeaf()).getSimpleName().toString();
      return type.getParentPath().getLeaf() instanceof ClassTree
          ? name(type.getParentPath()) + "." + own
          : own;
    }
  }

  private static String markdown(String comment) {
    return Optional.ofNullable(comment)
        .orElse("")
        .replaceAll("(?s)\\n\\s*@.*", "")
        .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
